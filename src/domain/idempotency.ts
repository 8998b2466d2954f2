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
export const deleteOldAnswers = (db: Db) => db`
  delete from idempotency_answers where ctid = any(array(
    select ctid from idempotency_answers where created_at < now() - make_interval(hours => ${ANSWER_HOURS}) limit 5000
  ))`
