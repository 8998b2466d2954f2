import type { Db, Transaction } from '../../platform/db.ts'

/** How long an inbound message is kept that belongs to no account. */
const STRANGER_DAYS = 30

/** Deletes inbound messages past their retention, in one bounded slice. @returns how many */
export async function deleteOldInbound(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from inbound_messages where id = any(array(
      select id from inbound_messages
      where received_at < now() - make_interval(months => ${months})
        or (account_id is null and received_at < now() - make_interval(days => ${STRANGER_DAYS}))
      order by id limit ${limit} for update skip locked
    ))
    returning 1`
  return rows.length
}

type Person = { accountId: bigint; phone: string }

/** Deletes what a person wrote to an account. @returns how many; fewer than `limit` at the end */
export async function eraseInbound(tx: Transaction, { accountId, phone, limit }: Person & { limit: number }): Promise<number> {
  const rows = await tx`
    delete from inbound_messages where id = any(array(
      select id from inbound_messages where account_id = ${accountId} and phone = ${phone} order by id limit ${limit} for update
    ))
    returning 1`
  return rows.length
}

export type Inbound = { id: bigint; phone: string; recipient: string; text: string; receivedAt: Date; answersMessageId: bigint | null }

/** What a person wrote to an account, in the order of arrival. */
export const listInbound = (db: Db, { accountId, phone, after, limit }: Person & { after: bigint; limit: number }) => db<Inbound[]>`
  select id, phone, recipient, text, received_at as "receivedAt", answers_message_id as "answersMessageId" from inbound_messages
  where account_id = ${accountId} and phone = ${phone} and id > ${after}
  order by id limit ${limit}`
