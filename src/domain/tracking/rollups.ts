import type { Device } from './families.ts'
import type { HitRecord } from './record.ts'
import type { Verdict } from './verdict.ts'

/** What a batch adds to one hour of a link and device. `hour` in ms; `isCounted`: recipients are known, so uniques can be counted. */
export type Rollup = {
  key: string
  place: number
  hour: number
  hit: HitRecord
  device: Device
  isCounted: boolean
  clicks: number
  views: number
  prefetches: number
  bots: number
}

const HOUR_MS = 3_600_000
const countOf = { click: 'clicks', view: 'views', prefetch: 'prefetches', bot: 'bots' } as const satisfies Record<Verdict, keyof Rollup>

/** Adds up a batch's hits by account, hour, rendering, link, device and mode. */
export class Rollups {
  readonly #rows = new Map<string, Rollup>()

  /** @returns the row's place in the batch, from 1 */
  add(hit: HitRecord, { verdict, device }: { verdict: Verdict; device: Device }): number {
    const hour = hit.at - (hit.at % HOUR_MS)
    const isCounted = !hit.aggregate
    const key = `${hit.accountId} ${hour} ${hit.renderingId} ${hit.link} ${device} ${hit.test} ${isCounted}`
    let row = this.#rows.get(key)
    if (row === undefined) {
      row = { key, place: this.#rows.size + 1, hour, hit, device, isCounted, clicks: 0, views: 0, prefetches: 0, bots: 0 }
      this.#rows.set(key, row)
    }
    row[countOf[verdict]]++
    return row.place
  }

  rows(): Rollup[] {
    return [...this.#rows.values()]
  }
}
