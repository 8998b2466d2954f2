import type { Db, Transaction } from '../../platform/db.ts'

type Person = { accountId: bigint; phone: string }

/**
 * Takes from conversions what leads to a person: number, reference, order id, click ids, and what was considered by them. What was worth how
 * much, when, and by which message stays, so sums stay right.
 * @param messageIds erased messages, some hundreds
 * @returns how many were posted by the number; fewer than `limit` at the end
 */
export async function eraseConversions(
  tx: Transaction,
  { accountId, phone, messageIds, limit }: Person & { messageIds: readonly bigint[]; limit: number },
): Promise<number> {
  const named = await tx`
    update conversions set ${erasure(tx)}
    where account_id = ${accountId} and id = any(array(
      select id from conversions where account_id = ${accountId} and phone = ${phone} order by id limit ${limit} for update
    ))
    returning 1`
  await tx`
    update conversions set ${erasure(tx)}
    where account_id = ${accountId} and id = any(array(
      select id from conversions
      where account_id = ${accountId} and message_id = any(${messageIds.map(String)}::bigint[])
        and (phone is not null or reference is not null or order_id is not null or clicks <> '[]')
      order by id for update
    ))`
  return named.length
}

const erasure = (tx: Transaction) => tx`phone = null, reference = null, order_id = null, origin = null, clicks = '[]', trace = null`

/** Conversions that were posted by a number, or follow from a message to it, in the order of their ids. */
export const listConversionData = (db: Db, { accountId, phone, after, limit }: Person & { after: bigint; limit: number }) => db<
  (Record<string, unknown> & { id: bigint })[]
>`
  select id, name, order_id, value_micros, refunded_micros, currency, at, received_at, source, reference, phone, clicks, state, reason, message_id,
    link, clicked_at, device, country
  from conversions
  where account_id = ${accountId} and id > ${after}
    and (phone = ${phone} or message_id in (select id from messages where account_id = ${accountId} and phone = ${phone}))
  order by id limit ${limit}`

/** Deletes conversions past their retention, with their corrections. @returns how many; fewer than `limit` at the end */
export async function deleteOldConversions(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from conversions where id = any(array(
      select id from conversions where received_at < now() - make_interval(months => ${months})
      order by received_at, id limit ${limit} for update skip locked
    ))
    returning 1`
  return rows.length
}
