import type { Outbound } from '../../platform/outbound.ts'
import type { OpenEndpoint } from './endpoints.ts'
import { parseRetryAfter } from './schedule.ts'
import { requestHeaders, signingKeys, validSecrets } from './signing.ts'

/** How a request to an endpoint ended. `retryAfterMs`: when it wants the next one, at the earliest. */
export type Attempt = {
  kind: 'delivered' | 'failed' | 'gone'
  status: number | undefined
  error: string | undefined
  ms: number
  answer: string | undefined
  retryAfterMs: number | undefined
  at: Date
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
export async function attempt(outbound: Outbound, target: Target, { id, body }: { id: string; body: string }): Promise<Attempt> {
  const at = new Date()
  const startedAt = performance.now()
  const headers = requestHeaders(target, { id, timestamp: Math.floor(at.getTime() / 1_000), body })
  const outcome = await outbound.request({ url: target.url, method: 'POST', headers, body, deadlineMs: ATTEMPT_DEADLINE_MS })
  const ms = Math.round(performance.now() - startedAt)
  if (outcome.kind === 'failed')
    return { kind: 'failed', status: undefined, error: outcome.error, ms, answer: undefined, retryAfterMs: undefined, at }
  const { status } = outcome
  const kind = status >= 200 && status <= 299 ? 'delivered' : status === 410 ? 'gone' : 'failed'
  const after = outcome.headers['retry-after']
  const retryAfterMs = kind === 'failed' && typeof after === 'string' ? parseRetryAfter(after, at) : undefined
  return { kind, status, error: undefined, ms, answer: storable(outcome.body), retryAfterMs, at }
}

/** PostgreSQL takes no U+0000. */
const storable = (answer: string): string | undefined => answer.slice(0, MAX_ANSWER).replaceAll('\u0000', ' ') || undefined
