import type { EndpointRow } from './store.ts'
import { eventIdOf, findEvents, type PlacedEvent } from './eventLog.ts'
import type { Lease } from './lease.ts'
import { presentEvents, type PayloadParts } from './payload.ts'
import type { Result } from './record.ts'
import { listDueRetries, nextPage, type PageLeft, type QueuePage, type Retry } from './work.ts'

/** An event on its way to an endpoint. `step`: of the schedule, counting the attempt that comes. */
export type Item = { place: Result['place']; type: string; pageId: bigint | undefined; step: number; webhookId: string; body: string }

/** How often due retries are looked for while there are new events. */
const RETRY_LOOK_MS = 500

type OpenPage = QueuePage & { taken: number; unsettled: Set<bigint> }

/** Takes an endpoint's work from the database, new events and retries in turn, a little at a time; it holds two pages at most. */
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
    const page = await this.#currentPage()
    if (page === undefined) return { items: [], lost: [], isDry: this.#openRetries === 0 }
    const [from, to] = [page.taken, Math.min(page.taken + count, page.ids.length)]
    page.taken = to
    const ids = page.ids.slice(from, to)
    const logged = await this.#find({ ...page, xids: page.xids.slice(from, to), ids })
    const items = await this.#present(endpoint, logged, () => ({ pageId: page.id, step: 1 }))
    // Nothing was offered yet of what is past its retention, so nothing is recorded of it.
    const given = new Set(items.map(({ place }) => place.id))
    for (const id of ids) if (!given.has(id)) page.unsettled.delete(id)
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
    const steps = new Map(retries.map(({ id, step }) => [id, step]))
    const items = await this.#present(endpoint, logged, ({ id }) => ({ pageId: undefined, step: (steps.get(id) ?? 0) + 1 }))
    const given = new Set(items.map(({ place }) => place.id))
    return { items, lost: retries.filter(({ id }) => !given.has(id)).map(expired), isDry: false }
  }

  /** The page that is being taken, or else the next of the queue. */
  async #currentPage(): Promise<OpenPage | undefined> {
    const current = [...this.#pages.values()].find((page) => page.taken < page.ids.length)
    if (current !== undefined) return current
    const { asked, page } = await nextPage(this.#parts.db, { lease: this.#lease, open: [...this.#pages.keys()] })
    this.served = page === undefined ? asked : undefined
    if (page === undefined) return undefined
    const opened = { ...page, taken: 0, unsettled: new Set(page.ids) }
    this.#pages.set(page.id, opened)
    return opened
  }

  #find = (places: { xids: readonly string[]; ids: readonly bigint[]; from: string; to: string }) =>
    findEvents(this.#parts.db, { accountId: this.#lease.accountId, ...places })

  async #present(
    { includeRecipient }: EndpointRow,
    logged: readonly PlacedEvent[],
    moreOf: (event: PlacedEvent) => Pick<Item, 'pageId' | 'step'>,
  ): Promise<Item[]> {
    const presented = await presentEvents(this.#parts, { accountId: this.#lease.accountId, events: logged, includeRecipient })
    return presented.map(({ logged: one, event }) => ({
      ...{
        place: { xid: one.xid, id: one.id, at: one.atText },
        type: event.type,
        webhookId: eventIdOf(one.id),
        body: JSON.stringify(event),
      },
      ...moreOf(one),
    }))
  }
}

const expired = ({ xid, id, at, type, step }: Retry): Result => ({
  ...{ place: { xid, id, at }, type, pageId: undefined, state: 'failed' as const, attempts: 0 as const, step, nextMs: undefined },
  ...{ at: new Date(), status: undefined, error: 'event_expired', ms: 0, answer: undefined },
})
