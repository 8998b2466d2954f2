import type { Db } from '../platform/db.ts'

/** What an account should be told although it did not ask; `subject` is the thing and its id. */
export type NewNotice = { accountId: bigint; kind: string; subject: string; text: string }

export type Notice = { id: bigint; kind: string; subject: string; text: string; at: Date; readAt: Date | null }

/** Leaves a notice in the transaction that makes it true. */
export async function appendNotice(db: Db, { accountId, kind, subject, text }: NewNotice): Promise<void> {
  await db`insert into notices (account_id, kind, subject, text) values (${accountId}, ${kind}, ${subject}, ${text.slice(0, 1_000)})`
}

/** Notices of an account, newest first. */
export const listNotices = (
  db: Db,
  { accountId, isUnread, before, limit }: { accountId: bigint; isUnread: boolean; before: bigint | undefined; limit: number },
) => db<Notice[]>`
  select id, kind, subject, text, at, read_at as "readAt" from notices
  where account_id = ${accountId} ${before === undefined ? db`` : db`and id < ${before}`} ${isUnread ? db`and read_at is null` : db``}
  order by id desc limit ${limit}`

/** Marks a notice as read; a second time changes nothing. Undefined when the account has no such notice. */
export async function markNoticeRead(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Notice | undefined> {
  const [row] = await db<Notice[]>`
    update notices set read_at = coalesce(read_at, now()) where account_id = ${accountId} and id = ${id}
    returning id, kind, subject, text, at, read_at as "readAt"`
  return row
}

/** How long a notice is kept. */
export const NOTICE_DAYS = 400

/** Forgets notices past their time, in one bounded slice. */
export async function deleteOldNotices(db: Db, { limit }: { limit: number }): Promise<number> {
  const rows = await db`
    delete from notices where ctid = any(array(select ctid from notices where at < now() - make_interval(days => ${NOTICE_DAYS}) limit ${limit}))
    returning 1`
  return rows.length
}
