import type { Db } from '../../platform/db.ts'

/** The key of `hit_rollups`, in the order in which its rows are locked. A further column is added here and in `keyOfHits`. */
export const rollupKey = (db: Db) => db`account_id, hour, rendering_id, link, device, country, test, counted`

/** The same, told from a row of `hits`. */
const keyOfHits = (db: Db) => db`
  account_id, date_trunc('hour', at, 'UTC') as hour, rendering_id, link, device, coalesce(country, '') as country, test, message_id is not null as counted`

/** What roll-ups add up, in the order of `rollupSums`. */
export const rollupSums = (db: Db) => db`clicks, unique_clicks, clickers, views, prefetches, bots`

/**
 * Roll-ups made from rows of `hits`.
 * @param source a FROM item
 * @param sign what each row counts: 1, or a column that says -1 for what a correction takes away
 */
export const rollUp = (db: Db, { source, sign }: { source: ReturnType<typeof rollupKey>; sign: ReturnType<typeof rollupKey> }) => db`
  select ${rollupKey(db)}, coalesce(sum(sign) filter (where verdict = 'click'), 0) as clicks,
    coalesce(sum(sign) filter (where first_of_link), 0) as unique_clicks,
    coalesce(sum(sign) filter (where first_of_message), 0) as clickers,
    coalesce(sum(sign) filter (where verdict = 'view'), 0) as views,
    coalesce(sum(sign) filter (where verdict = 'prefetch'), 0) as prefetches,
    coalesce(sum(sign) filter (where verdict = 'bot'), 0) as bots
  from (select ${keyOfHits(db)}, verdict, first_of_link, first_of_message, ${sign} as sign from ${source}) as keyed
  group by ${rollupKey(db)}`

/** For `on conflict (...) do update set` on a table of roll-ups. */
export const addToRollup = (db: Db, { table }: { table: 'hit_rollups' | 'sealed_hit_rollups' }) => {
  const row = db(table)
  return db`
    clicks = ${row}.clicks + excluded.clicks, unique_clicks = ${row}.unique_clicks + excluded.unique_clicks,
    clickers = ${row}.clickers + excluded.clickers, views = ${row}.views + excluded.views,
    prefetches = ${row}.prefetches + excluded.prefetches, bots = ${row}.bots + excluded.bots`
}
