import type { Db } from '../../platform/db.ts'
import type { OptOut, Review } from '../contacts/optOutStore.ts'

/** An opt-out with what was written, as long as that is kept. */
export type OptOutWithText = OptOut & { text: string | null }

type Filter = { review?: Review | undefined; messageId?: bigint | undefined; beforeId?: bigint | undefined; limit: number }

/** Opt-outs of an account, newest first. */
export const selectOptOuts = (db: Db, { accountId, review, messageId, beforeId, limit }: { accountId: bigint } & Filter) => db<
  OptOutWithText[]
>`
  ${select(db)}
  where opt_outs.account_id = ${accountId}
    ${review === undefined ? db`` : db`and review = ${review}`}
    ${messageId === undefined ? db`` : db`and message_id = ${messageId}`}
    ${beforeId === undefined ? db`` : db`and opt_outs.id < ${beforeId}`}
  order by opt_outs.id desc limit ${limit}`

export async function findOptOut(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<OptOutWithText | undefined> {
  const [row] = await db<OptOutWithText[]>`${select(db)} where opt_outs.account_id = ${accountId} and opt_outs.id = ${id}`
  return row
}

const select = (db: Db) => db`
  select opt_outs.id, opt_outs.phone, source, message_id as "messageId", inbound_message_id as "inboundMessageId", text, review,
    created_at as "createdAt", ended_at as "endedAt"
  from opt_outs
  left join inbound_messages on inbound_messages.id = inbound_message_id and inbound_messages.account_id = opt_outs.account_id`
