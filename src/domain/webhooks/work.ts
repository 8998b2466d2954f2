import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Db, Transaction } from '../../platform/db.ts'
import type { Lease } from './lease.ts'

/** A page of the queue of an endpoint, its events in the order of the log, and of when they are, in seconds since 1970. */
export type QueuePage = { id: bigint; xids: string[]; ids: bigint[]; from: number; to: number }

/**
 * The next pages that are not in work, and up to where the endpoint was asked to look when there was none: both as one snapshot sees them, so
 * that what is asked later is never taken for served.
 * @param after where the last look ended, so that this one does not go through what was done since then, which stays in the index for a while;
 * 0 finds all, also a page that came late, behind those of a replay
 */
export async function nextPages(
  db: Db,
  { lease: { accountId, endpointId }, open, after, limit }: { lease: Lease; open: readonly bigint[]; after: bigint; limit: number },
): Promise<{ asked: bigint; pages: QueuePage[] }> {
  const rows = await db<{ asked: bigint; id: bigint | null; xids: string[]; ids: bigint[]; from: number; to: number }[]>`
    select asked, page.id, page.event_xids as xids, page.event_ids as ids, date_part('epoch', page.from_at) as from,
      date_part('epoch', page.to_at) as to
    from webhook_work left join lateral (
      select * from webhook_queue
      where webhook_queue.account_id = ${accountId} and webhook_queue.endpoint_id = ${endpointId} and id > ${after} and id <> all(${[...open]}::bigint[])
      order by id limit ${limit}
    ) as page on true
    where webhook_work.account_id = ${accountId} and webhook_work.endpoint_id = ${endpointId}
    order by page.id`
  const pages = rows.flatMap(({ id, xids, ids, from, to }) => (id === null ? [] : [{ id, xids, ids, from, to }]))
  return { asked: rows[0]?.asked ?? 0n, pages }
}

export type Retry = { xid: string; id: bigint; seconds: number; type: string; step: number }

/** Deliveries whose time has come, longest due first. */
export const listDueRetries = (db: Db, { lease: { accountId, endpointId }, limit }: { lease: Lease; limit: number }) => db<Retry[]>`
  select event_xid::text as xid, event_id as id, date_part('epoch', event_at) as seconds, type, step from webhook_deliveries
  where account_id = ${accountId} and endpoint_id = ${endpointId} and state = 'waiting' and next_attempt_at <= now()
  order by next_attempt_at limit ${limit}`

/** A page as it is after some of its events were recorded; without any left it goes. */
export type PageLeft = { id: bigint; xids: readonly string[]; ids: readonly bigint[] }

export async function shortenPages(
  tx: Transaction,
  { accountId, pages }: { accountId: bigint; pages: readonly PageLeft[] },
): Promise<void> {
  const done = pages.filter(({ ids }) => ids.length === 0).map(({ id }) => id)
  if (done.length > 0) await tx`delete from webhook_queue where account_id = ${accountId} and id = any(${done}::bigint[])`
  for (const { id, xids, ids } of pages)
    if (ids.length > 0)
      await tx`
        update webhook_queue set event_xids = ${arrayOf(xids, (xid) => xid)}::xid8[], event_ids = ${arrayOf(ids, String)}::bigint[]
        where account_id = ${accountId} and id = ${id}`
}
