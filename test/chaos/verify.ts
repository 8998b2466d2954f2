import type { Db } from '../../src/platform/db.ts'

/**
 * Compares raw hits, totals and roll-ups. The one place where a run asks whether the figures agree with the hits.
 * @returns groups that differ; 0 when all agree
 */
export async function verifyFigures(db: Db): Promise<number> {
  return (await differentTotals(db)) + (await differentMessageTotals(db)) + (await differentRollups(db))
}

async function differentTotals(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    with raw as (
      select message_id, link, count(*) filter (where verdict = 'click') as clicks, count(*) filter (where verdict = 'view') as views,
        count(*) filter (where verdict = 'prefetch') as prefetches, count(*) filter (where verdict = 'bot') as bots
      from hits where message_id is not null group by message_id, link
    )
    select count(*)::int as count from raw full join (
      select * from link_totals where clicks + views + prefetches + bots > 0
    ) as totals using (message_id, link)
    where (raw.clicks, raw.views, raw.prefetches, raw.bots) is distinct from (totals.clicks, totals.views, totals.prefetches, totals.bots)`
  return row?.count ?? 0
}

async function differentMessageTotals(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    with raw as (
      select message_id, count(*) filter (where verdict = 'click') as clicks, count(*) filter (where verdict = 'view') as views,
        count(*) filter (where verdict = 'prefetch') as prefetches, count(*) filter (where verdict = 'bot') as bots
      from hits where message_id is not null group by message_id
    )
    select count(*)::int as count from raw full join (select * from link_totals where link = 0) as totals using (message_id)
    where (raw.clicks, raw.views, raw.prefetches, raw.bots)
      is distinct from (message_clicks, message_views, message_prefetches, message_bots)`
  return row?.count ?? 0
}

async function differentRollups(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    with raw as (
      select account_id, date_trunc('hour', at, 'UTC') as hour, rendering_id, link, device, test, message_id is not null as counted,
        count(*) filter (where verdict = 'click') as clicks, count(*) filter (where verdict = 'view') as views,
        count(*) filter (where verdict = 'prefetch') as prefetches, count(*) filter (where verdict = 'bot') as bots
      from hits group by 1, 2, 3, 4, 5, 6, 7
    )
    select count(*)::int as count from raw full join hit_rollups as rollups using (account_id, hour, rendering_id, link, device, test, counted)
    where (raw.clicks, raw.views, raw.prefetches, raw.bots) is distinct from (rollups.clicks, rollups.views, rollups.prefetches, rollups.bots)`
  return row?.count ?? 0
}
