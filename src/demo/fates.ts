import type { Random } from '../lib/seededRandom.ts'
import type { Made } from './made.ts'
import type { Fate } from './past.ts'
import { HOUR, MINUTE } from './stage.ts'

/** How a send goes: so many a second from `startsAt` on, and of how many things go wrong. */
export type Sending = { startsAt: Date; perSecond: number; failures: number; until: Date }

/** What carriers say of numbers that do not work; the first are the commonest. */
const reasons = ['absent_subscriber', 'absent_subscriber', 'unknown_subscriber', 'handset_full', 'blocked_by_network'] as const

/** What becomes of messages that are sent one after the other. Whose turn comes only after `until` has none yet. */
export function fatesOf(random: Random, made: readonly Made[], { startsAt, perSecond, failures, until }: Sending): Fate[] {
  return made.flatMap(({ id }, place) => {
    const sentAt = new Date(startsAt.getTime() + 900 + (place / perSecond) * 1_000 + random.between(0, 400))
    return sentAt > until ? [] : [fateOf(random, { id: BigInt(id), createdAt: startsAt, sentAt, failures, until })]
  })
}

type Sent = Pick<Fate, 'id' | 'createdAt' | 'sentAt'> & { failures: number; until: Date }

export function fateOf(random: Random, { failures, until, ...sent }: Sent): Fate {
  const none = { settledAt: undefined, failure: undefined }
  const at = (ms: number) => new Date(sent.sentAt.getTime() + ms)
  const settled = (state: 'delivered' | 'undelivered' | 'expired', ms: number, failure?: string): Fate =>
    at(ms) > until ? { ...sent, ...none, state: 'accepted' } : { ...sent, state, settledAt: at(ms), failure }
  const luck = random.number()
  if (luck < failures * 0.14) return { ...sent, state: 'rejected', settledAt: at(150), failure: 'invalid_destination' }
  if (luck < failures * 0.92) return settled('undelivered', random.around(3 * MINUTE, 1.2), random.pick(reasons))
  if (luck < failures) return settled('expired', 24 * HOUR, 'validity_over')
  if (luck < failures + 0.0012) return { ...sent, ...none, state: 'unknown', failure: 'no_answer' }
  if (luck < failures + 0.004) return { ...sent, ...none, state: 'accepted' }
  // A phone that is on answers within seconds; one in twelve is off, or out of reach for a while.
  return settled('delivered', random.chance(0.92) ? random.around(2_300, 0.45) : random.around(40 * MINUTE, 1.2))
}
