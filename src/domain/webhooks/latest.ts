import type { Db } from '../../platform/db.ts'
import type { DeliveryState } from './deliveries.ts'

export type LatestDelivery = { state: DeliveryState; at: string; status: number | null }
export type EndpointLatest = {
  endpointId: bigint
  failures: number
  lastSuccessAt: Date | null
  lastAttemptAt: Date | null
  latest: LatestDelivery[]
}

/** What became of the latest events at each endpoint of an account, newest first: some rows of each by its primary key. */
export const selectLatest = (db: Db, { accountId, each, limit }: { accountId: bigint; each: number; limit: number }) => db<
  EndpointLatest[]
>`
  select endpoints.id as "endpointId", coalesce(failures, 0) as failures, last_success_at as "lastSuccessAt", last_attempt_at as "lastAttemptAt", (
    select coalesce(json_agg(json_build_object('state', state, 'at', attempted_at, 'status', status) order by event_at desc, event_id desc), '[]') from (
      select state, attempted_at, status, event_at, event_id from webhook_deliveries
      where account_id = ${accountId} and endpoint_id = endpoints.id
      order by event_at desc, event_id desc limit ${each}
    ) as newest
  ) as latest
  from (select id from webhook_endpoints where account_id = ${accountId} order by id limit ${limit}) as endpoints
  left join webhook_work on webhook_work.account_id = ${accountId} and webhook_work.endpoint_id = endpoints.id
  order by endpoints.id`
