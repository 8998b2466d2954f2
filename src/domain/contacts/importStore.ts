import { arrayOf, textArrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'
import type { Rule } from './contact.ts'
import type { Encoding } from './encoding.ts'

export type ImportState = 'uploading' | 'queued' | 'running' | 'done' | 'failed' | 'cancelled'

/** Of all rows so far; the sum of the others is `rows`. */
export type ImportCounts = { rows: number; created: number; updated: number; skipped: number; duplicates: number; rejected: number }

/** How a file is read, as found out or told when it came. */
export type ImportPlan = {
  fileName: string | null
  encoding: Encoding
  delimiter: string
  lineBreak: '\n' | '\r'
  header: string[]
  targets: string[]
  rule: Rule
  defaultCountry: string | null
  groupIds: bigint[]
  consentSource: string | null
  consentAt: Date | null
  consentWording: string | null
}

export type ImportRow = ImportPlan &
  ImportCounts & {
    accountId: bigint
    id: bigint
    state: ImportState
    size: bigint
    position: bigint
    line: number
    failure: string | null
    createdAt: Date
    finishedAt: Date | null
  }

const columns = (db: Db) => db`
  contact_imports.account_id as "accountId", contact_imports.id, state, file_name as "fileName", encoding, delimiter, line_break as "lineBreak", header,
  targets, rule, default_country as "defaultCountry", group_ids as "groupIds", consent_source as "consentSource", consent_at as "consentAt",
  consent_wording as "consentWording", size, position, line, rows, created, updated, skipped, duplicates, rejected, failure,
  created_at as "createdAt", finished_at as "finishedAt"`

export const listImports = (
  db: Db,
  { accountId, beforeId, limit }: { accountId: bigint; beforeId: bigint | undefined; limit: number },
) => db<ImportRow[]>`
  select ${columns(db)} from contact_imports
  where account_id = ${accountId} ${beforeId === undefined ? db`` : db`and id < ${beforeId}`} order by id desc limit ${limit}`

export async function findImport(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<ImportRow | undefined> {
  const [row] = await db<ImportRow[]>`select ${columns(db)} from contact_imports where account_id = ${accountId} and id = ${id}`
  return row
}

/** Imports of an account whose file, or the rest of it, is kept. */
export async function countKeptFiles(db: Db, { accountId }: { accountId: bigint }): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int from contact_imports
    where account_id = ${accountId} and state <> 'done' and exists (select from contact_import_chunks where import_id = id)`
  return row?.count ?? 0
}

/** @param position where the rows begin, behind the header @param line the line that begins there */
export async function insertImport(
  db: Db,
  { accountId, plan, position, line }: { accountId: bigint; plan: ImportPlan; position: number; line: number },
): Promise<bigint> {
  const [row] = await db<{ id: bigint }[]>`
    insert into contact_imports (account_id, state, file_name, encoding, delimiter, line_break, header, targets, rule, default_country, group_ids,
      consent_source, consent_at, consent_wording, size, position, line)
    values (${accountId}, 'uploading', ${plan.fileName}, ${plan.encoding}, ${plan.delimiter}, ${plan.lineBreak}, ${plan.header}::text[],
      ${plan.targets}::text[], ${plan.rule}, ${plan.defaultCountry}, ${plan.groupIds}::bigint[], ${plan.consentSource}, ${plan.consentAt},
      ${plan.consentWording}, ${position}, ${position}, ${line})
    returning id`
  if (row === undefined) throw new Error('no import was made')
  return row.id
}

/** Adds a part of the file and says that the upload is alive. */
export const insertChunk = (db: Db, { id, number, data }: { id: bigint; number: number; data: Buffer }) => db`
  with alive as (update contact_imports set changed_at = now() where id = ${id} and state = 'uploading' returning id)
  insert into contact_import_chunks (import_id, number, data) select id, ${number}, ${data} from alive returning 1`

/** The file is whole, and its import may begin. */
export const queueUploaded = (
  db: Db,
  { accountId, id, size, encoding }: { accountId: bigint; id: bigint; size: number; encoding: Encoding },
) => db`
  update contact_imports set state = 'queued', size = ${size}, encoding = ${encoding}, changed_at = now()
  where account_id = ${accountId} and id = ${id} and state = 'uploading' returning 1`

/**
 * Takes the oldest import that waits, or whose process died. Imports of one account run one after the other, so that each can tell its own
 * duplicates.
 */
export async function claimImport(db: Db, { claim, leaseS }: { claim: string; leaseS: number }): Promise<ImportRow | undefined> {
  const [row] = await db<ImportRow[]>`
    with due as (
      select id as due_id from contact_imports as waiting
      where (state = 'queued' or state = 'running' and claimed_until < now())
        and not exists (
          select from contact_imports as other
          where other.account_id = waiting.account_id and other.id <> waiting.id and other.state = 'running' and other.claimed_until >= now())
      order by id limit 1 for update skip locked
    )
    update contact_imports set state = 'running', claim = ${claim}::uuid, claimed_until = now() + make_interval(secs => ${leaseS}), changed_at = now()
    from due where contact_imports.id = due_id
    returning ${columns(db)}`
  return row
}

/** Whether an import waits for a process. */
export async function hasDueImport(db: Db): Promise<boolean> {
  const rows = await db`
    select 1 from contact_imports
    where state in ('uploading', 'queued', 'running') and (state = 'queued' or state = 'running' and claimed_until < now()) limit 1`
  return rows.length > 0
}

type Claimed = { id: bigint; claim: string }

/**
 * Moves on, in the transaction that wrote the rows up to there, and keeps the claim.
 * @returns false when the claim is lost, or the import was cancelled: then the transaction must not be committed
 */
export async function advanceImport(
  db: Db,
  { id, claim, position, line, counts, leaseS }: Claimed & { position: number; line: number; counts: ImportCounts; leaseS: number },
): Promise<boolean> {
  const rows = await db`
    update contact_imports set position = ${position}, line = ${line}, rows = rows + ${counts.rows}, created = created + ${counts.created},
      updated = updated + ${counts.updated}, skipped = skipped + ${counts.skipped}, duplicates = duplicates + ${counts.duplicates},
      rejected = rejected + ${counts.rejected}, claimed_until = now() + make_interval(secs => ${leaseS}), changed_at = now()
    where id = ${id} and state = 'running' and claim = ${claim}::uuid returning 1`
  return rows.length > 0
}

/** Ends a claimed import, or gives it back to whoever takes it next. */
export async function leaveImport(
  db: Db,
  { id, claim, state, failure }: Claimed & { state: 'done' | 'failed' | 'queued'; failure: string | null },
): Promise<boolean> {
  const rows = await db`
    update contact_imports set state = ${state}, failure = ${failure}, claim = null, claimed_until = null, changed_at = now(),
      finished_at = ${state === 'queued' ? null : db`now()`}
    where id = ${id} and state = 'running' and claim = ${claim}::uuid returning 1`
  return rows.length > 0
}

/** Ends an import from outside. @returns false when it is in none of the states */
export async function endImport(
  db: Db,
  {
    accountId,
    id,
    from,
    state,
    failure,
  }: { accountId: bigint; id: bigint; from: readonly ImportState[]; state: 'failed' | 'cancelled'; failure: string | null },
): Promise<boolean> {
  const rows = await db`
    update contact_imports set state = ${state}, failure = ${failure}, claim = null, claimed_until = null, changed_at = now(), finished_at = now()
    where account_id = ${accountId} and id = ${id} and state = any(${[...from]}::text[]) returning 1`
  return rows.length > 0
}

/** Lets a failed import go on from where it is, when the rest of its file is there. */
export async function requeueImport(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<boolean> {
  const rows = await db`
    update contact_imports set state = 'queued', failure = null, finished_at = null, changed_at = now()
    where account_id = ${accountId} and id = ${id} and state = 'failed' and position < size
      and exists (select from contact_import_chunks where import_id = id) returning 1`
  return rows.length > 0
}

export async function readChunk(db: Db, { id, number }: { id: bigint; number: number }): Promise<Buffer | undefined> {
  const [row] = await db<{ data: Buffer }[]>`select data from contact_import_chunks where import_id = ${id} and number = ${number}`
  return row?.data
}

/** Removes parts of the file, at most 64 of 256 KiB. @param before parts from this number on stay */
export async function deleteChunks(db: Db, { id, before }: { id: bigint; before: number | undefined }): Promise<number> {
  const { count } = await db`
    delete from contact_import_chunks where ctid = any(array(
      select ctid from contact_import_chunks
      where import_id = ${id} ${before === undefined ? db`` : db`and number < ${before}`} limit 64
    ))`
  return count
}

export type Rejection = { line: number; code: string; detail: string; cells: readonly string[] }

export const insertRejections = (
  db: Db,
  { accountId, id, rejections }: { accountId: bigint; id: bigint; rejections: readonly Rejection[] },
) => db`
  insert into contact_import_rejections (account_id, import_id, line, code, detail, cells)
  select ${accountId}, ${id}, line, code, detail, array(select jsonb_array_elements_text(cells))
  from unnest(
    ${arrayOf(rejections, ({ line }) => line)}::text::integer[], ${arrayOf(rejections, ({ code }) => code)}::text::text[],
    ${textArrayOf(rejections, ({ detail }) => detail)}::text::text[],
    ${textArrayOf(rejections, ({ cells }) => JSON.stringify(cells))}::text::jsonb[]
  ) as rejection(line, code, detail, cells)`

/** Rejected rows in the order of the file. */
export const listRejections = (
  db: Db,
  { accountId, id, afterLine, limit }: { accountId: bigint; id: bigint; afterLine: number; limit: number },
) => db<(Rejection & { cells: string[] })[]>`
  select line, code, detail, cells from contact_import_rejections
  where account_id = ${accountId} and import_id = ${id} and line > ${afterLine} order by line limit ${limit}`
