import type { Db } from '../../platform/db.ts'

export type Campaign = { accountId: bigint; id: bigint }

/** Messages of a variant by state, and by whether they were ever handed to a carrier. */
export type StateRow = {
  variantId: bigint
  state: string
  sent: boolean
  messages: number
  parts: number
  priceMicros: bigint
  unpriced: number
}

/** Kept by a trigger, so a million messages cost as much as ten. */
export const countVariantStates = (db: Db, { accountId, id }: Campaign) => db<StateRow[]>`
  select variant_id as "variantId", state, sent, sum(messages)::float8 as messages, sum(parts)::float8 as parts, sum(price_micros)::bigint as "priceMicros",
    sum(unpriced)::float8 as unpriced
  from campaign_counts where account_id = ${accountId} and campaign_id = ${id} group by variant_id, state, sent limit 400`

/** Messages of unknown fate that were clicked: somebody has them, whatever the carrier says. */
export const countUnknownClicked = (db: Db, { accountId, id }: Campaign) => db<{ variantId: bigint; messages: number }[]>`
  select variant_id as "variantId", count(*)::int as messages
  from messages join link_totals on link_totals.message_id = messages.id and link_totals.link = 0
  where messages.account_id = ${accountId} and campaign_id = ${id} and state = 'unknown' and message_clicks > 0
  group by variant_id limit 100`

export type HitSums = {
  key: string
  total_clicks: number
  unique_clicks: number | null
  clickers: number | null
  views: number
  prefetches: number
  bots: number
}

/** Roll-ups of a campaign: its renderings are its own. One read for all groups, since there are some hundred rows an hour at most. */
export const sumHits = (db: Db, { accountId, id }: Campaign) => db<(HitSums & { grouping: HitGroup; variantId: bigint | null })[]>`
  with own as materialized (
    select hit_rollups.*, renderings.variant_id
    from renderings join hit_rollups on hit_rollups.account_id = renderings.account_id and hit_rollups.rendering_id = renderings.id
    where renderings.account_id = ${accountId} and renderings.campaign_id = ${id} and not hit_rollups.test
  )
  select 'variant' as grouping, variant_id as "variantId", '' as key, ${figures(db)} from own group by variant_id
  union all select 'link', variant_id, link::text, ${figures(db)} from own group by variant_id, link
  union all select 'device', null, device, ${figures(db)} from own group by device
  union all select 'country', null, case when country = '' then 'unknown' else country end, ${figures(db)} from own group by country
  union all select * from (
    select 'hour', null::bigint, to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ${figures(db)} from own group by hour order by hour desc limit 1000
  ) as hours`
export type HitGroup = 'variant' | 'link' | 'device' | 'country' | 'hour'

const figures = (db: Db) => db`
  coalesce(sum(clicks), 0)::float8 as total_clicks,
  case when bool_and(not counted) then null else coalesce(sum(unique_clicks), 0)::float8 end as unique_clicks,
  case when bool_and(not counted) then null else coalesce(sum(clickers), 0)::float8 end as clickers,
  coalesce(sum(views), 0)::float8 as views, coalesce(sum(prefetches), 0)::float8 as prefetches, coalesce(sum(bots), 0)::float8 as bots`

/** The newest link at each place of a variant's text. */
export const listLinks = (db: Db, { accountId, id }: Campaign) => db<
  { id: string; variantId: bigint; position: number; destination: string }[]
>`
  select distinct on (variant_id, position) links.id::text as id, variant_id as "variantId", position, destination
  from renderings join links on links.rendering_id = renderings.id
  where renderings.account_id = ${accountId} and campaign_id = ${id}
  order by variant_id, position, links.id desc limit 1000`
