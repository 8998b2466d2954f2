import type { SliceResult } from '../domain/messages/send.ts'

/** Keeps a process from offering message after message to a carrier that takes nothing. */
export type Breaker = {
  /** Closed: messages flow. Open: after a pause one is offered to see. */
  isClosed(): boolean
  /** How long to wait before the carrier is offered anything. */
  pauseMs(): number
  note(result: Pick<SliceResult, 'accepted' | 'rejected' | 'unavailable' | 'unknown' | 'retryAfterMs'>): void
}

const FIRST_PAUSE_MS = 500
/** A carrier that is back is noticed within this. */
const MAX_PAUSE_MS = 15_000

/**
 * Opens when all of a slice was surely not taken, closes when anything else happens. Pauses double; the carrier's own wish is heeded as far
 * as the longest pause.
 * @param now milliseconds that never go back
 */
export function createBreaker({ now = () => performance.now() }: { now?: () => number } = {}): Breaker {
  let failures = 0
  let until = 0
  return {
    isClosed: () => failures === 0,
    pauseMs: () => Math.max(0, until - now()),
    note({ accepted, rejected, unavailable, unknown, retryAfterMs }) {
      if (accepted + rejected + unknown > 0) {
        failures = 0
        until = 0
        return
      }
      // Slices that were under way together fail together, and that counts once.
      if (unavailable === 0 || now() < until) return
      const pause = Math.max(FIRST_PAUSE_MS * 2 ** failures, retryAfterMs ?? 0)
      failures = Math.min(failures + 1, 10)
      until = now() + Math.min(pause, MAX_PAUSE_MS)
    },
  }
}
