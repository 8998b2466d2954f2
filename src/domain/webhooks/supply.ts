import type { EndpointRow } from './store.ts'
import { eventIdOf, findEvents, type PlacedEvent } from './eventLog.ts'
import type { Lease } from './lease.ts'
import { QUEUE_PAGE } from './fanOut.ts'
import { presentEvents, type PayloadParts } from './payload.ts'
import type { Result } from './record.ts'
import { listDueRetries, nextPages, type PageLeft, type QueuePage, type Retry } from './work.ts'

/** An event on its way to an endpoint. `step`: of the schedule, counting the attempt that comes. */
export type Item = Ready & { pageId: bigint | undefined; step: number }

type Ready = { place: Result['place']; type: string; webhookId: string; body: string }

/** How often due retries are looked for while there are new events. */
const RETRY_LOOK_MS = 500

type OpenPage = QueuePage & { taken: number; unsettled: Set<bigint> }
type Slice = { page: OpenPage; xids: readonly string[]; ids: readonly bigint[] }

/** Takes an endpoint's work from the database, new events and retries in turn, a little at a time. */
export class Supply {
  readonly #parts: PayloadParts
  readonly #lease: Lease
  readonly #pages = new Map<bigint, OpenPage>()
  #openRetries = 0
  #retriesLookedAt = Number.NEGATIVE_INFINITY
  /** Up to where the endpoint was asked to look when no page was left; undefined while there may be more. */
  served: bigint | undefined

  constructor(parts: PayloadParts, lease: Lease) {
    this.#parts = parts
    this.#lease = lease
  }

  /** The next items, up to `count`, and results of events that are past their retention. Neither: there is nothing to do now. */
  async take(endpoint: EndpointRow, count: number): Promise<{ items: Item[]; lost: Result[]; isDry: boolean }> {
    const retries = await this.#takeRetries(endpoint, count)
    if (retries !== undefined) return retries
    const slices = await this.#takeSlices(count)
    if (slices.length === 0) return { items: [], lost: [], isDry: this.#openRetries === 0 }
    const items = await this.#itemsOf(endpoint, slices)
    return { items, lost: [], isDry: false }
  }

  /** Pages as they are once these results are recorded; also those of which nothing is left to do. */
  pagesAfter(results: readonly Result[]): PageLeft[] {
    const settled = new Map<bigint, Set<bigint>>()
    for (const { pageId, place } of results) if (pageId !== undefined) settled.set(pageId, (settled.get(pageId) ?? new Set()).add(place.id))
    return [...this.#pages.values()].flatMap((page) => {
      const gone = settled.get(page.id)
      if (gone === undefined && page.unsettled.size > 0) return []
      const left = page.ids
        .map((id, at) => ({ id, xid: page.xids[at] ?? '0' }))
        .filter(({ id }) => page.unsettled.has(id) && gone?.has(id) !== true)
      return [{ id: page.id, ids: left.map(({ id }) => id), xids: left.map(({ xid }) => xid) }]
    })
  }

  /** Whether a page holds nothing but events that are past their retention, and waits to be taken away. */
  hasEmptyPage = (): boolean => [...this.#pages.values()].some(({ unsettled }) => unsettled.size === 0)

  /** Told when results are recorded. */
  forget(results: readonly Result[]): void {
    for (const { pageId, place } of results) {
      if (pageId === undefined) this.#openRetries--
      else this.#pages.get(pageId)?.unsettled.delete(place.id)
    }
    for (const [id, { unsettled }] of this.#pages) if (unsettled.size === 0) this.#pages.delete(id)
  }

  async #takeRetries(endpoint: EndpointRow, count: number) {
    const now = performance.now()
    if (this.#openRetries > 0 || now - this.#retriesLookedAt < RETRY_LOOK_MS) return undefined
    this.#retriesLookedAt = now
    const retries = await listDueRetries(this.#parts.db, { lease: this.#lease, limit: count })
    if (retries.length === 0) return undefined
    this.#openRetries = retries.length
    const times = retries.map(({ at }) => at).toSorted()
    const logged = await this.#find({
      ...{ xids: retries.map(({ xid }) => xid), ids: retries.map(({ id }) => id) },
      ...{ from: times[0] ?? '', to: times.at(-1) ?? '' },
    })
    const presented = await this.#present(endpoint, logged)
    const items = retries.flatMap(({ id, step }) => {
      const found = presented.get(id)
      return found === undefined ? [] : [{ ...found, pageId: undefined, step: step + 1 }]
    })
    return { items, lost: retries.filter(({ id }) => !presented.has(id)).map(expired), isDry: false }
  }

  /** Of the pages that are being taken, and as many of the queue's next as are needed. */
  async #takeSlices(count: number): Promise<Slice[]> {
    const slices: Slice[] = []
    let left = count
    const cut = (page: OpenPage) => {
      const [from, to] = [page.taken, Math.min(page.taken + left, page.ids.length)]
      if (from === to) return
      page.taken = to
      left -= to - from
      slices.push({ page, xids: page.xids.slice(from, to), ids: page.ids.slice(from, to) })
    }
    for (const page of this.#pages.values()) cut(page)
    if (left === 0) return slices
    const limit = Math.ceil(left / QUEUE_PAGE)
    const { asked, pages } = await nextPages(this.#parts.db, { lease: this.#lease, open: [...this.#pages.keys()], limit })
    this.served = pages.length === 0 ? asked : undefined
    for (const page of pages) {
      const opened = { ...page, taken: 0, unsettled: new Set(page.ids) }
      this.#pages.set(page.id, opened)
      cut(opened)
    }
    return slices
  }

  /** A replay may bring an event that waits already: it is presented once, and sent for each of its pages. */
  async #itemsOf(endpoint: EndpointRow, slices: readonly Slice[]): Promise<Item[]> {
    const places = new Map(slices.flatMap(({ xids, ids }) => ids.map((id, at) => [id, xids[at] ?? '0'] as const)))
    const logged = await this.#find({
      ...{ xids: [...places.values()], ids: [...places.keys()] },
      ...{
        from: slices.map(({ page }) => page.from).toSorted()[0] ?? '',
        to:
          slices
            .map(({ page }) => page.to)
            .toSorted()
            .at(-1) ?? '',
      },
    })
    const presented = await this.#present(endpoint, logged)
    const items: Item[] = []
    for (const { page, ids } of slices)
      for (const id of ids) {
        const found = presented.get(id)
        // Nothing was offered yet of what is past its retention, so nothing is recorded of it.
        if (found === undefined) page.unsettled.delete(id)
        else items.push({ ...found, pageId: page.id, step: 1 })
      }
    return items
  }

  #find = (places: { xids: readonly string[]; ids: readonly bigint[]; from: string; to: string }) =>
    findEvents(this.#parts.db, { accountId: this.#lease.accountId, ...places })

  async #present({ includeRecipient }: EndpointRow, logged: readonly PlacedEvent[]): Promise<Map<bigint, Ready>> {
    const presented = await presentEvents(this.#parts, { accountId: this.#lease.accountId, events: logged, includeRecipient })
    return new Map(
      presented.map(({ logged: { xid, id, atText }, event }) => [
        id,
        { place: { xid, id, at: atText }, type: event.type, webhookId: eventIdOf(id), body: JSON.stringify(event) },
      ]),
    )
  }
}

const expired = ({ xid, id, at, type, step }: Retry): Result => ({
  ...{ place: { xid, id, at }, type, pageId: undefined, state: 'failed' as const, attempts: 0 as const, step, nextMs: undefined },
  ...{ at: new Date(), status: undefined, error: 'event_expired', ms: 0, answer: undefined },
})
