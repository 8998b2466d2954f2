import { readReply, type Reply } from '../../lib/replies.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendEvents } from '../outbox.ts'
import type { InboundMessage } from './carrier.ts'
import type { SendParts } from './create.ts'
import { handleReply, readReplyTo } from './replies.ts'

/** How long after a message an inbound one counts as its answer. */
const ANSWER_DAYS = 30
/** Who asks for nothing more means it however long ago the last message was; messages are hardly kept for longer. */
const KEYWORD_DAYS = 3_650
/** Texts beyond this are cut; an SMS of 10 parts is shorter. */
const MAX_TEXT = 2_000
/** Most accounts that are asked whether they wrote to a number. */
const MAX_ACCOUNTS = 10_000

type Addressee = { accountId: bigint; answers: bigint | null; test: boolean }
/** `accountId`: whose it is, where that is known before, as for the simulated phones of an account. */
type Given = { carrierId: bigint; accountId?: bigint; messages: readonly InboundMessage[] }

/**
 * Stores what people wrote back, once however often the carrier repeats it, tells the account whose it is, and does what a keyword asks for.
 * @returns how many were new
 */
export async function recordInbound(parts: SendParts, { carrierId, accountId, messages }: Given): Promise<number> {
  let stored = 0
  let isAnswered = false
  for (const message of messages) {
    const result = await inTransaction(parts.db, (tx) => recordOne(parts, tx, { carrierId, accountId, message }))
    stored += result === 'known' ? 0 : 1
    isAnswered ||= result === 'answered'
  }
  if (isAnswered) parts.wake()
  return stored
}

type One = { carrierId: bigint; accountId: bigint | undefined; message: InboundMessage }

async function recordOne(
  parts: SendParts,
  tx: Transaction,
  { carrierId, accountId, message }: One,
): Promise<'known' | 'stored' | 'answered'> {
  const days = readReply(message.text).kind === 'text' ? ANSWER_DAYS : KEYWORD_DAYS
  const addressee = (await findAnswered(tx, { carrierId, accountId, message, days })) ?? (await ownerOf(tx, accountId))
  const reply = await readReplyTo(parts, { accountId: addressee?.accountId, text: message.text })
  const id = await insertInbound(tx, { carrierId, message, addressee, reply })
  if (id === undefined) return 'known'
  if (addressee === undefined) return 'stored'
  await tell(tx, { id, addressee, reply })
  const { phone, recipient } = message
  return (await handleReply(parts, tx, reply, { id, ...addressee, carrierId, phone, recipient })) ? 'answered' : 'stored'
}

/**
 * The newest message to that phone in the last days, one whose sender is the number that was answered before any other. One of a test key
 * can only be answered by the simulator that took it. Our own answers are passed over: who writes HELP and then STOP answers the message
 * before. By account, since the index on phones begins with it.
 */
async function findAnswered(
  db: Db,
  { carrierId, accountId, message: { phone, recipient }, days }: One & { days: number },
): Promise<Addressee | undefined> {
  const [row] = await db<Addressee[]>`
    select accounts.id as "accountId", newest.id as answers, newest.test
    from (
      select id from accounts ${accountId === undefined ? db`` : db`where id = ${accountId}`} order by id limit ${MAX_ACCOUNTS}
    ) as accounts cross join lateral (
      select id, sender, submitted_at, test from messages
      where account_id = accounts.id and phone = ${phone} and not exempt and submitted_at > now() - make_interval(days => ${days})
        and ((sender = ${recipient} and not test) or carrier_id = ${carrierId})
      order by (sender = ${recipient}) desc, id desc limit 1
    ) as newest
    order by (newest.sender = ${recipient}) desc, newest.submitted_at desc limit 1`
  return row
}

/** Where there is one account only, a stranger's text is for it. */
async function ownerOf(db: Db, accountId: bigint | undefined): Promise<Addressee | undefined> {
  if (accountId !== undefined) return { accountId, answers: null, test: false }
  const rows = await db<{ id: bigint }[]>`select id from accounts order by id limit 2`
  const [first] = rows
  return first !== undefined && rows.length === 1 ? { accountId: first.id, answers: null, test: false } : undefined
}

type ToStore = { carrierId: bigint; message: InboundMessage; addressee: Addressee | undefined; reply: Reply }

async function insertInbound(db: Db, { carrierId, message, addressee, reply }: ToStore): Promise<bigint | undefined> {
  const { carrierMessageId, phone, recipient, text } = message
  const [row] = await db<{ id: bigint }[]>`
    insert into inbound_messages (carrier_id, carrier_message_id, account_id, answers_message_id, phone, recipient, text, kind, is_sure, test)
    values (${carrierId}, ${carrierMessageId}, ${addressee?.accountId ?? null}, ${addressee?.answers ?? null}, ${phone}, ${recipient},
      ${text.slice(0, MAX_TEXT)}, ${reply.kind}, ${reply.isSure}, ${addressee?.test ?? false})
    on conflict (carrier_id, carrier_message_id) do nothing
    returning id`
  return row?.id
}

const tell = (db: Db, { id, addressee: { accountId, answers, test }, reply }: { id: bigint; addressee: Addressee; reply: Reply }) =>
  appendEvents(db, [
    {
      accountId,
      type: 'message.inbound',
      test,
      data: { inbound_message_id: String(id), message_id: answers?.toString() ?? null, kind: reply.kind },
    },
  ])
