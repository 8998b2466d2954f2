import type { Outbound, OutboundOutcome } from '../../platform/outbound.ts'
import type { OpenEndpoint } from './endpoints.ts'
import { parseRetryAfter } from './schedule.ts'
import { requestHeaders, signingKeys, validSecrets } from './signing.ts'

/** How a request to an endpoint ended. `retryAfterMs`: when it wants the next one, at the earliest. `atMs`: since 1970. */
export type Attempt = {
  kind: 'delivered' | 'failed' | 'gone'
  status: number | undefined
  error: string | undefined
  ms: number
  answer: string | undefined
  retryAfterMs: number | undefined
  atMs: number
}

/** The whole exchange takes no longer: name, connection, answer and its body. */
export const ATTEMPT_DEADLINE_MS = 10_000

/** Of what an endpoint answers so much is kept. */
const MAX_ANSWER = 500

/** An endpoint ready for requests. */
export type Target = { url: string; keys: readonly Buffer[]; headers: Readonly<Record<string, string>> }

export const targetOf = (endpoint: OpenEndpoint): Target => ({
  url: endpoint.url,
  keys: signingKeys(validSecrets(endpoint, endpoint)),
  headers: endpoint.headers,
})

/** One signed request. Never throws for what the other side does. */
export function attempt(outbound: Outbound, target: Target, { id, body }: { id: string; body: string | Uint8Array }): Promise<Attempt> {
  const atMs = Date.now()
  const startedAt = performance.now()
  const headers = requestHeaders(target, { id, timestamp: Math.floor(atMs / 1_000), body })
  return outbound
    .request({ url: target.url, method: 'POST', headers, body, deadlineMs: ATTEMPT_DEADLINE_MS })
    .then((outcome) => judge(outcome, { atMs, ms: Math.round(performance.now() - startedAt) }))
}

function judge(outcome: OutboundOutcome, { atMs, ms }: { atMs: number; ms: number }): Attempt {
  if (outcome.kind === 'failed')
    return { kind: 'failed', status: undefined, error: outcome.error, ms, answer: undefined, retryAfterMs: undefined, atMs }
  const { status } = outcome
  const kind = status >= 200 && status <= 299 ? 'delivered' : status === 410 ? 'gone' : 'failed'
  const after = outcome.headers['retry-after']
  const retryAfterMs = kind === 'failed' && typeof after === 'string' ? parseRetryAfter(after, new Date(atMs)) : undefined
  return { kind, status, error: undefined, ms, answer: storable(outcome.body), retryAfterMs, atMs }
}

/** PostgreSQL takes no U+0000. */
const storable = (answer: string): string | undefined => answer.slice(0, MAX_ANSWER).replaceAll('\u0000', ' ') || undefined
