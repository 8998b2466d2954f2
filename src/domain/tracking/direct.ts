import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { inTransaction, type Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import type { VerdictCounts } from './batch.ts'
import { BATCH_RECORDS, isDataError, storeHits } from './drain.ts'
import type { HitRecord } from './record.ts'
import { parseRecords } from './segmentReader.ts'
import { advancePosition, findPosition } from './store.ts'

type Entry = { hits: HitRecord[]; lost: number; resolve: (lost: number) => void }

type Options = {
  db: Db
  log: Log
  /** Whether the process ends, so that a database that is away is waited for no longer. */
  isOver: () => boolean
  onStored: (verdicts: VerdictCounts) => void
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
    const { hits } = parseRecords(Buffer.from(records.buffer, records.byteOffset, records.byteLength), { max: Infinity, isWhole: true })
    return new Promise((resolve) => {
      this.#queue.push({ hits, lost: 0, resolve })
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
      await this.#store(entries.flatMap((entry) => entry.hits.map((hit) => ({ hit, entry }))))
      for (const { lost, resolve } of entries) resolve(lost)
    }
    this.#running = undefined
  }

  /** What one transaction can hold; one entry in any case. */
  #take(): Entry[] {
    let hits = 0
    const end = this.#queue.findIndex((entry, at) => (hits += entry.hits.length) > BATCH_RECORDS && at > 0)
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end)
  }

  /** A value that PostgreSQL refuses is found by halving, and lost alone. */
  async #store(items: readonly { hit: HitRecord; entry: Entry }[]): Promise<void> {
    const outcome = items.length > BATCH_RECORDS ? 'halve' : await this.#storeOrWait(items.map(({ hit }) => hit))
    if (outcome === 'stored') return
    if (outcome === 'halve' && items.length > 1) {
      const half = Math.ceil(items.length / 2)
      await this.#store(items.slice(0, half))
      return this.#store(items.slice(half))
    }
    for (const { entry } of items) entry.lost++
  }

  async #storeOrWait(hits: readonly HitRecord[]): Promise<'stored' | 'halve' | 'over'> {
    const { log, isOver } = this.#options
    for (let failures = 0; ; failures++) {
      try {
        await this.#commit(hits)
        return 'stored'
      } catch (error) {
        if (failures === 0) log.warn({ error, hits: hits.length }, 'hits that the disk refused wait for the database')
        if (isDataError(error)) return 'halve'
        if (isOver()) return 'over'
        await wait(Math.min(RETRY_MS.last, RETRY_MS.first * 2 ** failures))
      }
    }
  }

  async #commit(hits: readonly HitRecord[]): Promise<void> {
    const { db, onStored } = this.#options
    const place = { journalId: this.#journalId, segment: SEGMENT }
    const next = this.#position + 1
    const verdicts = await inTransaction(db, async (tx) =>
      (await advancePosition(tx, { ...place, from: this.#position, to: next })) ? storeHits(tx, hits) : undefined,
    )
    if (verdicts !== undefined) onStored(verdicts)
    else if ((await findPosition(db, place)) !== next) throw new Error('The position of hits stored directly moved by itself')
    this.#position = next
  }
}
