import { rmSync, statSync } from 'node:fs'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { arrayOf } from '../../platform/arrayLiteral.ts'
import { createBatch, inOrder, type Special, type VerdictCounts } from './batch.ts'
import { encodeForeign, type ForeignRecord, type StoreForeign } from './foreignRecord.ts'
import { hitEncoder, type HitRecord } from './record.ts'
import { setAside } from './rejected.ts'
import { readRecords } from './segmentReader.ts'
import { segmentPath, type Segment } from './segments.ts'
import { addBatch, advancePosition, findPosition, listSpecial } from './store.ts'

/** Large enough that the statement's fixed cost vanishes, small enough that the transaction lasts well below a second. */
export const BATCH_RECORDS = 5_000

/** What one step brought in; `bytes`: how far the segment's position moved; `isAtEnd`: nothing was left up to the limit. */
export type DrainStep = { hits: number; verdicts: VerdictCounts; rejected: number; bytes: number; isAtEnd: boolean }

/** What a drain tells of itself as it goes. */
export type DrainProgress = Pick<DrainStep, 'verdicts' | 'rejected' | 'bytes'>

/** `storeForeign`: how records of other domains are stored. */
type Target = { dir: string; log: Log; storeForeign: StoreForeign }
type Batch = { hits: readonly HitRecord[]; foreign: readonly ForeignRecord[] }

/** Brings one segment into PostgreSQL, batch by batch, each once. */
export class SegmentDrain {
  readonly segment: Segment
  readonly #db: Db
  readonly #target: Target
  /** Unknown at first and after an error: a commit whose answer was lost may have moved it. */
  #position: number | undefined
  #reported = 0
  #setAsideUpTo = 0
  #max = BATCH_RECORDS

  constructor(db: Db, { segment, ...target }: Target & { segment: Segment }) {
    this.segment = segment
    this.#db = db
    this.#target = target
  }

  /**
   * Brings in the next batch.
   * @param limit durable bytes of a segment that is still written; undefined for a finished one
   */
  async step(limit: number | undefined): Promise<DrainStep> {
    const { dir } = this.#target
    const known = this.#position
    this.#position = undefined
    const position = known ?? (await findPosition(this.#db, { journalId: this.segment.journalId, segment: this.segment.number }))
    const end = limit ?? statSync(segmentPath(dir, this.segment)).size
    const { hits, foreign, rejected, end: next } = readRecords(dir, { segment: this.segment, position, limit: end, max: this.#max })
    if (next <= position) {
      this.#position = position
      return this.#moved(position, { verdicts: noVerdicts, rejected: 0, isAtEnd: true })
    }
    this.#setAside(rejected, next)
    const stored = await this.#store({ hits, foreign }, { from: position, to: next })
    if (stored === 'smaller') return this.#moved(position, { verdicts: noVerdicts, rejected: 0, isAtEnd: false })
    this.#position = next
    this.#max = Math.min(BATCH_RECORDS, this.#max * 2)
    return this.#moved(next, { verdicts: stored, rejected: rejected.length + hits.length - sumOf(stored), isAtEnd: false })
  }

  /** Deletes the file of a finished segment; its position stays in the database. */
  remove(): void {
    rmSync(segmentPath(this.#target.dir, this.segment), { force: true })
  }

  #moved(position: number, step: Omit<DrainStep, 'hits' | 'bytes'>): DrainStep {
    const bytes = position - this.#reported
    this.#reported = position
    return { ...step, hits: sumOf(step.verdicts), bytes }
  }

  /** A value that PostgreSQL refuses is found by halving, and set aside alone. */
  async #store(batch: Batch, range: { from: number; to: number }): Promise<VerdictCounts | 'smaller'> {
    try {
      return await this.#commit(batch, range)
    } catch (error) {
      if (!isDataError(error)) throw error
      const { hits, foreign } = batch
      const records = hits.length + foreign.length
      this.#max = Math.max(1, Math.floor(records / 2))
      if (records > 1) return 'smaller'
      this.#setAside([...hits.map(encode), ...foreign.map(encodeForeign)], range.to)
      return await this.#commit({ hits: [], foreign: [] }, range)
    }
  }

  async #commit({ hits, foreign }: Batch, { from, to }: { from: number; to: number }): Promise<VerdictCounts> {
    const { journalId, number } = this.segment
    const { verdicts, unknown } = await inTransaction(this.#db, async (tx) => {
      if (!(await advancePosition(tx, { journalId, segment: number, from, to })))
        throw new PositionMovedError(`Segment ${number} of journal ${journalId} no longer stands at ${from}`)
      const stored = await storeHits(tx, hits)
      return { verdicts: stored, unknown: foreign.length === 0 ? [] : await this.#target.storeForeign(tx, foreign) }
    })
    this.#setAside(unknown.map(encodeForeign), to)
    return verdicts
  }

  /** Before the commit, since twice in that file is better than nowhere; but not again for each try of a database that is away. */
  #setAside(records: readonly Buffer[], upTo: number): void {
    if (records.length === 0 || upTo <= this.#setAsideUpTo) return
    this.#setAsideUpTo = upTo
    setAside(this.#target.dir, records)
    this.#target.log.error({ records: records.length, segment: this.segment.number }, 'records that cannot be stored were set aside')
  }
}

const noVerdicts: VerdictCounts = { click: 0, view: 0, prefetch: 0, bot: 0 }
const sumOf = ({ click, view, prefetch, bot }: VerdictCounts) => click + view + prefetch + bot

/** Another drain brings in the same segment, or our own last commit succeeded although its answer was lost. */
export class PositionMovedError extends Error {}

const nothingSpecial: Special = { unsent: new Set(), erased: new Set() }

/** Stores hits in the caller's transaction. */
export async function storeHits(tx: Transaction, hits: readonly HitRecord[]): Promise<VerdictCounts> {
  if (hits.length === 0) return noVerdicts
  const ordered = inOrder(hits)
  const messageIds = ordered
    .filter((hit, index) => !hit.aggregate && ordered[index - 1]?.messageId !== hit.messageId)
    .map((hit) => hit.messageId)
  const special = messageIds.length === 0 ? nothingSpecial : await listSpecial(tx, { messageIds: arrayOf(messageIds, (id) => id) })
  const batch = createBatch(ordered, special)
  await addBatch(tx, batch)
  return batch.verdicts
}

/** Classes 22 (data exception) and 23 (constraint): the values are at fault, and trying again would fail again. */
export const isDataError = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23][0-9A-Z]{3}$/.test(error.code)

function encode(hit: HitRecord): Buffer {
  const buffer = Buffer.alloc(hitEncoder.maxBytes)
  return buffer.subarray(0, hitEncoder.write(buffer, 0, hit))
}
