import type { Db } from '../../platform/db.ts'
import { competes, isWatched, type MessageSums, type WatchedCampaign } from './experimentMessages.ts'

/** Clickers of one network within ten minutes count so often in any case. */
const BURST_CLICKERS = 10
/** Beyond that a network may click on one variant so many times as often as it does on the others, sent messages taken into account. */
const BURST_RATIO = 3
/** Our own machines, from which one tries things, are no network. */
const OWN = '{127.0.0.0/8,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,::1/128,fc00::/7}'

/**
 * Clickers whose first click came in time. One network that clicks for many recipients of one variant at once is a machine, or somebody who
 * wants that variant to win: what goes beyond its clicks on the other variants is left out. A carrier's network, behind which many people
 * are, clicks on all of them alike. Reads those who clicked, by the batches of the campaign, not its messages.
 */
export const countClickers = (
  db: Db,
  { accountId, campaignId, watchSeconds, until }: WatchedCampaign,
  messages: readonly MessageSums[],
) => db<{ variantId: bigint; successes: number; leftOut: number }[]>`
  with sent (variant_id, watched) as (
    select * from unnest(${messages.map(({ variantId }) => variantId)}::bigint[], ${messages.map(({ watched }) => watched)}::float8[])
  ), clicked as (
    select batches.variant_id, message_first_click_at as at, (
        select network from hits where hits.message_id = messages.id and hits.at = message_first_click_at and verdict = 'click' limit 1
      ) as network
    from batches
    join link_totals on link_totals.account_id = batches.account_id and link = 0 and message_first_click_at is not null
      and link_totals.message_id >= first_message_id and link_totals.message_id < first_message_id + size / links_per_message
    join messages on messages.id = link_totals.message_id
    where batches.campaign_id = ${campaignId} and batches.account_id = ${accountId} and links_per_message > 0
      and ${isWatched(db, watchSeconds)} and message_first_click_at <= submitted_at + make_interval(secs => ${watchSeconds}) ${competes(db, until)}
  ), groups as (
    select variant_id, case when network <<= any(${OWN}::text::inet[]) then null else network end as network,
      date_bin('10 minutes', at, '2000-01-01') as minutes, count(*)::float8 as clickers
    from clicked group by 1, 2, 3
  ), compared as (
    select variant_id, network, clickers, watched, sum(clickers) over others - clickers as elsewhere, (select sum(watched) from sent) - watched as watched_elsewhere
    from groups join sent using (variant_id) window others as (partition by network, minutes)
  ), counted as (
    select variant_id, clickers, case when network is null then clickers else least(clickers, greatest(
      ${BURST_CLICKERS}::float8, floor(${BURST_RATIO}::float8 * elsewhere * watched / nullif(watched_elsewhere, 0)))) end as kept
    from compared
  )
  select variant_id as "variantId", sum(kept) as successes, sum(clickers - kept) as "leftOut" from counted group by variant_id limit 100`
