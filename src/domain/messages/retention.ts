import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { listNeededFields } from '../links/neededFields.ts'
import { retireNumbers } from '../links/retire.ts'

/**
 * Deletes messages past their retention and marks their numbers, so that their codes answer 410. What is still on its way stays.
 * @returns how many; fewer than `limit` when no more are due
 */
export async function deleteOldMessages(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  return inTransaction(db, async (tx) => {
    if (!(await takeTurn(tx))) return 0
    const old = await lockOld(tx, { months, limit })
    if (old.length === 0) return 0
    await retireNumbers(tx, { batchIds: old.flatMap(({ batchId }) => batchId ?? []), runs: old.flatMap(asRun) })
    await tx`delete from messages where id = any(${old.map(({ id }) => String(id))}::bigint[])`
    return old.length
  })
}

/** One worker at a time: two that mark the same ranges in different orders would block each other. */
async function takeTurn(tx: Transaction): Promise<boolean> {
  const [row] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(hashtext('tapline delete messages')) as taken`
  return row?.taken === true
}

type Old = { id: bigint; batchId: bigint | null; codeSpaceId: number | null; firstNumber: bigint | null; linkCount: number }

/** One account after the other, since their index by time is what finds the oldest. */
const lockOld = (tx: Transaction, { months, limit }: { months: number; limit: number }) => tx<Old[]>`
  select old.id, batch_id as "batchId", code_space_id as "codeSpaceId", first_number as "firstNumber", link_count as "linkCount"
  from accounts, lateral (
    select id, batch_id, code_space_id, first_number, link_count from messages
    where account_id = accounts.id and created_at < now() - make_interval(months => ${months}) and valid_until < now()
      and state not in ('queued', 'submitting', 'unknown')
    order by created_at, id limit ${limit} for update skip locked
  ) as old limit ${limit}`

const asRun = ({ batchId, codeSpaceId, firstNumber, linkCount }: Old) =>
  batchId !== null || codeSpaceId === null || firstNumber === null ? [] : [{ codeSpaceId, end: Number(firstNumber) + linkCount }]

/**
 * Erases merge values of messages that ended some days ago. Values that a link of the message needs stay until that link is over.
 * @returns how many messages were looked after
 */
export async function eraseOldValues(db: Db, { days, limit }: { days: number; limit: number }): Promise<number> {
  return inTransaction(db, async (tx) => {
    const due = await lockWithValues(tx, { days, limit })
    const needed = await listNeededFields(tx, { renderingIds: [...new Set(due.map(({ renderingId }) => renderingId))] })
    await keepOnly(
      tx,
      due.map(({ id, renderingId }) => ({ id: String(id), needed: needed.get(renderingId) ?? [] })),
    )
    return due.length
  })
}

const lockWithValues = (tx: Transaction, { days, limit }: { days: number; limit: number }) => tx<{ id: bigint; renderingId: bigint }[]>`
  select id, rendering_id as "renderingId" from messages
  where coalesce(settled_at, valid_until) < now() - make_interval(days => ${days})
    and merge_values is not null and values_erased_at is null and state not in ('queued', 'submitting')
  order by coalesce(settled_at, valid_until) limit ${limit} for update skip locked`

const keepOnly = (tx: Transaction, messages: readonly { id: string; needed: readonly string[] }[]) => tx`
  update messages
  set values_erased_at = now(), merge_values = (select jsonb_object_agg(key, value) from jsonb_each(merge_values) where key in (select json_array_elements_text(needed)))
  from json_to_recordset(${JSON.stringify(messages)}::text::json) as kept(id bigint, needed json)
  where messages.id = kept.id`

/**
 * Erases the values that were kept for links which are over now. Links without an end keep theirs until the message is deleted.
 * @returns the last message id that was looked at; undefined at the end
 */
export async function eraseValuesOfLinks(db: Db, { after, limit }: { after: bigint; limit: number }): Promise<bigint | undefined> {
  const [row] = await db<{ last: bigint | null }[]>`
    with looked_at as (
      select id, coalesce(submitted_at, send_at) + link_validity < now() as is_over from messages
      where id > ${after} and merge_values is not null and values_erased_at is not null and link_validity is not null
      order by id limit ${limit} for update skip locked
    ), erased as (
      update messages set merge_values = null from looked_at where messages.id = looked_at.id and is_over
    )
    select max(id) as last from looked_at`
  return row?.last ?? undefined
}
