import type { Db, Transaction } from '../../platform/db.ts'
import { eraseTexts } from '../links/erase.ts'
import { tellChanges } from './outcomes.ts'

/** What stands where something was erased. */
export const ERASED = '[erased]'

type Person = { accountId: bigint; phone: string; before: Date }

/**
 * Erases messages to a number. What waits is cancelled first; what a process is handing to a carrier right now stays for a later slice.
 * A message that may have been sent once is not sent again. Texts and links that only erased messages use go with them.
 * @param before messages made later are not meant: somebody sent to the number again. To the millisecond, which counts whole
 * @returns how many messages were erased
 */
export async function eraseMessages(tx: Transaction, { accountId, phone, before, limit }: Person & { limit: number }): Promise<number> {
  const erased = await tx<{ id: bigint; renderingId: bigint; test: boolean; label: string | null; isCancelled: boolean }[]>`
    with doomed as (
      select id, state = 'queued' and attempts = 0 as is_cancelled from messages
      where account_id = ${accountId} and phone = ${phone} and created_at < ${before}::timestamptz + interval '1 ms' and state <> 'submitting'
      order by id limit ${limit} for update skip locked
    )
    update messages
    set phone = ${ERASED}, merge_values = null, reference = null, carrier_message_id = null, on_unknown = 'keep', erased_at = now(),
      state = case when is_cancelled then 'cancelled' when state = 'queued' then 'unknown' else state end,
      settled_at = case when is_cancelled then now() else settled_at end
    from doomed where messages.id = doomed.id
    returning messages.id, rendering_id as "renderingId", test, label, is_cancelled as "isCancelled"`
  const cancelled = erased.filter(({ isCancelled }) => isCancelled)
  await tellChanges(
    tx,
    cancelled.map(({ id, test, label }) => ({ id, accountId, test, state: 'cancelled', failure: null, reference: null, label })),
  )
  await eraseTexts(tx, { renderingIds: [...new Set(erased.map(({ renderingId }) => renderingId))] })
  return erased.length
}

/** Messages to a number that are still to be erased; counts up to 1,000. */
export async function countLeft(db: Db, { accountId, phone, before }: Person): Promise<number> {
  const [row] = await db<{ left: number }[]>`
    select count(*)::int as left from (
      select from messages
      where account_id = ${accountId} and phone = ${phone} and created_at < ${before}::timestamptz + interval '1 ms' limit 1000
    ) as open`
  return row?.left ?? 0
}

/** Messages of an account that were erased since a time, in the order of their ids. */
export const listErased = (
  db: Db,
  { accountId, since, after, limit }: { accountId: bigint; since: Date; after: bigint; limit: number },
) => db<{ id: bigint; createdAt: Date }[]>`
  select id, created_at as "createdAt" from messages
  where erased_at is not null and id > ${after} and account_id = ${accountId} and erased_at >= ${since}
  order by id limit ${limit}`

/** When the oldest of them was made. */
export async function findFirstErased(db: Db, { accountId, since }: { accountId: bigint; since: Date }): Promise<Date | undefined> {
  const [row] = await db<{ at: Date | null }[]>`
    select min(created_at) as at from messages where erased_at is not null and account_id = ${accountId} and erased_at >= ${since}`
  return row?.at ?? undefined
}

/** Of these messages, those of an erased person. */
export async function pickErased(db: Db, { accountId, ids }: { accountId: bigint; ids: readonly string[] }): Promise<Set<string>> {
  const rows = await db<{ id: bigint }[]>`
    select id from messages where id = any(${ids}::bigint[]) and account_id = ${accountId} and erased_at is not null`
  return new Set(rows.map(({ id }) => String(id)))
}

/** Of these messages, those to a number. */
export async function pickSentTo(
  db: Db,
  { accountId, phone, ids }: { accountId: bigint; phone: string; ids: readonly string[] },
): Promise<Set<string>> {
  const rows = await db<{ id: bigint }[]>`
    select id from messages where id = any(${ids}::bigint[]) and account_id = ${accountId} and phone = ${phone}`
  return new Set(rows.map(({ id }) => String(id)))
}

/** When the oldest message to a number was made. */
export async function findFirstSentTo(db: Db, { accountId, phone }: { accountId: bigint; phone: string }): Promise<Date | undefined> {
  const [row] = await db<{ at: Date | null }[]>`
    select min(created_at) as at from messages where account_id = ${accountId} and phone = ${phone}`
  return row?.at ?? undefined
}
