import { AppError } from '../../lib/errors.ts'
import { findDialect } from '../../lib/csvDialect.ts'
import { CsvReader } from '../../lib/csvReader.ts'
import { unguardCell } from '../../lib/csv.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import type { Rule } from './contact.ts'
import type { Consent } from './consents.ts'
import { decodeLoosely, FileDecoder, MARK_LENGTH } from './encoding.ts'
import { admitFieldNames, noRoomFor } from './fieldNames.ts'
import { groupIdsOf, noRoomForGroup } from './groups.ts'
import { countKeptFiles, deleteChunks, endImport, insertChunk, insertImport, queueUploaded, type ImportPlan } from './importStore.ts'
import { isField, targetsOf, type Mapping } from './mapping.ts'

/**
 * The size of a part of a file in the database. The driver joins what it reads of a row again and again until the row is whole, so larger
 * parts cost memory and time.
 */
export const CHUNK_BYTES = 262_144

/** The largest file. A million rows of ten columns have about 100 MB. */
export const MAX_FILE_BYTES = 1_073_741_824

/** Imports of one account whose files are kept at the same time. */
export const MAX_KEPT_FILES = 10

/** What is read before the heading is judged; a heading has to end within. */
export const HEAD_BYTES = 65_536

/** What a caller says of a file. */
export type ImportOrder = {
  fileName: string | undefined
  mapping: Mapping | undefined
  rule: Rule
  defaultCountry: string | undefined
  groups: readonly string[]
  consent: Consent | undefined
}

/**
 * Takes a file of contacts as it comes and keeps it, for a worker to read: at no time is more than a part of it in memory. The heading is
 * judged first, so that a wrong mapping is told before the rest has travelled.
 * @returns the id of the import, which is queued
 * @throws AppError `file_invalid`, `mapping_invalid`, `too_many_imports`, `too_many_fields`, `too_many_groups`, `body_too_large`
 */
export async function receiveImport(
  db: Db,
  { accountId, actor, order, body }: { accountId: bigint; actor: string; order: ImportOrder; body: AsyncIterable<Buffer> },
): Promise<bigint> {
  const decoder = new FileDecoder()
  const parts = inParts(kept(body, decoder), { first: HEAD_BYTES, others: CHUNK_BYTES })
  try {
    const head = (await parts.next()).value ?? Buffer.alloc(0)
    const { plan, position, line } = readHead(head, { decoder, order })
    const id = await inTransaction(db, (tx) => begin(tx, { accountId, actor, order, plan, position, line }))
    await keep(db, { accountId, id, decoder, source: rejoin(head, parts) })
    return id
  } finally {
    // Lets go of the body, so that whoever gave it can read the rest.
    await parts.return(undefined)
  }
}

async function keep(
  db: Db,
  { accountId, id, decoder, source }: { accountId: bigint; id: bigint; decoder: FileDecoder; source: AsyncIterable<Buffer> },
): Promise<void> {
  try {
    let size = 0
    let number = 0
    for await (const data of inParts(source, { first: CHUNK_BYTES, others: CHUNK_BYTES })) {
      size += data.length
      const { count } = await insertChunk(db, { id, number: number++, data })
      if (count === 0) throw new AppError('file_invalid', `Import ${id} was cancelled while its file came.`)
    }
    await queueUploaded(db, { accountId, id, size, encoding: decoder.encoding })
  } catch (error) {
    await giveUp(db, { accountId, id, failure: error instanceof AppError ? error.message : 'The upload broke off: send the file again.' })
    throw error
  }
}

async function begin(
  tx: Db,
  {
    accountId,
    actor,
    order,
    plan,
    position,
    line,
  }: { accountId: bigint; actor: string; order: ImportOrder; plan: ImportPlan; position: number; line: number },
): Promise<bigint> {
  if ((await countKeptFiles(tx, { accountId })) >= MAX_KEPT_FILES)
    throw new AppError(
      'too_many_imports',
      `${MAX_KEPT_FILES} imports of this account still have their files: wait for them, or cancel one.`,
    )
  const [refused] = await admitFieldNames(tx, { accountId, names: plan.targets.filter(isField) })
  if (refused !== undefined) throw new AppError('too_many_fields', noRoomFor(refused), { field: 'mapping' })
  const groups = await groupIdsOf(tx, { accountId, names: order.groups })
  const homeless = order.groups.find((name) => !groups.has(name))
  if (homeless !== undefined) throw new AppError('too_many_groups', noRoomForGroup(homeless), { field: 'groups' })
  const id = await insertImport(tx, { accountId, plan: { ...plan, groupIds: [...groups.values()] }, position, line })
  await appendAudit(tx, { accountId, actor, action: 'contact_import.created', subject: `contact_import:${id}` })
  return id
}

/** Reads the heading, and where the rows begin. */
function readHead(head: Buffer, { decoder, order }: { decoder: FileDecoder; order: ImportOrder }) {
  const { dialect, header, first } = readHeading(head, decoder)
  const plan: ImportPlan = {
    ...{ fileName: order.fileName ?? null, encoding: decoder.encoding, ...dialect, header, targets: targetsOf(header, order.mapping) },
    ...{ rule: order.rule, defaultCountry: order.defaultCountry ?? null, groupIds: [] },
    ...{
      consentSource: order.consent?.source ?? null,
      consentAt: order.consent?.at ?? null,
      consentWording: order.consent?.wording ?? null,
    },
  }
  return { plan, position: first.end, line: first.nextLine }
}

/**
 * Reads the first line of a file.
 * @param head its beginning, turned to single bytes by the decoder
 * @returns with it the reader, which goes on behind the heading
 * @throws AppError `file_invalid`
 */
export function readHeading(head: Buffer, { encoding }: Pick<FileDecoder, 'encoding'>) {
  const text = head.toString('latin1')
  const dialect = findDialect(text)
  const reader = new CsvReader({ dialect })
  reader.push(text)
  if (head.length < HEAD_BYTES) reader.end()
  const first = reader.next()
  if (first === undefined || first.problem !== undefined) throw noHeading(head.length)
  const header = first.cells.map((cell) => unguardCell(decodeLoosely(cell, encoding).replaceAll('\0', '')).trim())
  if (header.every((heading) => heading === '')) throw noHeading(head.length)
  return { dialect, header, first, reader }
}

export const fileTooLarge = () =>
  new AppError('body_too_large', `The file has more than ${MAX_FILE_BYTES / 1_048_576} MB, which is the most: split it.`)

const noHeading = (length: number) =>
  new AppError(
    'file_invalid',
    length === 0
      ? 'The file is empty: expected CSV whose first line names the columns.'
      : 'The first line names no columns: expected CSV such as "phone,first_name", of at most 64 kB in that line.',
  )

/** What of the body is kept. The first bytes are held back until they tell the encoding. */
async function* kept(body: AsyncIterable<Buffer>, decoder: FileDecoder): AsyncGenerator<Buffer> {
  let beginning: Buffer | undefined = Buffer.alloc(0)
  let length = 0
  for await (const bytes of body) {
    length += bytes.length
    if (length > MAX_FILE_BYTES) throw fileTooLarge()
    if (beginning === undefined) {
      yield decoder.push(bytes)
      continue
    }
    beginning = Buffer.concat([beginning, bytes])
    if (beginning.length < MARK_LENGTH) continue
    yield decoder.push(beginning)
    beginning = undefined
  }
  if (beginning !== undefined) yield decoder.push(beginning)
  yield decoder.end()
}

/** Cuts and joins to parts of a size; only the last one may be shorter. */
async function* inParts(
  source: AsyncIterable<Buffer>,
  { first, others }: { first: number; others: number },
): AsyncGenerator<Buffer, undefined> {
  let pieces: Buffer[] = []
  let length = 0
  let wanted = first
  for await (const bytes of source) {
    pieces.push(bytes)
    length += bytes.length
    while (length >= wanted) {
      const joined = Buffer.concat(pieces)
      yield joined.subarray(0, wanted)
      pieces = [joined.subarray(wanted)]
      length = joined.length - wanted
      wanted = others
    }
  }
  if (length > 0) yield Buffer.concat(pieces)
  return undefined
}

async function* rejoin(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head
  yield* rest
}

/** Removes what came of a file that will never be whole. */
async function giveUp(db: Db, { accountId, id, failure }: { accountId: bigint; id: bigint; failure: string }): Promise<void> {
  await endImport(db, { accountId, id, from: ['uploading'], state: 'failed', failure })
  while ((await deleteChunks(db, { id, before: undefined })) > 0);
}
