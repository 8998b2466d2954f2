import { randomUUID } from 'node:crypto'
import { CsvReader, type CsvRecord } from '../../lib/csvReader.ts'
import { inTransaction, isUnavailable, type Db, type Transaction } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { appendEvents } from '../outbox.ts'
import {
  advanceImport,
  claimImport,
  deleteChunks,
  findImport,
  insertRejections,
  leaveImport,
  readChunk,
  type ImportCounts,
  type ImportRow,
  type Rejection,
} from './importStore.ts'
import { isRejection, reject, rowReader } from './importRows.ts'
import { CHUNK_BYTES } from './upload.ts'
import { writeEntries, type Entry } from './write.ts'

/** Rows of one transaction at most, about a tenth of a second, and on a machine that has much else to do fewer. */
const MAX_SLICE_ROWS = 3_000
const MIN_SLICE_ROWS = 200
/** Characters of one transaction: rows can have up to 256 kB. */
const MAX_SLICE_LENGTH = 2_097_152
/** A transaction that lasts longer holds back the events of everybody. */
const LONG_MS = 500
const SHORT_MS = 150

/** A process that says nothing for so long is taken for dead. */
const LEASE_S = 15

/** Rejected rows that are kept. A file with more is not what its mapping says, so its import stops there. */
export const MAX_REJECTIONS = 1_000_000

type Parts = { db: Db; log: Log; isStopping: () => boolean }
type Run = Parts & { row: ImportRow; claim: string; pace: { rows: number } }

/**
 * Takes the next import that waits and works on it to its end, or until it is to stop; then any node goes on from there.
 * @returns false when none waits
 */
export async function runNextImport(parts: Parts): Promise<boolean> {
  const claim = randomUUID()
  const row = await claimImport(parts.db, { claim, leaseS: LEASE_S })
  if (row === undefined) return false
  const run = { ...parts, row, claim, pace: { rows: MAX_SLICE_ROWS } }
  try {
    await work(run)
  } catch (error) {
    if (error instanceof ClaimLost) return true
    // The claim lapses by itself, and the rest of the file is there.
    if (isUnavailable(error)) throw error
    parts.log.error({ importId: row.id, error }, 'an import of contacts broke')
    await end(run, {
      state: 'failed',
      failure: 'Something went wrong on our side: resume the import, or ask whoever runs this installation.',
    })
  }
  return true
}

/** Rows are read while the database writes those before them: each takes about as long as the other. */
async function work(run: Run): Promise<void> {
  const { db, row, isStopping } = run
  const read = rowReader(row)
  let rejected = row.rejected + row.duplicates
  let writing: Promise<ImportCounts> | undefined
  for await (const records of slices(run)) {
    const slice = prepareSlice(records, read)
    rejected += await notTaken(writing)
    writing = undefined
    if (rejected >= MAX_REJECTIONS) return end(run, { state: 'failed', failure: tooManyRejected })
    if (isStopping()) return void (await leaveImport(db, { id: row.id, claim: run.claim, state: 'queued', failure: null }))
    writing = inTransaction(db, (tx) => timed(run, () => writeSlice(tx, { run, slice })))
    // It is awaited in the next turn; until then a failure must not look as if nobody cared.
    writing.catch(() => undefined)
  }
  await writing
  await end(run, { state: 'done', failure: null })
}

/** Fits the next slices to how long this one takes. */
async function timed<T>({ pace }: Run, write: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  const result = await write()
  const ms = performance.now() - startedAt
  if (ms > LONG_MS) pace.rows = Math.max(MIN_SLICE_ROWS, Math.floor(pace.rows / 2))
  else if (ms < SHORT_MS) pace.rows = Math.min(MAX_SLICE_ROWS, pace.rows * 2)
  return result
}

async function notTaken(writing: Promise<ImportCounts> | undefined): Promise<number> {
  const counts = await writing
  return counts === undefined ? 0 : counts.rejected + counts.duplicates
}

const tooManyRejected = `More than ${MAX_REJECTIONS} rows were rejected: is the mapping right? The file of rejected rows tells the reasons.`

/** The records of the rest of the file, some thousands at a time. */
async function* slices({ db, row, pace }: Run): AsyncGenerator<CsvRecord[]> {
  const reader = new CsvReader({ dialect: row, position: Number(row.position), line: row.line })
  const size = Number(row.size)
  let records: CsvRecord[] = []
  let begin = Number(row.position)
  for (let position = Number(row.position); position < size;) {
    const number = Math.floor(position / CHUNK_BYTES)
    const data = await readChunk(db, { id: row.id, number })
    if (data === undefined) throw await reasonOfMissing(db, row, number)
    reader.push(data.toString('latin1', position - number * CHUNK_BYTES))
    position = (number + 1) * CHUNK_BYTES
    if (position >= size) reader.end()
    for (let record = reader.next(); record !== undefined; record = reader.next()) {
      records.push(record)
      if (records.length < pace.rows && record.end - begin < MAX_SLICE_LENGTH) continue
      yield records
      records = []
      begin = record.end
    }
  }
  if (records.length > 0) yield records
}

/** The file of an import that was cancelled meanwhile is gone; any other is whole. */
async function reasonOfMissing(db: Db, { accountId, id }: ImportRow, number: number): Promise<Error> {
  const now = await findImport(db, { accountId, id })
  return now?.state === 'running' ? new Error(`part ${number} of import ${id} is missing`) : new ClaimLost()
}

type Slice = { entries: Entry[]; rejections: Rejection[]; byLine: Map<number, CsvRecord>; last: CsvRecord | undefined }

function prepareSlice(records: readonly CsvRecord[], read: ReturnType<typeof rowReader>): Slice {
  const slice: Slice = { entries: [], rejections: [], byLine: new Map(), last: records.at(-1) }
  for (const record of records) {
    const outcome = read(record)
    if (outcome === undefined) continue
    if (isRejection(outcome)) slice.rejections.push(outcome)
    else {
      slice.entries.push(outcome)
      slice.byLine.set(record.line, record)
    }
  }
  return slice
}

/** Writes some rows and moves on, or nothing of it. */
async function writeSlice(tx: Transaction, { run: { row, claim }, slice }: { run: Run; slice: Slice }): Promise<ImportCounts> {
  const { accountId, id } = row
  const { entries, byLine, last } = slice
  const rejections = [...slice.rejections]
  const counts: ImportCounts = {
    rows: entries.length + rejections.length,
    created: 0,
    updated: 0,
    skipped: 0,
    duplicates: 0,
    rejected: rejections.length,
  }
  const outcomes = await writeEntries(tx, { accountId, entries, rule: row.rule, importId: id, groupIds: row.groupIds })
  for (const [line, outcome] of outcomes) {
    if (outcome.kind === 'written') {
      if (outcome.created) counts.created++
      else if (row.rule === 'skip') counts.skipped++
      else counts.updated++
      continue
    }
    const record = byLine.get(line)
    if (record === undefined) throw new Error(`no record for line ${line}`)
    if (outcome.kind === 'duplicate') counts.duplicates++
    else counts.rejected++
    rejections.push(reject(record, row.encoding, outcome.kind === 'fault' ? outcome : duplicateOf(outcome.earlierLine)))
  }
  if (rejections.length > 0) await insertRejections(tx, { accountId, id, rejections })
  await advance(tx, { row, claim, last, counts })
  return counts
}

const duplicateOf = (line: number) => ({
  code: 'contact_duplicate' as const,
  detail: `The number stands in line ${line} already, and that row counts.`,
})

/** The import was cancelled, or another process took it because this one was silent for too long: what is not committed must not be. */
class ClaimLost extends Error {}

async function advance(
  tx: Transaction,
  { row, claim, last, counts }: { row: ImportRow; claim: string; last: CsvRecord | undefined; counts: ImportCounts },
): Promise<void> {
  if (last === undefined) return
  const { end: position, nextLine: line } = last
  if (!(await advanceImport(tx, { id: row.id, claim, position, line, counts, leaseS: LEASE_S }))) throw new ClaimLost()
  await deleteChunks(tx, { id: row.id, before: Math.floor(position / CHUNK_BYTES) })
}

/** Ends the import and says so; of a failed one the rest of the file stays, so that it can be resumed. */
async function end({ db, row, claim }: Run, { state, failure }: { state: 'done' | 'failed'; failure: string | null }): Promise<void> {
  const { accountId, id } = row
  await inTransaction(db, async (tx) => {
    if (!(await leaveImport(tx, { id, claim, state, failure }))) return
    const counts = await findImport(tx, { accountId, id })
    const { rows, created, updated, skipped, duplicates, rejected } = counts ?? row
    const data = { import_id: String(id), rows, created, updated, skipped, duplicates, rejected, ...(failure === null ? {} : { failure }) }
    await appendEvents(tx, [{ accountId, type: `contact_import.${state}`, test: false, data }])
  })
  if (state === 'done') while ((await deleteChunks(db, { id, before: undefined })) > 0);
}
