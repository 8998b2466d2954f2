import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { inTransaction, type Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import type { VerdictCounts } from './batch.ts'
import { BATCH_RECORDS, isDataError, storeHits } from './drain.ts'
import type { ForeignRecord, StoreForeign } from './foreignRecord.ts'
import type { HitRecord } from './record.ts'
import { parseRecords } from './segmentReader.ts'
import { advancePosition, findPosition } from './store.ts'

/** A hit, or a record of another domain. */
type Item = { hit: HitRecord } | { foreign: ForeignRecord }
type Entry = { items: Item[]; lost: number; resolve: (lost: number) => void }

type Options = {
  db: Db
  log: Log
  /** Whether the process ends, so that a database that is away is waited for no longer. */
  isOver: () => boolean
  onStored: (verdicts: VerdictCounts) => void
  storeForeign: StoreForeign
}

const RETRY_MS = { first: 100, last: 2_000 }
/** The only segment of this journal that has no file. */
const SEGMENT = 1

/**
 * Brings hits that the disk refused into PostgreSQL, one transaction at a time and all that wait in each. The position that a drain keeps
 * for a segment counts the transactions here: when the answer to a commit was lost, it tells whether to repeat it.
 */
export class DirectHits {
  readonly #options: Options
  readonly #journalId = randomUUID()
  readonly #queue: Entry[] = []
  #position = 0
  #running: Promise<void> | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Stores records; waits for a database that is away. The caller bounds what waits. @returns how many of the hits were lost */
  store(records: Uint8Array): Promise<number> {
    const { hits, foreign } = parseRecords(Buffer.from(records.buffer, records.byteOffset, records.byteLength), {
      max: Infinity,
      isWhole: true,
    })
    return new Promise((resolve) => {
      this.#queue.push({ items: [...hits.map((hit) => ({ hit })), ...foreign.map((one) => ({ foreign: one }))], lost: 0, resolve })
      this.#running ??= this.#run()
    })
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const entries = this.#take()
      await this.#store(entries.flatMap((entry) => entry.items.map((item) => ({ item, entry }))))
      for (const { lost, resolve } of entries) resolve(lost)
    }
    this.#running = undefined
  }

  /** What one transaction can hold; one entry in any case. */
  #take(): Entry[] {
    let items = 0
    const end = this.#queue.findIndex((entry, at) => (items += entry.items.length) > BATCH_RECORDS && at > 0)
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end)
  }

  /** A value that PostgreSQL refuses is found by halving, and lost alone. */
  async #store(items: readonly { item: Item; entry: Entry }[]): Promise<void> {
    const outcome = items.length > BATCH_RECORDS ? 'halve' : await this.#storeOrWait(items.map(({ item }) => item))
    if (outcome === 'stored') return
    if (outcome === 'halve' && items.length > 1) {
      const half = Math.ceil(items.length / 2)
      await this.#store(items.slice(0, half))
      return this.#store(items.slice(half))
    }
    for (const { entry } of items) entry.lost++
  }

  async #storeOrWait(items: readonly Item[]): Promise<'stored' | 'halve' | 'over'> {
    const { log, isOver } = this.#options
    for (let failures = 0; ; failures++) {
      try {
        await this.#commit(items)
        return 'stored'
      } catch (error) {
        if (failures === 0) log.warn({ error, hits: items.length }, 'hits that the disk refused wait for the database')
        if (isDataError(error)) return 'halve'
        if (isOver()) return 'over'
        await wait(Math.min(RETRY_MS.last, RETRY_MS.first * 2 ** failures))
      }
    }
  }

  async #commit(items: readonly Item[]): Promise<void> {
    const { db, onStored, storeForeign } = this.#options
    const hits = items.flatMap((item) => ('hit' in item ? [item.hit] : []))
    const foreign = items.flatMap((item) => ('foreign' in item ? [item.foreign] : []))
    const place = { journalId: this.#journalId, segment: SEGMENT }
    const next = this.#position + 1
    const verdicts = await inTransaction(db, async (tx) => {
      if (!(await advancePosition(tx, { ...place, from: this.#position, to: next }))) return undefined
      const stored = await storeHits(tx, hits)
      if (foreign.length > 0) await storeForeign(tx, foreign)
      return stored
    })
    if (verdicts !== undefined) onStored(verdicts)
    else if ((await findPosition(db, place)) !== next) throw new Error('The position of hits stored directly moved by itself')
    this.#position = next
  }
}
