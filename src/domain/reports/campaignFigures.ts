import type { Db } from '../../platform/db.ts'

export type ListFigures = {
  id: bigint
  planned: number
  sent: number
  waiting: number
  failed: number
  reached: number
  clickers: number | null
  conversions: number
}

/**
 * Figures of some campaigns for a list, in one statement. Roll-ups are kept by hour, so those from before the oldest of them are not read.
 * @param ids at most a page of them
 */
export const listFigures = (db: Db, { accountId, ids }: { accountId: bigint; ids: readonly bigint[] }) => db<ListFigures[]>`
  with asked as (
    select id, date_trunc('hour', coalesce(started_at, created_at)) as since from campaigns
    where account_id = ${accountId} and id = any(${[...ids]}::bigint[])
  ), own as materialized (
    select renderings.id, campaign_id from renderings where account_id = ${accountId} and campaign_id = any(${[...ids]}::bigint[])
  ), states as (
    select campaign_id, sum(messages) as planned, sum(messages) filter (where sent) as sent,
      sum(messages) filter (where state in ('queued', 'submitting')) as waiting,
      sum(messages) filter (where state in ('rejected', 'undelivered', 'expired')) as failed,
      sum(messages) filter (where state in ('accepted', 'delivered')) as reached
    from campaign_counts where account_id = ${accountId} and campaign_id = any(${[...ids]}::bigint[]) group by campaign_id
  ), unknown as (
    select campaign_id, count(*) as clicked from messages
    where campaign_id = any(${[...ids]}::bigint[]) and state = 'unknown' and exists (
      select from link_totals
      where link_totals.account_id = ${accountId} and link_totals.message_id = messages.id and link = 0 and message_first_click_at is not null
    )
    group by campaign_id
  ), clicks as (
    select campaign_id, sum(clickers::float8) filter (where counted) as clickers, count(*) as hours
    from own join hit_rollups on hit_rollups.account_id = ${accountId} and hit_rollups.rendering_id = own.id
    where not test and hour >= (select min(since) from asked) group by campaign_id
  ), conversions as (
    select campaign_id, sum(conversions) as conversions
    from own join conversion_rollups as sums on sums.account_id = ${accountId} and sums.rendering_id = own.id
    where not test and outcome = 'attributed' and hour >= (select min(since) from asked) group by campaign_id
  )
  select asked.id, coalesce(planned, 0)::float8 as planned, coalesce(sent, 0)::float8 as sent, coalesce(waiting, 0)::float8 as waiting,
    coalesce(failed, 0)::float8 as failed, (coalesce(reached, 0) + coalesce(unknown.clicked, 0))::float8 as reached,
    case when clicks.hours is null then 0 else clickers end as clickers, coalesce(conversions, 0)::float8 as conversions
  from asked
  left join states on states.campaign_id = asked.id
  left join unknown on unknown.campaign_id = asked.id
  left join clicks on clicks.campaign_id = asked.id
  left join conversions on conversions.campaign_id = asked.id
  limit 200`
