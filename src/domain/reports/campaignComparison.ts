import type { Db } from '../../platform/db.ts'
import type { Campaign } from './campaignReport.ts'

/** Campaigns that one is compared with. */
const EARLIER = 5
/** After a month nothing that matters is to come. */
const MAX_HOURS = 720

export type ComparedCampaign = { id: bigint; name: string; hours: number; reached: number; clickers: number | null; converted: number }

/**
 * A campaign and those that began before it, newest first, each with what came of it in the same time after its start, by the hours of the
 * clock that it has touched: a campaign of this morning would look bad beside what others gathered in weeks.
 */
export const readCompared = (db: Db, { accountId, id }: Campaign) => db<ComparedCampaign[]>`
  with self as (
    select id, started_at, least(${MAX_HOURS}, 1 + extract(epoch from date_trunc('hour', now()) - date_trunc('hour', started_at)) / 3600)::int as hours
    from campaigns where account_id = ${accountId} and id = ${id} and started_at is not null
  ), chosen as materialized (
    (select campaigns.id, name, campaigns.started_at, hours from self join campaigns using (id))
    union all
    (select campaigns.id, name, campaigns.started_at, hours
    from self join campaigns on campaigns.account_id = ${accountId} and campaigns.started_at < self.started_at
    where campaigns.state in ('done', 'cancelled') and exists (select from campaign_counts where campaign_id = campaigns.id and sent and messages > 0)
    order by campaigns.started_at desc, campaigns.id desc limit ${EARLIER})
  )
  select chosen.id, chosen.name, hours,
    (coalesce(states.reached, 0) + coalesce(unknown.clicked, 0))::float8 as reached,
    case when clicks.rows = 0 then 0 else clicks.clickers end as clickers, converted.messages::float8 as converted
  from chosen
  cross join lateral (
    select sum(messages) as reached from campaign_counts
    where account_id = ${accountId} and campaign_id = chosen.id and state in ('accepted', 'delivered')
  ) as states
  cross join lateral (
    select count(*) as clicked from messages
    where campaign_id = chosen.id and state = 'unknown' and exists (
      select from link_totals
      where link_totals.account_id = ${accountId} and link_totals.message_id = messages.id and link = 0 and message_first_click_at is not null)
  ) as unknown
  cross join lateral (
    select count(*) as rows, sum(clickers::float8) filter (where counted) as clickers
    from renderings join hit_rollups on hit_rollups.account_id = ${accountId} and hit_rollups.rendering_id = renderings.id
    where renderings.account_id = ${accountId} and renderings.campaign_id = chosen.id and not test
      and hour >= date_trunc('hour', chosen.started_at) and hour < date_trunc('hour', chosen.started_at) + make_interval(hours => hours)
  ) as clicks
  cross join lateral (
    select count(distinct message_id) as messages
    from renderings join conversions on conversions.rendering_id = renderings.id and conversions.state = 'attributed'
    where renderings.account_id = ${accountId} and renderings.campaign_id = chosen.id
      and conversions.at < date_trunc('hour', chosen.started_at) + make_interval(hours => hours)
  ) as converted
  order by chosen.started_at desc, chosen.id desc limit ${EARLIER + 1}`
