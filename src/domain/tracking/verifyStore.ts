import type { Db, Transaction } from '../../platform/db.ts'
import { rollUp, rollupKey, rollupSums } from './rollupKey.ts'

/** All statements that follow see one moment, and no event waits for them: a transaction that writes nothing has no id to wait for. */
export const holdStill = (tx: Transaction) => tx`set transaction isolation level repeatable read, read only`

/** A row whose sums are not what its hits say; null: there is no such row. `all`: how many there are. */
export type Mismatch = { key: Record<string, unknown>; expected: Sums | null; found: Sums | null; all: number }
type Sums = Record<string, unknown>

export type Recount = { hits: number; totals: number; rollups: number; sealedTotals: number; sealedRollups: number }

export async function countRows(db: Db): Promise<Recount> {
  const [row] = await db<Recount[]>`
    select (select count(*)::float8 from hits) as hits, (select count(*)::float8 from link_totals) as totals,
      (select count(*)::float8 from hit_rollups) as rollups, (select count(*)::float8 from sealed_link_totals) as "sealedTotals",
      (select count(*)::float8 from sealed_hit_rollups) as "sealedRollups"`
  if (row === undefined) throw new Error('A select without FROM gave no row')
  return row
}

/**
 * Totals of links and messages against the hits. `unique_clicks` and `clickers` stand in no table of totals: they are the marks of first
 * clicks, of which a link, and a message, has one if it was clicked.
 */
export const compareTotals = (db: Db, { limit }: { limit: number }) => db<Mismatch[]>`
  with counted as (
    select message_id, link, account_id, count(*) filter (where verdict = 'click') as clicks, count(*) filter (where verdict = 'view') as views,
      count(*) filter (where verdict = 'prefetch') as prefetches, count(*) filter (where verdict = 'bot') as bots,
      count(*) filter (where first_of_link and verdict = 'click') as unique_clicks,
      count(*) filter (where first_of_message and verdict = 'click') as clickers,
      min(at) filter (where verdict = 'click') as first_click_at, min(at) filter (where verdict = 'view') as first_view_at, max(at) as last_hit_at
    from hits where message_id is not null
    group by message_id, link, account_id
    union all
    select message_id, link, account_id, clicks, views, prefetches, bots, unique_clicks, clickers, first_click_at, first_view_at, last_hit_at
    from sealed_link_totals
  ), links as (
    select message_id, link, account_id, sum(clicks)::int8 as clicks, sum(views)::int8 as views,
      sum(prefetches)::int8 as prefetches, sum(bots)::int8 as bots, sum(unique_clicks)::int8 as unique_clicks, sum(clickers)::int8 as clickers, min(first_click_at) as first_click_at,
      min(first_view_at) as first_view_at, max(last_hit_at) as last_hit_at
    from counted
    group by message_id, link, account_id
  ), messages as (
    select message_id, account_id, sum(clicks)::int8 as clicks, sum(views)::int8 as views, sum(prefetches)::int8 as prefetches,
      sum(bots)::int8 as bots, sum(clickers)::int8 as clickers, min(first_click_at) as first_click_at
    from links
    group by message_id, account_id
  ), expected as (
    select message_id, 0::smallint as link, account_id, coalesce(links.clicks, 0) as clicks, coalesce(links.views, 0) as views,
      coalesce(links.prefetches, 0) as prefetches, coalesce(links.bots, 0) as bots, links.first_click_at, links.first_view_at,
      links.last_hit_at, messages.clicks as message_clicks, messages.views as message_views,
      messages.prefetches as message_prefetches, messages.bots as message_bots, messages.first_click_at as message_first_click_at,
      coalesce(links.unique_clicks, 0) as unique_clicks, messages.clickers as clickers
    from messages left join (select * from links where link = 0) as links using (message_id, account_id)
    union all
    select message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at, 0, 0, 0, 0, null,
      unique_clicks, 0
    from links where link > 0
  ), found as (
    select message_id, link, account_id, clicks::int8, views::int8, prefetches::int8, bots::int8, first_click_at, first_view_at, last_hit_at,
      message_clicks::int8, message_views::int8, message_prefetches::int8, message_bots::int8, message_first_click_at,
      (clicks > 0)::int::int8 as unique_clicks, (link = 0 and message_clicks > 0)::int::int8 as clickers
    from link_totals
  )
  select jsonb_build_object('message_id', message_id::text, 'link', link, 'account_id', account_id::text) as key,
    to_jsonb(expected) - 'message_id' - 'link' - 'account_id' as expected, to_jsonb(found) - 'message_id' - 'link' - 'account_id' as found,
    count(*) over ()::float8 as "all"
  from expected full join found using (message_id, link, account_id)
  where expected is distinct from found
  limit ${limit}`

/** A row that is missing counts like one with zeros: a correction can leave either. */
export const compareRollups = (db: Db, { limit }: { limit: number }) => db<Mismatch[]>`
  with counted as (
    ${rollUp(db, { source: db`hits`, sign: db`1` })}
    union all
    select ${rollupKey(db)}, ${rollupSums(db)} from sealed_hit_rollups
  ), sums as (
    select ${rollupKey(db)}, ${rollupSums(db)}, 1 as expected, 0 as found from counted
    union all
    select ${rollupKey(db)}, ${rollupSums(db)}, 0, 1 from hit_rollups
  ), sides as (
    select ${rollupKey(db)}, ${bothSides(db)}
    from sums
    group by ${rollupKey(db)}
  )
  select to_jsonb(keyed) as key, expected, found, count(*) over ()::float8 as "all"
  from sides, lateral (select ${rollupKey(db)}) as keyed
  where expected <> found
  limit ${limit}`

const bothSides = (db: Db) => db`
  jsonb_build_object(
    'clicks', sum(clicks * expected)::int8, 'unique_clicks', sum(unique_clicks * expected)::int8, 'clickers', sum(clickers * expected)::int8,
    'views', sum(views * expected)::int8, 'prefetches', sum(prefetches * expected)::int8, 'bots', sum(bots * expected)::int8
  ) as expected,
  jsonb_build_object(
    'clicks', sum(clicks * found)::int8, 'unique_clicks', sum(unique_clicks * found)::int8, 'clickers', sum(clickers * found)::int8,
    'views', sum(views * found)::int8, 'prefetches', sum(prefetches * found)::int8, 'bots', sum(bots * found)::int8
  ) as found`
