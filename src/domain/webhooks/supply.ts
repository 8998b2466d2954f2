import type { EndpointRow } from './store.ts'
import { findEvents, type LoggedEvent, type Places } from './eventLog.ts'
import { formats } from './formats/formats.ts'
import type { Lease } from './lease.ts'
import { QUEUE_PAGE } from './fanOut.ts'
import { publicNames } from '../../contract/events.ts'
import { OpenPage, type Offer, type Slice } from './pages.ts'
import type { PayloadParts } from './payload.ts'
import type { Result } from './record.ts'
import { listDueRetries, nextPages, type PageLeft, type QueuePage, type Retry } from './work.ts'

/** An event on its way to an endpoint. */
export type Item = { offer: Offer; body: Uint8Array }

type Presented = { event: LoggedEvent; body: Uint8Array }

/** How often due retries are looked for while there are new events. */
const RETRY_LOOK_MS = 500

/** Takes an endpoint's work from the database, new events and retries in turn, a little at a time. */
export class Supply {
  readonly #parts: PayloadParts
  readonly #lease: Lease
  readonly #pages = new Map<bigint, OpenPage>()
  #openRetries = 0
  /** The last page that was opened; 0 looks for all. */
  #after = 0n
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

  /** Told which results are about to be recorded. @returns pages as they are afterwards; also those of which nothing is left to do */
  settle(results: readonly Result[]): PageLeft[] {
    const touched = new Set<OpenPage>()
    for (const { offer } of results) {
      if (offer.page === undefined) continue
      offer.page.settle(offer.index)
      touched.add(offer.page)
    }
    for (const page of this.#pages.values()) if (page.isEmpty) touched.add(page)
    return [...touched].map((page) => page.rest())
  }

  /** Whether a page holds nothing but events that are past their retention, and waits to be taken away. */
  hasEmptyPage = (): boolean => [...this.#pages.values()].some((page) => page.isEmpty)

  /** Told when results are recorded. */
  forget(results: readonly Result[]): void {
    for (const { offer } of results) if (offer.page === undefined) this.#openRetries--
    for (const [id, page] of this.#pages) if (page.isEmpty) this.#pages.delete(id)
  }

  async #takeRetries(endpoint: EndpointRow, count: number) {
    const now = performance.now()
    if (this.#openRetries > 0 || now - this.#retriesLookedAt < RETRY_LOOK_MS) return undefined
    this.#retriesLookedAt = now
    const retries = await listDueRetries(this.#parts.db, { lease: this.#lease, limit: count })
    if (retries.length === 0) return undefined
    this.#openRetries = retries.length
    const times = retries.map(({ seconds }) => seconds)
    const presented = await this.#present(endpoint, {
      ...{ xids: retries.map(({ xid }) => xid), ids: retries.map(({ id }) => id) },
      ...{ from: Math.min(...times), to: Math.max(...times) },
    })
    const items = retries.flatMap(({ step }, at) => itemOf(presented[at], { step: step + 1, page: undefined, index: 0 }) ?? [])
    return { items, lost: retries.filter((_, at) => presented[at] === undefined).map(expired), isDry: false }
  }

  /** Of the pages that are being taken, and as many of the queue's next as are needed. */
  async #takeSlices(count: number): Promise<Slice[]> {
    const slices: Slice[] = []
    let left = count
    const cut = (page: OpenPage) => {
      const slice = left > 0 ? page.take(left) : undefined
      if (slice === undefined) return
      left -= slice.end - slice.start
      slices.push(slice)
    }
    for (const page of this.#pages.values()) cut(page)
    if (left === 0) return slices
    const limit = Math.ceil(left / QUEUE_PAGE)
    const pages = await this.#nextPages(limit)
    for (const page of pages) {
      const opened = new OpenPage(page)
      this.#pages.set(page.id, opened)
      cut(opened)
    }
    return slices
  }

  /** None only where none is left, wherever it stands. */
  async #nextPages(limit: number): Promise<QueuePage[]> {
    const after = this.#after
    const { asked, pages } = await nextPages(this.#parts.db, { lease: this.#lease, open: [...this.#pages.keys()], after, limit })
    this.#after = pages.at(-1)?.id ?? 0n
    if (pages.length === 0 && after > 0n) return this.#nextPages(limit)
    this.served = pages.length === 0 ? asked : undefined
    return pages
  }

  async #itemsOf(endpoint: EndpointRow, slices: readonly Slice[]): Promise<Item[]> {
    const presented = await this.#present(endpoint, {
      xids: slices.flatMap(({ page, start, end }) => page.xids.slice(start, end)),
      ids: slices.flatMap(({ page, start, end }) => page.ids.slice(start, end)),
      from: Math.min(...slices.map(({ page }) => page.from)),
      to: Math.max(...slices.map(({ page }) => page.to)),
    })
    const items: Item[] = []
    let at = 0
    for (const { page, start, end } of slices)
      for (let index = start; index < end; index++) {
        const item = itemOf(presented[at++], { step: 1, page, index })
        // Nothing was offered yet of what is past its retention, so nothing is recorded of it.
        if (item === undefined) page.settle(index)
        else items.push(item)
      }
    return items
  }

  /** One entry for each place; undefined for an event that is past its retention, or none for that format. */
  async #present(endpoint: EndpointRow, places: Places): Promise<(Presented | undefined)[]> {
    const { accountId } = this.#lease
    const found = await findEvents(this.#parts.db, { accountId, ...places })
    const events = found.filter((event) => event !== undefined)
    const bodies = await formats[endpoint.format].present(this.#parts, { endpoint, events })
    const bytes = bytesOf(bodies)
    let next = 0
    return found.map((event) => {
      const body = event === undefined ? undefined : bytes[next++]
      return event === undefined || body === undefined ? undefined : { event, body }
    })
  }
}

/** In one piece of memory outside of the heap, so that bodies that wait cost the garbage collector little. */
function bytesOf(bodies: readonly (string | undefined)[]): (Uint8Array | undefined)[] {
  const memory = Buffer.allocUnsafeSlow(bodies.reduce((sum, body = '') => sum + Buffer.byteLength(body), 0))
  let end = 0
  return bodies.map((body) => (body === undefined ? undefined : memory.subarray(end, (end += memory.write(body, end)))))
}

function itemOf(presented: Presented | undefined, { step, page, index }: Pick<Offer, 'step' | 'page' | 'index'>): Item | undefined {
  if (presented === undefined) return undefined
  const { event, body } = presented
  const { xid, id, seconds } = event
  const type = publicNames.get(event.type) ?? event.type
  return { offer: { xid, id, seconds, type, step, page, index }, body }
}

const expired = ({ xid, id, seconds, type, step }: Retry): Result => ({
  ...{
    offer: { xid, id, seconds, type, step, page: undefined, index: 0 },
    state: 'failed' as const,
    attempts: 0 as const,
    nextMs: undefined,
  },
  ...{ atMs: Date.now(), status: undefined, error: 'event_expired', ms: 0, answer: undefined },
})
