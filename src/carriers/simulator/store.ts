import type { OutboundMessage, Receipt } from '../../domain/messages/carrier.ts'
import type { Db } from '../../platform/db.ts'
import type { Behaviour } from './behaviour.ts'

/** Puts a message on its simulated phone, with the receipt that will be due; `draws`: the phone draws the card of its link. A second try of the same message is a second SMS. */
export async function insertReceived(
  db: Db,
  {
    message,
    carrierMessageId,
    behaviour,
    draws,
  }: { message: OutboundMessage; carrierMessageId: string; behaviour: Behaviour; draws: boolean },
): Promise<void> {
  const { id, accountId, phone, sender, text, flash } = message
  const dueIn = behaviour.receipt === undefined ? null : behaviour.receiptDelayMs / 1_000
  const previewIn = draws && behaviour.receipt === 'delivered' ? behaviour.receiptDelayMs / 1_000 : null
  await db`
    insert into simulator_messages (account_id, carrier_message_id, reference, phone, sender, text, flash, receipt, receipt_due_at, preview_due_at)
    values (${accountId}, ${carrierMessageId}, ${String(id)}, ${phone}, ${sender}, ${text}, ${flash}, ${behaviour.receipt ?? null},
      now() + make_interval(secs => ${dueIn}), now() + make_interval(secs => ${previewIn}))`
}

export type DueReceipt = { id: bigint; carrierMessageId: string; reference: string; receipt: Receipt['state']; dueAt: Date }

/** Receipts that are due; they stay due until `markReceiptsSent`, so a crash in between repeats them, which changes nothing. */
export const listDueReceipts = (db: Db, { limit }: { limit: number }) => db<DueReceipt[]>`
  select id, carrier_message_id as "carrierMessageId", reference, receipt, receipt_due_at as "dueAt"
  from simulator_messages where receipt_due_at <= now() and receipt_sent_at is null
  order by receipt_due_at limit ${limit}`

export const markReceiptsSent = (db: Db, { ids }: { ids: readonly bigint[] }) => db`
  update simulator_messages set receipt_sent_at = now() where id = any(${ids.map(String)}::bigint[])`

/** Forgets what phones received some days ago, in one bounded slice. */
export async function deleteOldReceived(db: Db, { days, limit }: { days: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from simulator_messages where ctid = any(array(
      select ctid from simulator_messages where received_at < now() - make_interval(days => ${days}) limit ${limit}
    ))
    returning 1`
  return rows.length
}

/** Forgets what one phone received, in one bounded slice. */
export async function deleteReceivedBy(
  db: Db,
  { accountId, phone, limit }: { accountId: bigint; phone: string; limit: number },
): Promise<number> {
  const rows = await db`
    delete from simulator_messages where id = any(array(
      select id from simulator_messages where account_id = ${accountId} and phone = ${phone} limit ${limit}
    ))
    returning 1`
  return rows.length
}

/** What one phone received, oldest first. */
export const listReceivedBy = (
  db: Db,
  { accountId, phone, after, limit }: { accountId: bigint; phone: string; after: bigint; limit: number },
) => db<{ id: bigint; sender: string; text: string; receivedAt: Date }[]>`
  select id, sender, text, received_at as "receivedAt" from simulator_messages
  where account_id = ${accountId} and phone = ${phone} and id > ${after}
  order by id limit ${limit}`

/** Takes messages whose phone builds its preview now; taken before the fetch, so that no preview is fetched twice. */
export const takeDuePreviews = (db: Db, { limit }: { limit: number }) => db<{ phone: string; text: string }[]>`
  with due as (
    select id from simulator_messages where preview_due_at <= now() order by preview_due_at limit ${limit} for update skip locked
  )
  update simulator_messages set preview_due_at = null from due where simulator_messages.id = due.id
  returning phone, text`

/** Puts messages of the past on their phones: nothing of them is due any more. What they say besides is what their message says. */
export const insertPast = (db: Db, received: readonly { id: number; text: string; at: Date }[]) => db`
  insert into simulator_messages (account_id, carrier_message_id, reference, phone, sender, text, flash, received_at, receipt, receipt_due_at, receipt_sent_at)
  select account_id, coalesce(carrier_message_id, 'past-' || messages.id), messages.id::text, phone, sender, got.text, flash, got.at, 'delivered', got.at, got.at
  from json_to_recordset(${JSON.stringify(received)}::text::json) as got(id bigint, text text, at timestamptz) join messages on messages.id = got.id
  order by got.at`
