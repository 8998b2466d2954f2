import type { Attempt } from './attempt.ts'
import type { Health as Noted } from './lease.ts'
import { HOLD_AFTER, holdMs } from './schedule.ts'

/**
 * How an endpoint does: how many requests it gets at a time, and whether it is to be left alone. Each failure halves the number, each success
 * raises it by one, and one that failed often in a row gets a single request until it has answered.
 */
export class Health {
  #limit: number
  #inARow: number
  #noted: Noted = { successes: 0, failures: 0, failuresInARow: 0 }
  /** For how long it should be left alone; undefined: not at all. */
  holdMs: number | undefined
  /** Whether it said that it is gone for good. */
  isGone = false

  /** @param failures in a row, as the last turn left them */
  constructor(failures: number) {
    this.#inARow = failures
    this.#limit = failures >= HOLD_AFTER ? 1 : Number.POSITIVE_INFINITY
  }

  /** Requests at a time now, of those that the endpoint is set to. */
  limit(concurrency: number): number {
    this.#limit = Math.min(this.#limit, concurrency)
    return this.#limit
  }

  note({ kind, retryAfterMs }: Attempt): void {
    if (kind === 'delivered') {
      this.#noted.successes++
      this.#noted.failuresInARow = 0
      this.#inARow = 0
      this.#limit++
      return
    }
    this.#noted.failures++
    this.#noted.failuresInARow++
    this.#inARow++
    this.#limit = Math.max(1, Math.floor(this.#limit / 2))
    const asked = holdMs({ failures: this.#inARow, retryAfterMs })
    if (asked !== undefined) this.holdMs = Math.max(this.holdMs ?? 0, asked)
    if (kind === 'gone') this.isGone = true
  }

  /** What was noted since the last call. */
  take(): Noted & { isGone: boolean } {
    const noted = { ...this.#noted, isGone: this.isGone }
    this.#noted = { successes: 0, failures: 0, failuresInARow: 0 }
    return noted
  }
}
