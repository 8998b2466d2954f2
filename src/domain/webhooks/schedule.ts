const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

/** How long after a failed attempt the next one comes; the first attempt comes at once. */
export const standardDelaysMs: readonly number[] = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** Attempts of an event before it is given up; about 76 hours. */
export const MAX_STEPS = standardDelaysMs.length + 1

/** A receiver may put off its next attempt up to this. */
const MAX_RETRY_AFTER_MS = 24 * HOUR

/** Spreads attempts that failed together, by a tenth to both sides. */
const JITTER = 0.1

/**
 * When the next attempt comes.
 * @param delaysMs the schedule
 * @param step attempts of it that were made, 1 or more
 * @param random from 0 to 1
 * @returns milliseconds from now; undefined when there is none
 */
export function retryDelayMs({
  delaysMs,
  step,
  retryAfterMs,
  random,
}: {
  delaysMs: readonly number[]
  step: number
  retryAfterMs: number | undefined
  random: number
}): number | undefined {
  const delay = delaysMs[step - 1]
  if (delay === undefined) return undefined
  const spread = delay * (1 + JITTER * (2 * random - 1))
  return Math.round(Math.max(spread, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS)))
}

/**
 * Reads `Retry-After`: seconds, or a date.
 * @returns milliseconds from `now`, 0 or more; undefined when it says nothing that can be understood
 * @see RFC 9110 10.2.3
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  if (value === undefined) return undefined
  if (/^\d{1,9}$/.test(value)) return Number(value) * SECOND
  const at = Date.parse(value)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}

/** Failures in a row after which an endpoint is asked only from time to time. */
export const HOLD_AFTER = 5
const MAX_HOLD_MS = MINUTE
/** `Retry-After` of one answer holds the whole endpoint, up to this. */
const MAX_ASKED_HOLD_MS = HOUR

/** How long an endpoint is left alone after so many failures in a row; undefined: not at all. */
export function holdMs({ failures, retryAfterMs }: { failures: number; retryAfterMs: number | undefined }): number | undefined {
  const asked = retryAfterMs === undefined ? 0 : Math.min(retryAfterMs, MAX_ASKED_HOLD_MS)
  const own = failures < HOLD_AFTER ? 0 : Math.min(SECOND * 2 ** (failures - HOLD_AFTER), MAX_HOLD_MS)
  return Math.max(asked, own) || undefined
}

/** Nothing but failures for so long, and the endpoint is disabled. */
export const DISABLE_AFTER_DAYS = 5
