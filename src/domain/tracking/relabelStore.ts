import type { Transaction } from '../../platform/db.ts'
import { addToRollup, rollUp, rollupKey, rollupSums } from './rollupKey.ts'

/**
 * Held to the end of the transaction by everybody who changes hits that are stored (review, reclassify, expiry), so that what was read of
 * them still holds. The drain only adds hits and does not wait for it.
 */
export const lockStoredHits = (tx: Transaction) => tx`select pg_advisory_xact_lock(hashtext('tapline stored hits'))`

/** The same, for who had better come back later. */
export async function tryLockStoredHits(tx: Transaction): Promise<boolean> {
  const [row] = await tx<{ locked: boolean }[]>`select pg_try_advisory_xact_lock(hashtext('tapline stored hits')) as locked`
  return row?.locked === true
}

/** In the order in which the drain locks them. From here on no batch with hits of these messages is under way. */
export const lockTotals = (tx: Transaction, { messageIds }: { messageIds: string }) => tx`
  select from link_totals where message_id = any(${messageIds}::bigint[])
  order by message_id, link for update`

/**
 * To the end of the transaction the planner reaches for indexes. The statistics of tables that grow by millions lag behind, and one scan of
 * all totals takes longer than the whole correction.
 */
export const preferIndexes = (tx: Transaction) => tx`select set_config('enable_seqscan', 'off', true)`

/** Rows of hits as they were (-1) and as they are now (1); all sums are corrected by what stands here. */
export const createMovedHits = (tx: Transaction) => tx`create temp table moved_hits (like hits, sign smallint) on commit drop`

/** Hits and their new labels, each column an array in PostgreSQL's text form; `from`, `to`: the times of the hits. */
export type LabelColumns = {
  partitions: string
  places: string
  from: Date
  to: Date
  labels: Record<'verdict' | 'reasons' | 'device' | 'os' | 'browser' | 'app', string> & { rulesVersion: number }
}

/** Gives hits their new labels. One that is no click any more is no first click either. The times only spare looking into other partitions. */
export const writeLabels = (tx: Transaction, { partitions, places, from, to, labels }: LabelColumns) => tx`
  with change as materialized (
    select * from unnest(
      ${partitions}::oid[], ${places}::tid[], ${labels.verdict}::text[], ${labels.reasons}::text[], ${labels.device}::text[],
      ${labels.os}::text[], ${labels.browser}::text[], ${labels.app}::text[]
    ) as change (partition, place, verdict, reasons, device, os, browser, app)
  ), before as (
    insert into moved_hits
    select hits.*, -1 from hits join change on change.partition = hits.tableoid and change.place = hits.ctid
    where hits.ctid = any(${places}::tid[]) and at >= ${from} and at <= ${to}
  ), after as (
    update hits set verdict = change.verdict, reasons = change.reasons::text[], rules_version = ${labels.rulesVersion}, device = change.device,
      os = change.os, browser = change.browser, app = change.app, first_of_link = first_of_link and change.verdict = 'click',
      first_of_message = first_of_message and change.verdict = 'click'
    from change
    where change.partition = hits.tableoid and change.place = hits.ctid
      and hits.ctid = any(${places}::tid[]) and at >= ${from} and at <= ${to}
    returning hits.*
  )
  insert into moved_hits select after.*, 1 from after`

/**
 * Where a first click was taken away, or the first one appeared, the earliest click becomes it. A link whose first click has expired keeps
 * that one: it still has clicks and lost no mark. No click that is left is older than `since`, so a link with many hits is not read whole.
 */
export const nameFirstClicks = (tx: Transaction) => tx`
  with moved as materialized (
    select message_id, link, coalesce(sum(sign) filter (where first_of_link), 0) as firsts, coalesce(sum(sign) filter (where first_of_message), 0) as message_firsts,
      coalesce(sum(sign) filter (where verdict = 'click'), 0) as clicks, min(at) filter (where verdict = 'click' and sign = 1) as first_at
    from moved_hits where message_id is not null
    group by message_id, link
  ), link_pick as materialized (
    select first.* from moved join link_totals as total using (message_id, link), lateral (
      select tableoid as partition, ctid as place, hits.at from hits
      where hits.message_id = moved.message_id and hits.link = moved.link and verdict = 'click'
        and at >= least(total.first_click_at, moved.first_at)
      order by at, tableoid, ctid limit 1
    ) as first
    where firsts < 0 or (total.clicks = 0 and moved.clicks > 0)
  ), message_pick as materialized (
    select first.* from (
      select message_id, sum(message_firsts) as firsts, sum(clicks) as clicks, min(first_at) as first_at from moved group by message_id
    ) as moved join link_totals as total on total.message_id = moved.message_id and total.link = 0, lateral (
      select tableoid as partition, ctid as place, hits.at from hits
      where hits.message_id = moved.message_id and verdict = 'click' and at >= least(total.message_first_click_at, moved.first_at)
      order by at, tableoid, ctid limit 1
    ) as first
    where firsts < 0 or (total.message_clicks = 0 and moved.clicks > 0)
  ), pick as materialized (
    select partition, place, at, bool_or(of_link) as of_link, bool_or(of_message) as of_message
    from (select *, true as of_link, false as of_message from link_pick union all select *, false, true from message_pick) as picks
    group by partition, place, at
  ), before as (
    insert into moved_hits
    select hits.*, -1 from hits join pick on pick.partition = hits.tableoid and pick.place = hits.ctid
    where hits.ctid = any(array(select place from pick))
      and hits.at >= (select min(at) from pick) and hits.at <= (select max(at) from pick)
  ), after as (
    update hits set first_of_link = first_of_link or of_link, first_of_message = first_of_message or of_message
    from pick
    where pick.partition = hits.tableoid and pick.place = hits.ctid and hits.ctid = any(array(select place from pick))
      and hits.at >= (select min(at) from pick) and hits.at <= (select max(at) from pick)
    returning hits.*
  )
  insert into moved_hits select after.*, 1 from after`

/** As an array, a planner without statistics looks these messages up too, instead of joining with all totals. */
const movedMessages = (tx: Transaction) => tx`array(select distinct message_id from moved_hits where message_id is not null)`

/** The totals of links, and on the row of link 0 the sums of the message, but for the message's first click. */
export const correctTotals = (tx: Transaction) => tx`
  with moved as materialized (
    select message_id, link, coalesce(sum(sign) filter (where verdict = 'click'), 0) as clicks,
      coalesce(sum(sign) filter (where verdict = 'view'), 0) as views, coalesce(sum(sign) filter (where verdict = 'prefetch'), 0) as prefetches,
      coalesce(sum(sign) filter (where verdict = 'bot'), 0) as bots, min(at) filter (where verdict = 'click' and sign = 1) as click_at,
      min(at) filter (where verdict = 'view' and sign = 1) as view_at
    from moved_hits where message_id is not null
    group by message_id, link
  ), message as (
    select message_id, sum(clicks) as clicks, sum(views) as views, sum(prefetches) as prefetches, sum(bots) as bots from moved group by message_id
  ), corrected as materialized (
    select total.message_id, total.link, moved.clicks, moved.views, moved.prefetches, moved.bots,
      case when moved.link is null then total.first_click_at else least(sealed.first_click_at, (
        select at from hits
        where hits.message_id = total.message_id and hits.link = total.link and verdict = 'click' and at >= least(total.first_click_at, click_at)
        order by at limit 1
      )) end as first_click_at,
      case when moved.link is null then total.first_view_at else least(sealed.first_view_at, (
        select at from hits
        where hits.message_id = total.message_id and hits.link = total.link and verdict = 'view' and at >= least(total.first_view_at, view_at)
        order by at limit 1
      )) end as first_view_at,
      message.clicks as message_clicks, message.views as message_views, message.prefetches as message_prefetches, message.bots as message_bots
    from message join link_totals as total using (message_id) left join moved using (message_id, link)
    left join sealed_link_totals as sealed on sealed.message_id = total.message_id and sealed.link = total.link
    where total.message_id = any(${movedMessages(tx)}) and (total.link = 0 or moved.link is not null)
  )
  update link_totals as total set
    clicks = total.clicks + coalesce(corrected.clicks, 0),
    views = total.views + coalesce(corrected.views, 0),
    prefetches = total.prefetches + coalesce(corrected.prefetches, 0),
    bots = total.bots + coalesce(corrected.bots, 0),
    first_click_at = corrected.first_click_at,
    first_view_at = corrected.first_view_at,
    message_clicks = total.message_clicks + case when total.link = 0 then corrected.message_clicks else 0 end,
    message_views = total.message_views + case when total.link = 0 then corrected.message_views else 0 end,
    message_prefetches = total.message_prefetches + case when total.link = 0 then corrected.message_prefetches else 0 end,
    message_bots = total.message_bots + case when total.link = 0 then corrected.message_bots else 0 end
  from corrected
  where total.message_id = any(${movedMessages(tx)}) and total.message_id = corrected.message_id and total.link = corrected.link`

export const correctMessageFirstClicks = (tx: Transaction) => tx`
  update link_totals as total set message_first_click_at = first.at
  from (
    select message_id, min(first_click_at) as at from link_totals
    where message_id = any(${movedMessages(tx)})
    group by message_id
  ) as first
  where total.message_id = any(${movedMessages(tx)}) and total.message_id = first.message_id and total.link = 0 and total.message_first_click_at is distinct from first.at`

export const correctRollups = (tx: Transaction) => tx`
  insert into hit_rollups (${rollupKey(tx)}, ${rollupSums(tx)})
  select ${rollupKey(tx)}, ${rollupSums(tx)} from (${rollUp(tx, { source: tx`moved_hits`, sign: tx`sign` })}) as moved
  where (clicks, unique_clicks, clickers, views, prefetches, bots) is distinct from (0, 0, 0, 0, 0, 0)
  order by ${rollupKey(tx)}
  on conflict (${rollupKey(tx)}) do update set ${addToRollup(tx, { table: 'hit_rollups' })}`

export type Moved = {
  accountId: bigint
  test: boolean
  clicks: number
  uniqueClicks: number
  clickers: number
  views: number
  prefetches: number
  bots: number
}

/** By how much the sums of accounts moved. */
export const sumMoved = (tx: Transaction) => tx<Moved[]>`
  select account_id as "accountId", test, sum(clicks)::float8 as clicks, sum(unique_clicks)::float8 as "uniqueClicks",
    sum(clickers)::float8 as clickers, sum(views)::float8 as views, sum(prefetches)::float8 as prefetches, sum(bots)::float8 as bots
  from (${rollUp(tx, { source: tx`moved_hits`, sign: tx`sign` })}) as moved
  group by account_id, test
  order by account_id, test`

/** A hit that the current rules judge as it was judged only takes their version. */
export const stampVersion = (
  tx: Transaction,
  { partition, places, rulesVersion }: { partition: string; places: string; rulesVersion: number },
) => tx`
  update ${tx(partition)} set rules_version = ${rulesVersion} where ctid = any(${places}::tid[])`
