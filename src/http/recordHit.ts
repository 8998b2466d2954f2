import type { HitOrigin, Resolution } from '../domain/links/resolver.ts'
import type { Waiting } from '../domain/tracking/group.ts'
import type { Journal } from '../domain/tracking/journal.ts'
import { purposeOf } from '../domain/tracking/purpose.ts'
import { hitEncoder } from '../domain/tracking/record.ts'
import type { ClientNetwork, ClientRequest } from './clientNetwork.ts'
import type { MissBudget } from './missBudget.ts'

/** A code that stands for something, whatever it is answered. */
export type Known = Extract<Resolution, { origin: HitOrigin }>

export type Recorder = { journal: Pick<Journal, 'append'>; budget: MissBudget; networkOf: ClientNetwork }

/** The answer follows when the hit is durable. A link that is over counts its hits too, whatever they are answered. */
export function recordHit(
  { journal, budget, networkOf }: Recorder,
  {
    request,
    isHead,
    resolution,
    waiting,
  }: { request: ClientRequest; isHead: boolean; resolution: Known & { at?: number }; waiting: Waiting },
): void {
  const { headers } = request
  const { origin } = resolution
  const network = networkOf(request)
  journal.append(
    hitEncoder,
    {
      at: resolution.at ?? Date.now(),
      accountId: origin.accountId,
      renderingId: origin.renderingId,
      messageId: origin.messageId,
      number: origin.number,
      codeSpaceId: origin.codeSpaceId,
      link: origin.link,
      network,
      head: isHead,
      test: origin.test,
      overBudget: budget.isSpent(network),
      aggregate: origin.aggregate || (resolution.gpcAggregate && headers['sec-gpc'] === '1'),
      over: resolution.kind === 'gone',
      purpose: purposeOf(headers),
      userAgent: headers['user-agent'] ?? '',
    },
    waiting,
  )
}
