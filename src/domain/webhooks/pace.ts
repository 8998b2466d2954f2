/** Events a second of an endpoint of which nobody knows yet how fast it is. */
const FIRST_PACE = 2_000
/** What a pace is measured over at least. */
const SPAN_MS = 100

/** How many events a second an endpoint takes, of late. */
export class Pace {
  #perSecond = FIRST_PACE
  #done = 0
  #since = 0

  /** Told of each event that it took, or failed to. */
  note(): void {
    this.#done++
  }

  /** @param nowMs of a clock that never goes back */
  perSecond(nowMs: number): number {
    // Time in which there was nothing to do says nothing.
    if (this.#done === 0) this.#since = nowMs
    if (nowMs - this.#since < SPAN_MS) return this.#perSecond
    this.#perSecond = (this.#done * 1_000) / (nowMs - this.#since)
    this.#done = 0
    this.#since = nowMs
    return this.#perSecond
  }
}
