import type { Outbound, OutboundOutcome } from '../../platform/outbound.ts'
import type { Format, Sending, Target, Verdict } from './formats/format.ts'
import { formats } from './formats/formats.ts'
import { parseRetryAfter } from './schedule.ts'

/** How a request to an endpoint ended. `retryAfterMs`: when it wants the next one, at the earliest. `atMs`: since 1970. */
export type Attempt = {
  kind: Verdict
  status: number | undefined
  error: string | undefined
  ms: number
  answer: string | undefined
  retryAfterMs: number | undefined
  atMs: number
}

/** Of what an endpoint answers so much is kept. */
const MAX_ANSWER = 500

/** One signed request. Never throws for what the other side does. */
export function attempt(outbound: Outbound, target: Target, { id, body }: Pick<Sending, 'id' | 'body'>): Promise<Attempt> {
  const at = new Date()
  const startedAt = performance.now()
  const format = formats[target.format]
  return outbound
    .request(format.request(target, { id, body, at }))
    .then((outcome) => judge(outcome, { format, atMs: at.getTime(), ms: Math.round(performance.now() - startedAt) }))
}

type Judging = { format: Format; atMs: number; ms: number }

function judge(outcome: OutboundOutcome, { format, atMs, ms }: Judging): Attempt {
  if (outcome.kind === 'failed')
    return { kind: 'failed', status: undefined, error: outcome.error, ms, answer: undefined, retryAfterMs: undefined, atMs }
  const { status } = outcome
  const kind = format.judge(status)
  const after = outcome.headers['retry-after']
  const retryAfterMs = kind === 'failed' && typeof after === 'string' ? parseRetryAfter(after, new Date(atMs)) : undefined
  return { kind, status, error: undefined, ms, answer: storable(outcome.body), retryAfterMs, atMs }
}

/** PostgreSQL takes no U+0000. */
const storable = (answer: string): string | undefined => answer.slice(0, MAX_ANSWER).replaceAll('\u0000', ' ') || undefined
