import { eventsOnRequest, publicNames } from '../../contract/events.ts'
import { commitSoon, inTransaction, type Db, type Transaction } from '../../platform/db.ts'

/** Events that are shared out in one transaction: some 20 ms of work, and well below a second where a hundred endpoints want each. */
const PAGE = 2_000
/** Events of a row of the queue: what is taken back to pieces when it fails, and what a row's rewriting costs, stay small. */
export const QUEUE_PAGE = 500

/**
 * Partitions before the last event's day are left out, but for one: no writing transaction lasts so long that its events could be older.
 */
export const MARGIN = '1 day'

/**
 * Shares out the next events of the log among the endpoints that want them. One process does it at a time; another that tries finds
 * nothing to do. @returns 'again' when a whole page was read, and how many events some endpoint gets
 */
export async function fanOut(db: Db): Promise<{ isMore: boolean; shared: number }> {
  return inTransaction(db, async (tx) => {
    // What a crash takes back is shared out again: the cursor and the queue go back together.
    await Promise.all([keepToOrder(tx), commitSoon(tx)])
    if (!(await hasNews(tx))) return { isMore: false, shared: 0 }
    const [cursor] = await tx<Cursor[]>`
      select xid::text, event_id as "eventId", event_at::text as "eventAt" from webhook_cursor for update skip locked`
    if (cursor === undefined) return { isMore: false, shared: 0 }
    const [result] = await sharePage(tx, { ...cursor, limit: PAGE })
    if (result === undefined || result.count === 0) return { isMore: false, shared: 0 }
    await tx`
      update webhook_cursor set xid = ${result.xid}::text::xid8, event_id = ${result.id}, event_at = greatest(event_at, ${result.at}::text::timestamptz)`
    return { isMore: result.count === PAGE, shared: result.shared }
  })
}

/** A look that locks and writes nothing: most find nothing new. */
async function hasNews(db: Transaction): Promise<boolean> {
  const [cursor] = await db<Cursor[]>`select xid::text, event_id as "eventId", event_at::text as "eventAt" from webhook_cursor`
  if (cursor === undefined) return false
  const rows = await db`
    select from outbox
    where at >= ${cursor.eventAt}::text::timestamptz - ${MARGIN}::text::interval
      and (xid, id) > (${cursor.xid}::text::xid8, ${cursor.eventId}::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, id limit 1`
  return rows.length > 0
}

/**
 * Keeps the planner from sorting: it takes a page for the whole rest of the log where many events share a transaction, and would read and sort
 * that rest for each page (115 ms of a hundred thousand, where the index takes 2).
 */
export async function keepToOrder(tx: Transaction): Promise<void> {
  await tx`select set_config('enable_sort', 'off', true)`
}

type Cursor = { xid: string; eventId: bigint; eventAt: string }

type Shared = { count: number; shared: number; xid: string; id: bigint; at: string }

// A time that is read from a text is put into a select of its own: PostgreSQL would read it again for each row.
const sharePage = (tx: Transaction, { xid, eventId, eventAt, limit }: Cursor & { limit: number }) => tx<Shared[]>`
  with page as materialized (
    select xid, id, account_id, type, at, test, data from outbox
    where at >= (select ${eventAt}::text::timestamptz - ${MARGIN}::text::interval) and (xid, id) > (${xid}::text::xid8, ${eventId}::bigint)
      and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by xid, id limit ${limit}
  ), matched as (
    select endpoint.id as endpoint_id, page.account_id, page.xid, page.id, page.at
    from page join webhook_endpoints as endpoint on endpoint.account_id = page.account_id and endpoint.created_at <= page.at
    ${whereWanted(tx)} and endpoint.state <> 'disabled'
  ), ${enqueue(tx)}
  select (select count(*)::int from page) as count, (select count(*)::int from matched) as shared, xid::text as xid, id, at::text as at
  from (select xid, id, at from page order by xid desc, id desc limit 1) as last`

/**
 * What makes an event one for an endpoint: its type, and the filters. Messages are read only for endpoints that have a filter of theirs: an
 * index is not even asked for a null.
 */
export const whereWanted = (tx: Transaction) => tx`
  join (
    select * from json_to_recordset(${namesJson}::text::json) as known(log_name text, public_name text, on_request boolean)
  ) as known on known.log_name = page.type
  left join lateral (
    select label, campaign_id from messages
    where messages.account_id = page.account_id
      and messages.id = case when endpoint.label is not null or endpoint.campaign_id is not null then (page.data->>'message_id')::bigint end
  ) as message on true
  where case cardinality(endpoint.types) when 0 then not on_request else public_name = any(endpoint.types) end
    and (endpoint.include_test or not page.test)
    and (endpoint.label is null or endpoint.label = coalesce(page.data->>'label', message.label))
    and (endpoint.campaign_id is null or endpoint.campaign_id::text = coalesce(page.data->>'campaign_id', message.campaign_id::text))
    and (not endpoint.first_clicks_only or page.type <> 'hit.click' or page.data->>'first' = 'true')`

/**
 * Puts the events of `matched` into the queues of their endpoints, and says so to whoever works on them. Each endpoint's events are listed once and
 * then cut into rows; all of them get the bounds of the whole, which only tell in which days of the log to look.
 */
export const enqueue = (tx: Transaction) => tx`
  listed as materialized (
    select endpoint_id, account_id, array_agg(xid order by xid, id) as xids, array_agg(id order by xid, id) as ids, min(at) as from_at, max(at) as to_at
    from matched group by endpoint_id, account_id
  ), added as (
    insert into webhook_queue (endpoint_id, account_id, event_xids, event_ids, from_at, to_at)
    select endpoint_id, account_id, xids[first:first + ${QUEUE_PAGE - 1}::int], ids[first:first + ${QUEUE_PAGE - 1}::int], from_at, to_at
    from listed, generate_series(1, cardinality(ids), ${QUEUE_PAGE}::int) as first
    order by endpoint_id, first
    returning endpoint_id
  ), told as (
    update webhook_work set asked = asked + 1 where endpoint_id in (select endpoint_id from added)
  )`

const namesJson = JSON.stringify(
  [...publicNames].map(([log, name]) => ({ log_name: log, public_name: name, on_request: eventsOnRequest.includes(name) })),
)
