import type { PageLeft, QueuePage } from './work.ts'

/** An event that is offered to an endpoint: its place, and what offers it, a page of the queue or, where there is none, a retry. */
export type Offer = {
  xid: string
  id: bigint
  seconds: number
  type: string
  /** Of the schedule, counting the attempt that comes. */
  step: number
  page: OpenPage | undefined
  /** Where it stands in its page. */
  index: number
}

/** A piece of a page that is about to be sent. */
export type Slice = { page: OpenPage; start: number; end: number }

/** A page of the queue that is being worked on. */
export class OpenPage {
  readonly id: bigint
  readonly xids: readonly string[]
  readonly ids: readonly bigint[]
  readonly from: number
  readonly to: number
  /** One for each event: whether nothing is left to do about it. */
  readonly #settled: Uint8Array
  #taken = 0
  #left: number

  constructor({ id, xids, ids, from, to }: QueuePage) {
    this.id = id
    this.xids = xids
    this.ids = ids
    this.from = from
    this.to = to
    this.#settled = new Uint8Array(ids.length)
    this.#left = ids.length
  }

  /** The next events, up to `count`; undefined when all were taken. */
  take(count: number): Slice | undefined {
    const [start, end] = [this.#taken, Math.min(this.#taken + count, this.ids.length)]
    this.#taken = end
    return start === end ? undefined : { page: this, start, end }
  }

  settle(index: number): void {
    if (this.#settled[index] === 1) return
    this.#settled[index] = 1
    this.#left--
  }

  get isEmpty(): boolean {
    return this.#left === 0
  }

  /** What is left to do. */
  rest(): PageLeft {
    if (this.isEmpty) return { id: this.id, xids: [], ids: [] }
    const isOpen = (_: unknown, index: number) => this.#settled[index] === 0
    return { id: this.id, xids: this.xids.filter(isOpen), ids: this.ids.filter(isOpen) }
  }
}
