import type { Log } from '../../platform/log.ts'
import { settle, type Group, type Waiting } from './group.ts'

/** Brings records, as they would stand in a journal, into PostgreSQL; resolves with how many were lost when the others are committed. */
export type StoreDirectly = (records: Uint8Array<ArrayBuffer>) => Promise<number>

export type RefusedStats = { direct: number; lost: number; queuedBytes: number }

/** About 20,000 hits. */
const MAX_QUEUED_BYTES = 4 * 1024 * 1024
/** A person waits so long for PostgreSQL; then the answer goes out while the hit still waits. */
const ANSWER_AFTER_MS = 2_000
const LOG_EVERY_MS = 10_000

/**
 * Where hits go while the disk refuses the journal: straight to PostgreSQL through a bounded queue. What does not fit is lost, and this
 * counter and the log say so: it is the one way in which an answered hit can go missing.
 */
export class RefusedHits {
  readonly #log: Log
  #store: StoreDirectly | undefined
  #direct = 0
  #lost = 0
  #queuedBytes = 0
  #loggedAt = -Infinity

  constructor(log: Log) {
    this.#log = log
  }

  /** Says how to reach PostgreSQL; until then everything is lost. */
  attach(store: StoreDirectly): void {
    this.#store = store
  }

  stats(): RefusedStats {
    return { direct: this.#direct, lost: this.#lost, queuedBytes: this.#queuedBytes }
  }

  /** Takes the records of a group and those who wait; the group can be filled again at once. */
  take(group: Group): void {
    const { length } = group
    const taken = { waiting: group.waiting }
    group.waiting = []
    if (this.#store === undefined || this.#queuedBytes + length > MAX_QUEUED_BYTES) return this.#lose(taken)
    const records = new Uint8Array(length)
    records.set(group.buffer.subarray(0, length))
    this.#queuedBytes += length
    void this.#send(taken, records, this.#store)
  }

  async #send(taken: { waiting: Waiting[] }, records: Uint8Array<ArrayBuffer>, store: StoreDirectly): Promise<void> {
    const count = taken.waiting.length
    const { byteLength } = records
    const patience = setTimeout(() => this.#settle(taken), ANSWER_AFTER_MS)
    try {
      const lost = await store(records)
      this.#direct += count - lost
      if (lost > 0) this.#countLost(lost, undefined)
    } catch (error) {
      this.#countLost(count, error)
    } finally {
      clearTimeout(patience)
      this.#queuedBytes -= byteLength
      this.#settle(taken)
    }
  }

  #lose(taken: { waiting: Waiting[] }): void {
    this.#countLost(taken.waiting.length, undefined)
    this.#settle(taken)
  }

  #countLost(count: number, error: unknown): void {
    this.#lost += count
    const now = performance.now()
    if (now - this.#loggedAt < LOG_EVERY_MS) return
    this.#loggedAt = now
    this.#log.error({ error, lost: this.#lost }, 'hits are lost: the disk refuses the journal, and the database does not take them either')
  }

  #settle(taken: { waiting: Waiting[] }): void {
    settle(taken, (error) => this.#log.error({ error }, 'a hit could not be answered'))
  }
}
