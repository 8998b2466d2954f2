import type { Db } from '../platform/db.ts'

/** What happened, in the transaction that makes it true. `data` holds ids and what cannot be read again later. */
export type OutboxEvent = { accountId: bigint; type: EventType; test: boolean; data: Record<string, unknown> }

/** Every type of event. Hits labelled bot or prefetch make one only where an endpoint asks for it. */
export const eventTypes = [
  'message.accepted',
  'message.rejected',
  'message.delivered',
  'message.undelivered',
  'message.expired',
  'message.unknown',
  'message.cancelled',
  'message.inbound',
  'message.suppressed',
  'hit.click',
  'hit.view',
  'hit.prefetch',
  'hit.bot',
  'hits.reclassified',
  'link.changed',
  'link.taken_down',
  'contact.opted_out',
  'contact.opted_in',
  'contact_import.done',
  'contact_import.failed',
  'campaign.started',
  'campaign.paused',
  'campaign.resumed',
  'campaign.cancelled',
  'campaign.done',
  'experiment.decided',
  'conversion.recorded',
  'conversion.attributed',
  'conversion.unattributed',
  'conversion.corrected',
  'conversion.voided',
  'endpoint.disabled',
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

/** Events that are looked at in one slice. */
const PAGE = 20_000

/** A place in the log: transaction and id, as they sort. */
export type EventPlace = { xid: string; id: string }
export const LOG_START: EventPlace = { xid: '0', id: '0' }

export type MessageEvent = EventPlace & { messageId: string; at: Date; type: string; data: Record<string, unknown> }

/**
 * Events of an account's messages, oldest first, a page of the log at a time: there is no index by message, since few ask for it.
 * @param since lets older partitions out
 * @returns the page's events of that account, and where the next page begins; undefined at the end
 */
export async function listMessageEvents(
  db: Db,
  { accountId, since, after }: { accountId: bigint; since: Date; after: EventPlace },
): Promise<{ events: MessageEvent[]; next: EventPlace | undefined }> {
  const rows = await db<(MessageEvent & { isOurs: boolean; place: bigint })[]>`
    with page as (
      select xid, id, account_id, at, type, data, row_number() over (order by xid, id) as place from (
        select xid, id, account_id, at, type, data from outbox
        where at >= ${since} and (xid, id) > (${after.xid}::text::xid8, ${after.id}::text::bigint) order by xid, id limit ${PAGE}
      ) as raw
    )
    select xid::text as xid, id::text as id, data->>'message_id' as "messageId", at, type, data,
      account_id = ${accountId} and data->>'message_id' is not null as "isOurs", place
    from page
    where (account_id = ${accountId} and data->>'message_id' is not null) or place = ${PAGE}
    order by place`
  const last = rows.at(-1)
  return { events: rows.filter(({ isOurs }) => isOurs), next: last?.place === BigInt(PAGE) ? last : undefined }
}

/** Erases from events what their account calls the recipient by, and what was ordered. */
export async function eraseReferences(db: Db, places: readonly EventPlace[]): Promise<void> {
  await db`
    update outbox set data = jsonb_set(jsonb_set(data::jsonb, '{reference}', 'null', data->'reference' is not null),
      '{order_id}', 'null', data->'order_id' is not null)::json
    from unnest(${places.map(({ xid }) => xid)}::text[], ${places.map(({ id }) => id)}::bigint[]) as place (xid, id)
    where outbox.xid = place.xid::xid8 and outbox.id = place.id`
}
