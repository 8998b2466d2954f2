import type { Db } from '../platform/db.ts'

/** What happened, in the transaction that makes it true. `data` holds ids and what cannot be read again later. */
export type OutboxEvent = { accountId: bigint; type: EventType; test: boolean; data: Record<string, unknown> }

/** Every type of event. Hits labelled bot or prefetch make none. */
export const eventTypes = [
  'message.accepted',
  'message.rejected',
  'message.delivered',
  'message.undelivered',
  'message.expired',
  'message.unknown',
  'message.cancelled',
  'message.suppressed',
  'hit.click',
  'hit.view',
  'link.changed',
  'link.taken_down',
] as const
export type EventType = (typeof eventTypes)[number]

/** Appends events to the log; call it inside the transaction that they tell of. */
export async function appendEvents(db: Db, events: readonly OutboxEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({ account_id: String(event.accountId), type: event.type, test: event.test, data: event.data }))
  await db`
    insert into outbox (account_id, type, test, data)
    select account_id, type, test, data
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as event(account_id bigint, type text, test boolean, data json)`
}
