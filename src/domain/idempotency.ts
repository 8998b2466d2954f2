import { createHash } from 'node:crypto'
import { AppError } from '../lib/errors.ts'
import type { Db } from '../platform/db.ts'

/** An answer as it was given the first time. */
export type StoredAnswer = { status: number; body: unknown }

/**
 * Runs `answer` at most once for an account's key; call it inside the transaction that does the work, so that work and answer stand or fall together.
 * A repetition gets the stored answer.
 * @throws AppError `idempotency_in_flight` while the first request still runs, `idempotency_mismatch` for the same key with another body
 * @see IETF draft-ietf-httpapi-idempotency-key-header-07
 */
export async function answerOnce(
  db: Db,
  { accountId, key, request }: { accountId: bigint; key: string; request: string },
  answer: () => Promise<StoredAnswer>,
): Promise<StoredAnswer & { replayed: boolean }> {
  const requestHash = createHash('sha256').update(request).digest()
  if (!(await tryLock(db, { accountId, key })))
    throw new AppError('idempotency_in_flight', `A request with Idempotency-Key "${key}" is still being answered: repeat it in a moment.`)
  const stored = await findAnswer(db, { accountId, key })
  if (stored !== undefined) {
    if (!requestHash.equals(stored.requestHash))
      throw new AppError('idempotency_mismatch', `Idempotency-Key "${key}" was used with another body: use a new key for a new request.`)
    return { status: stored.status, body: stored.body, replayed: true }
  }
  const given = await answer()
  await insertAnswer(db, { accountId, key, requestHash, ...given })
  return { ...given, replayed: false }
}

async function tryLock(db: Db, { accountId, key }: { accountId: bigint; key: string }): Promise<boolean> {
  const [row] = await db<{ locked: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtextextended(${`idempotency:${accountId}:${key}`}, 0)) as locked`
  return row?.locked === true
}

async function findAnswer(db: Db, { accountId, key }: { accountId: bigint; key: string }) {
  const [row] = await db<{ requestHash: Buffer; status: number; body: unknown }[]>`
    select request_hash as "requestHash", status, body from idempotency_answers where account_id = ${accountId} and key = ${key}`
  return row
}

async function insertAnswer(
  db: Db,
  { accountId, key, requestHash, status, body }: { accountId: bigint; key: string; requestHash: Buffer } & StoredAnswer,
): Promise<void> {
  await db`
    insert into idempotency_answers (account_id, key, request_hash, status, body)
    values (${accountId}, ${key}, ${requestHash}, ${status}, ${JSON.stringify(body)}::text::jsonb)`
}

/** How long an answer is kept. */
export const ANSWER_HOURS = 72

/** Forgets answers past their time, in one bounded slice. */
export async function deleteOldAnswers(db: Db, { limit }: { limit: number }): Promise<number> {
  const rows = await db`
    delete from idempotency_answers where ctid = any(array(
      select ctid from idempotency_answers where created_at < now() - make_interval(hours => ${ANSWER_HOURS}) limit ${limit}
    ))
    returning 1`
  return rows.length
}

/** Stored answers that are looked at in one slice. */
const PAGE = 200

type Page = { accountId: bigint; phone: string; after: string }

/** What stored answers say of a number, a page of answers at a time; `next` undefined at the end. */
export async function listInAnswers(db: Db, { accountId, phone, after }: Page): Promise<{ entries: unknown[]; next: string | undefined }> {
  const rows = await db<{ key: string; entries: unknown[] | null }[]>`
    select key, (
      select json_agg(entry) from jsonb_array_elements(${entriesOf(db)}) as entry where ${mentions(db, phone)}
    ) as entries
    from idempotency_answers where account_id = ${accountId} and key > ${after} order by key limit ${PAGE}`
  return { entries: rows.flatMap((row) => row.entries ?? []), next: rows.length < PAGE ? undefined : rows.at(-1)?.key }
}

/** Erases a number and what was said to it from stored answers, a page at a time. The answer to a repetition then has the gap too. */
export async function eraseFromAnswers(db: Db, { accountId, phone, after }: Page): Promise<{ next: string | undefined }> {
  const [row] = await db<{ count: number; next: string | null }[]>`
    with page as (
      select account_id, key from idempotency_answers where account_id = ${accountId} and key > ${after} order by key limit ${PAGE}
    ), erased as (
      update idempotency_answers
      set body = jsonb_set(body, '{messages}', (
        select jsonb_agg(case when ${mentions(db, phone)} then entry || ${erasure(db)} else entry end order by place)
        from jsonb_array_elements(body->'messages') with ordinality as list (entry, place)
      ))
      from page
      where idempotency_answers.account_id = page.account_id and idempotency_answers.key = page.key
        and exists (select from jsonb_array_elements(${entriesOf(db)}) as entry where ${mentions(db, phone)})
    )
    select count(*)::int as count, max(key) as next from page`
  return { next: row === undefined || row.count < PAGE ? undefined : (row.next ?? undefined) }
}

/** The entry keeps the form that the contract gives it: of a message, or of a refusal. */
const erasure = (db: Db) => db`case when entry->>'phone' is null
  then ${JSON.stringify({ to: '[erased]', detail: '[erased]' })}::text::jsonb
  else ${JSON.stringify({ to: '[erased]', phone: '[erased]', text: '[erased]', links: [] })}::text::jsonb end`

const entriesOf = (db: Db) => db`case jsonb_typeof(body->'messages') when 'array' then body->'messages' else '[]'::jsonb end`

/** A recipient that was refused stands there as it was written, perhaps without its country: the number's last digits are compared. */
const mentions = (db: Db, phone: string) => db`
  case when entry->>'phone' is not null then entry->>'phone' = ${phone}
    else length(${digits(db)}) >= 7 and right(${phone}, length(${digits(db)})) = ${digits(db)} end`

const digits = (db: Db) => db`ltrim(regexp_replace(entry->>'to', '[^0-9]', '', 'g'), '0')`
