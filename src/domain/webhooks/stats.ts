import type { Db } from '../../platform/db.ts'

export type EndpointWork = {
  failures: number
  failingSince: Date | null
  heldUntil: Date | null
  lastSuccessAt: Date | null
  lastAttemptAt: Date | null
  queued: number
  waiting: number
}

/** A count that costs too much beyond this is not worth it. */
const MAX_COUNTED = 10_000

/** How an endpoint does, and what waits for it. */
export async function findWork(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<EndpointWork | undefined> {
  const [row] = await db<EndpointWork[]>`
    select failures, failing_since as "failingSince", case when held_until > now() then held_until end as "heldUntil",
      last_success_at as "lastSuccessAt", last_attempt_at as "lastAttemptAt",
      (select coalesce(sum(cardinality(event_ids)), 0)::float8 from webhook_queue
        where webhook_queue.account_id = ${accountId} and webhook_queue.endpoint_id = ${id}) as queued,
      (select count(*)::int from (select from webhook_deliveries
        where webhook_deliveries.account_id = ${accountId} and webhook_deliveries.endpoint_id = ${id} and state = 'waiting' limit ${MAX_COUNTED}) as counted) as waiting
    from webhook_work where account_id = ${accountId} and endpoint_id = ${id}`
  return row
}

export type HourRow = { hour: Date; delivered: number; failedAttempts: number; givenUp: number; totalMs: number; maxMs: number }

/** The latest hours that had attempts, newest first. */
export const listHours = (db: Db, { accountId, id, limit }: { accountId: bigint; id: bigint; limit: number }) => db<HourRow[]>`
  select hour, delivered::float8 as delivered, failed_attempts::float8 as "failedAttempts", given_up::float8 as "givenUp", total_ms::float8 as "totalMs", max_ms as "maxMs"
  from webhook_hours where account_id = ${accountId} and endpoint_id = ${id} order by hour desc limit ${limit}`

/** How long the figures of an hour are kept, and orders to replay after their end. */
export const HOUR_DAYS = 400
export const REPLAY_DAYS = 30

export async function deleteOldHours(db: Db, { limit }: { limit: number }): Promise<number> {
  const rows = await db`
    delete from webhook_hours where ctid = any(array(
      select ctid from webhook_hours where hour < now() - make_interval(days => ${HOUR_DAYS}) limit ${limit}
    ))
    returning 1`
  return rows.length
}

export async function deleteOldReplays(db: Db, { limit }: { limit: number }): Promise<number> {
  const rows = await db`
    delete from webhook_replays where ctid = any(array(
      select ctid from webhook_replays where finished_at < now() - make_interval(days => ${REPLAY_DAYS}) limit ${limit}
    ))
    returning 1`
  return rows.length
}

/** Pages of events that are past their retention: their endpoint was paused, or did not answer, all that time. */
export async function deleteOldPages(db: Db, { days, limit }: { days: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from webhook_queue where ctid = any(array(
      select ctid from webhook_queue where to_at < now() - make_interval(days => ${days}) limit ${limit}
    ))
    returning 1`
  return rows.length
}
