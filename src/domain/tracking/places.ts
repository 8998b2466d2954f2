import type { HitRecord } from './record.ts'

/** What many hits of a batch share: the link of a campaign, and how it was answered. `index` counts from 1. */
export type Place = { index: number; hit: HitRecord }

/** The places of a batch; a campaign has a handful. */
export class Places {
  readonly #byRendering = new Map<number, Place[]>()
  readonly rows: Place[] = []

  of(hit: HitRecord): Place {
    let places = this.#byRendering.get(hit.renderingId)
    if (places === undefined) {
      places = []
      this.#byRendering.set(hit.renderingId, places)
    }
    for (const place of places) if (isSame(place.hit, hit)) return place
    const place = { index: this.rows.length + 1, hit }
    places.push(place)
    this.rows.push(place)
    return place
  }
}

const isSame = (a: HitRecord, b: HitRecord) =>
  a.link === b.link &&
  a.accountId === b.accountId &&
  a.codeSpaceId === b.codeSpaceId &&
  a.test === b.test &&
  a.over === b.over &&
  a.overBudget === b.overBudget &&
  a.aggregate === b.aggregate
