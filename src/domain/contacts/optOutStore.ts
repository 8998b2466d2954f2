import type { Db, Transaction } from '../../platform/db.ts'

export type OptOutSource = 'reply' | 'link'
export const reviews = ['pending', 'confirmed', 'dismissed'] as const
export type Review = (typeof reviews)[number]

/** That somebody asked to get nothing more. `review` is null where the wish was plain. */
export type OptOut = {
  id: bigint
  phone: string | null
  source: OptOutSource
  messageId: bigint | null
  inboundMessageId: bigint | null
  review: Review | null
  createdAt: Date
  endedAt: Date | null
}

type Person = { accountId: bigint; phone: string }

/** Held to the end of the transaction: what one number writes is dealt with one after the other. */
export const lockNumber = (tx: Transaction, { accountId, phone }: Person) => tx`
  select pg_advisory_xact_lock(hashtextextended('tapline replies ' || ${String(accountId)}::text || ' ' || ${phone}::text, 0))`

export type NewOptOut = Person & {
  source: OptOutSource
  messageId: bigint | undefined
  inboundMessageId: bigint | undefined
  isSure: boolean
}

/** A number has one open opt-out. A sure one settles what was to be looked at: the person has said it again, in plain words. */
export async function insertOptOut(
  tx: Transaction,
  { accountId, phone, source, messageId, inboundMessageId, isSure }: NewOptOut,
): Promise<{ id: bigint; isNew: boolean }> {
  const [row] = await tx<{ id: bigint; isNew: boolean }[]>`
    insert into opt_outs (account_id, phone, source, message_id, inbound_message_id, review)
    values (${accountId}, ${phone}, ${source}, ${messageId ?? null}, ${inboundMessageId ?? null}, ${isSure ? null : 'pending'})
    on conflict (account_id, phone) where ended_at is null and phone is not null
    do update set review = case when opt_outs.review = 'pending' and excluded.review is null then 'confirmed' else opt_outs.review end
    returning id, xmax = 0 as "isNew"`
  if (row === undefined) throw new Error('An opt-out was written without a row')
  return row
}

/** Ends what is open of a number. What waited to be looked at needs no look any more. */
export const endOptOuts = (tx: Transaction, { accountId, phone }: Person) => tx<{ id: bigint }[]>`
  update opt_outs set ended_at = now(), review = case review when 'pending' then 'dismissed' else review end
  where account_id = ${accountId} and phone = ${phone} and ended_at is null
  returning id`

export async function selectOptOut(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<OptOut | undefined> {
  const [row] = await db<OptOut[]>`
    select id, phone, source, message_id as "messageId", inbound_message_id as "inboundMessageId", review, created_at as "createdAt",
      ended_at as "endedAt"
    from opt_outs where account_id = ${accountId} and id = ${id}`
  return row
}

export const updateReview = (tx: Transaction, { accountId, id, review }: { accountId: bigint; id: bigint; review: Review }) => tx`
  update opt_outs set review = ${review}::text, ended_at = case when ${review}::text = 'dismissed' then coalesce(ended_at, now()) else ended_at end
  where account_id = ${accountId} and id = ${id} and review = 'pending'
  returning 1`

/** The number goes; that somebody opted out, when and after which message stays, so that figures stay right. */
export const clearOptOutPhone = (tx: Transaction, { accountId, phone }: Person) => tx`
  update opt_outs set phone = null where account_id = ${accountId} and phone = ${phone}`

/** What a number asked for, newest first. */
export const listOptOutData = (db: Db, { accountId, phone, limit }: Person & { limit: number }) => db<Record<string, unknown>[]>`
  select id::text, source, message_id::text, inbound_message_id::text, review, created_at, ended_at from opt_outs
  where account_id = ${accountId} and phone = ${phone} order by id desc limit ${limit}`

/** Deletes opt-outs that were over long ago, in one bounded slice. @returns how many */
export async function deleteEndedOptOuts(db: Db, { months, limit }: { months: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from opt_outs where id = any(array(
      select id from opt_outs where ended_at < now() - make_interval(months => ${months})
      order by ended_at limit ${limit} for update skip locked
    ))
    returning 1`
  return rows.length
}
