import type { Db } from '../../platform/db.ts'
import { MAX_HOURS, type HitSums } from './campaignReport.ts'

/** A link as its figures are kept: a place in a rendering. */
export type LinkPlace = { accountId: bigint; renderingId: bigint; position: number }

export type LinkHour = HitSums & { conversions: number }

/** What happened at a link, hour by hour, the newest first; an hour may have an order and no click. */
export const listLinkHours = (db: Db, { accountId, renderingId, position }: LinkPlace) => db<LinkHour[]>`
  with taps as materialized (
    select hour, sum(clicks::float8) as clicks, sum(unique_clicks::float8) filter (where counted) as unique_clicks,
      sum(clickers::float8) filter (where counted) as clickers, sum(views::float8) as views, sum(prefetches::float8) as prefetches,
      sum(bots::float8) as bots
    from hit_rollups
    where account_id = ${accountId} and rendering_id = ${renderingId} and link = ${position} and not test
    group by hour order by hour desc limit ${MAX_HOURS}
  ), orders as materialized (
    select hour, sum(conversions::float8) as conversions
    from conversion_rollups
    where account_id = ${accountId} and rendering_id = ${renderingId} and link = ${position} and not test and outcome = 'attributed'
    group by hour having sum(conversions) <> 0 order by hour desc limit ${MAX_HOURS}
  )
  select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as key, coalesce(clicks, 0) as total_clicks,
    case when clicks is null then 0 else unique_clicks end as unique_clicks, case when clicks is null then 0 else clickers end as clickers,
    coalesce(views, 0) as views, coalesce(prefetches, 0) as prefetches, coalesce(bots, 0) as bots, coalesce(conversions, 0) as conversions
  from taps full join orders using (hour)
  order by hour desc limit ${MAX_HOURS}`

/** The newest message with a text, tests included. */
export async function findLastMessage(db: Db, { accountId, renderingId }: LinkPlace): Promise<bigint | null> {
  const [row] = await db<{ id: bigint }[]>`
    select id from messages where rendering_id = ${renderingId} and account_id = ${accountId} order by created_at desc, id desc limit 1`
  return row?.id ?? null
}

/** An entry of the audit log about a link. `name` is the address of a person or the name of a key; null where either is gone. */
export type LinkEntry = { at: Date; actor: string; name: string | null; action: string; data: Record<string, unknown> }

const MAX_ENTRIES = 100

/** What was changed at a link and who did it, newest first. */
export const listLinkHistory = (db: Db, { accountId, id }: { accountId: bigint; id: bigint }) => db<LinkEntry[]>`
  select at, actor, coalesce(users.email, api_keys.name) as name, action, data
  from audit_entries
  left join users on users.account_id = audit_entries.account_id
    and users.id = case when actor like 'user:%' then substr(actor, 6)::bigint end
  left join api_keys on api_keys.account_id = audit_entries.account_id
    and api_keys.id = case when actor like 'key:%' then substr(actor, 5)::bigint end
  where audit_entries.account_id = ${accountId} and subject = ${`link:${id}`}
  order by audit_entries.id desc limit ${MAX_ENTRIES}`
