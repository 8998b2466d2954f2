import { inTransaction, type Db } from '../../platform/db.ts'
import { appendEvents } from '../outbox.ts'
import type { InboundMessage } from './carrier.ts'

/** How long after a message an inbound one counts as its answer. */
const ANSWER_DAYS = 30
/** Texts beyond this are cut; an SMS of 10 parts is shorter. */
const MAX_TEXT = 2_000
/** Most accounts that are asked whether they wrote to a number. */
const MAX_ACCOUNTS = 10_000

type Addressee = { accountId: bigint; answers: bigint | null }

/**
 * Stores what people wrote back, once however often the carrier repeats it, and tells the account whose it is.
 * @returns how many were new
 */
export async function recordInbound(
  db: Db,
  { carrierId, messages }: { carrierId: bigint; messages: readonly InboundMessage[] },
): Promise<number> {
  let stored = 0
  for (const message of messages) {
    stored += await inTransaction(db, async (tx) => {
      const addressee = (await findAnswered(tx, { carrierId, message })) ?? (await onlyAccount(tx))
      const id = await insertInbound(tx, { carrierId, message, addressee })
      if (id === undefined) return 0
      if (addressee !== undefined) await tell(tx, { id, addressee })
      return 1
    })
  }
  return stored
}

/**
 * The newest live message to that phone in the last days, one whose sender is the number that was answered before any other.
 * By account, since the index on phones begins with it.
 */
async function findAnswered(
  db: Db,
  { carrierId, message: { phone, recipient } }: { carrierId: bigint; message: InboundMessage },
): Promise<Addressee | undefined> {
  const [row] = await db<Addressee[]>`
    select accounts.id as "accountId", newest.id as answers
    from (select id from accounts order by id limit ${MAX_ACCOUNTS}) as accounts cross join lateral (
      select id, sender, submitted_at from messages
      where account_id = accounts.id and phone = ${phone} and not test and submitted_at > now() - make_interval(days => ${ANSWER_DAYS})
        and (sender = ${recipient} or carrier_id = ${carrierId})
      order by (sender = ${recipient}) desc, id desc limit 1
    ) as newest
    order by (newest.sender = ${recipient}) desc, newest.submitted_at desc limit 1`
  return row
}

/** Where there is one account only, a stranger's text is for it. */
async function onlyAccount(db: Db): Promise<Addressee | undefined> {
  const rows = await db<{ id: bigint }[]>`select id from accounts order by id limit 2`
  const [first] = rows
  return first !== undefined && rows.length === 1 ? { accountId: first.id, answers: null } : undefined
}

async function insertInbound(
  db: Db,
  { carrierId, message, addressee }: { carrierId: bigint; message: InboundMessage; addressee: Addressee | undefined },
): Promise<bigint | undefined> {
  const { carrierMessageId, phone, recipient, text } = message
  const [row] = await db<{ id: bigint }[]>`
    insert into inbound_messages (carrier_id, carrier_message_id, account_id, answers_message_id, phone, recipient, text)
    values (${carrierId}, ${carrierMessageId}, ${addressee?.accountId ?? null}, ${addressee?.answers ?? null}, ${phone}, ${recipient},
      ${text.slice(0, MAX_TEXT)})
    on conflict (carrier_id, carrier_message_id) do nothing
    returning id`
  return row?.id
}

const tell = (db: Db, { id, addressee: { accountId, answers } }: { id: bigint; addressee: Addressee }) =>
  appendEvents(db, [
    { accountId, type: 'message.inbound', test: false, data: { inbound_message_id: String(id), message_id: answers?.toString() ?? null } },
  ])
