import type { ReplyKind } from '../../lib/replies.ts'
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

/** What came of a reply. `kept`: its person wants to be written to again, and somebody else does not want that. */
export const handledWays = ['opted_out', 'opted_in', 'kept', 'none'] as const
export type Handled = (typeof handledWays)[number]

export type Inbound = {
  id: bigint
  phone: string
  recipient: string
  text: string
  kind: ReplyKind
  isSure: boolean
  handled: Handled
  test: boolean
  receivedAt: Date
  answersMessageId: bigint | null
  answerMessageId: bigint | null
}

const columns = (db: Db) => db`
  id, phone, recipient, text, kind, is_sure as "isSure", handled, test, received_at as "receivedAt",
  answers_message_id as "answersMessageId", answer_message_id as "answerMessageId"`

/** What a person wrote to an account, in the order of arrival. */
export const listInbound = (db: Db, { accountId, phone, after, limit }: Person & { after: bigint; limit: number }) => db<Inbound[]>`
  select ${columns(db)} from inbound_messages
  where account_id = ${accountId} and phone = ${phone} and id > ${after}
  order by id limit ${limit}`

export type InboundFilter = {
  test: boolean
  id?: bigint | undefined
  phone?: string | undefined
  recipient?: string | undefined
  kind?: ReplyKind | undefined
  since?: string | undefined
  until?: string | undefined
  /** Only what answers this message. */
  messageId?: bigint | undefined
  /** Only what answers a message. */
  isReply?: true | undefined
}

/** What was written to an account, newest first; `offset` are passed over, and read for that. */
export const selectInbound = (
  db: Db,
  {
    accountId,
    filter,
    beforeId,
    limit,
    offset = 0,
  }: { accountId: bigint; filter: InboundFilter; beforeId: bigint | undefined; limit: number; offset?: number },
) => db<Inbound[]>`
  select ${columns(db)} from inbound_messages
  where account_id = ${accountId} and test = ${filter.test}
    ${filter.phone === undefined ? db`` : db`and phone = ${filter.phone}`}
    ${filter.kind === undefined ? db`` : db`and kind = ${filter.kind}`}
    ${filter.since === undefined ? db`` : db`and received_at >= ${filter.since}`}
    ${filter.until === undefined ? db`` : db`and received_at < ${filter.until}`}
    ${filter.id === undefined ? db`` : db`and id = ${filter.id}`}
    ${filter.recipient === undefined ? db`` : db`and recipient = ${filter.recipient}`}
    ${filter.messageId === undefined ? db`` : answersTo(db, { accountId, messageId: filter.messageId })}
    ${filter.isReply === undefined ? db`` : db`and answers_message_id is not null`}
    ${beforeId === undefined ? db`` : db`and id < ${beforeId}`}
  order by id desc limit ${limit} offset ${offset}`

/** Found by the number of the message: what one person wrote is little, and has an index. */
const answersTo = (db: Db, { accountId, messageId }: { accountId: bigint; messageId: bigint }) => db`
  and answers_message_id = ${messageId}
  and phone = (select messages.phone from messages where messages.account_id = ${accountId} and messages.id = ${messageId})`

export async function findInbound(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Inbound | undefined> {
  const [row] = await db<Inbound[]>`select ${columns(db)} from inbound_messages where account_id = ${accountId} and id = ${id}`
  return row
}

export const updateHandled = (tx: Transaction, { id, handled, answerId }: { id: bigint; handled: Handled; answerId: bigint | undefined }) =>
  tx`update inbound_messages set handled = ${handled}, answer_message_id = ${answerId ?? null} where id = ${id}`

/** Whether the number got an answer of this kind within the last hour. */
export async function hasAnswered(db: Db, { accountId, phone, kind }: Person & { kind: ReplyKind }): Promise<boolean> {
  const rows = await db`
    select 1 from inbound_messages
    where account_id = ${accountId} and phone = ${phone} and kind = ${kind} and answer_message_id is not null
      and received_at > now() - interval '1 hour'
    limit 1`
  return rows.length > 0
}
