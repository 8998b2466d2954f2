import type { SubmitOutcome } from '../../domain/messages/carrier.ts'
import type { Answer } from './call.ts'

/** The body of an answer as JSON; undefined when it is none, or longer than what we read. */
export const jsonOf = ({ body, isCut }: Pick<Answer, 'body' | 'isCut'>): unknown => (isCut ? undefined : parseJson(body))

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field as text, where it is a text or a number. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** An id as we keep it: printable, without blanks, at most 128 characters. Anything else identifies nothing. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value)
  return text !== undefined && /^[\x21-\x7e]{1,128}$/.test(text) ? text : undefined
}

/** A word of the carrier's as a reason: what could harm a log or a screen becomes an underscore. */
export const reasonOf = (text: string): string => text.slice(0, 64).replaceAll(/[^\w.:-]/g, '_')

const MAX_RETRY_AFTER_S = 86_400

/** Retry-After in milliseconds, whether it says seconds or a date; undefined when it says nothing usable. */
export function retryAfterMs({ headers }: Pick<Answer, 'headers'>, now: Date): number | undefined {
  const given = headers['retry-after']
  if (typeof given !== 'string') return undefined
  const seconds = /^\d{1,9}$/.test(given) ? Number(given) : (Date.parse(given) - now.getTime()) / 1_000
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER_S) * 1_000 : undefined
}

/** Statuses that say "this request was not carried out, the same one may be later", whoever sends them. */
const notTaken: Readonly<Record<number, string>> = {
  401: 'it does not accept the key (HTTP 401)',
  402: 'it wants to be paid first (HTTP 402)',
  403: 'the key may not send, or not from this address (HTTP 403)',
  404: 'there is nothing at the URL (HTTP 404)',
  405: 'the URL takes no such request (HTTP 405)',
  429: 'it takes no more messages for now (HTTP 429)',
}
/** They ask for the same request elsewhere; 302 and 303 may also follow one that was carried out. */
const movedStatuses: ReadonlySet<number> = new Set([301, 307, 308])
/** The carrier may have taken it all the same: the request's end was late, or another one was first. */
const doubtfulStatuses: ReadonlySet<number> = new Set([408, 409, 425])

/**
 * What an HTTP status alone says of a submit, where the carrier's own words say nothing. Faults of the set-up are `unavailable`, so that a
 * wrong key costs time and no message.
 */
export function outcomeOfStatus(answer: Answer, now: Date): SubmitOutcome {
  const { status } = answer
  const trouble = notTaken[status]
  if (trouble !== undefined) return { kind: 'unavailable', retryAfterMs: retryAfterMs(answer, now), reason: trouble }
  if (movedStatuses.has(status))
    return { kind: 'unavailable', retryAfterMs: undefined, reason: `it has moved (HTTP ${status}): correct the URL` }
  if (status >= 400 && status < 500 && !doubtfulStatuses.has(status)) return { kind: 'rejected', reason: `http_${status}` }
  return { kind: 'unknown', reason: status >= 200 && status < 300 ? 'answer_not_understood' : `http_${status}` }
}
