import type { Db, Transaction } from '../../platform/db.ts'
import { addToRollup, rollUp, rollupKey, rollupSums } from './rollupKey.ts'

/** The first moment that is kept: the start of the month so many months ago. */
export async function findCutoff(db: Db, { months }: { months: number }): Promise<Date> {
  const [row] = await db<{ at: Date }[]>`select date_trunc('month', now(), 'UTC') - make_interval(months => ${months}) as at`
  if (row === undefined) throw new Error('A select without FROM gave no row')
  return row.at
}

/** Takes the hits of some blocks that are older than the cutoff, and adds to the sealed sums what they counted. */
export const sealBlocks = (
  tx: Transaction,
  { name, first, count, cutoff }: { name: string; first: number; count: number; cutoff: Date },
) => tx`
  with gone as (
    delete from ${tx(name)} as hits
    where ctid >= ${`(${first},0)`}::tid and ctid < ${`(${first + count},0)`}::tid and at < ${cutoff}
    returning *
  ), totals as (
    insert into sealed_link_totals (message_id, link, account_id, clicks, views, prefetches, bots, unique_clicks, clickers, first_click_at,
      first_view_at, last_hit_at)
    select message_id, link, account_id, count(*) filter (where verdict = 'click'), count(*) filter (where verdict = 'view'),
      count(*) filter (where verdict = 'prefetch'), count(*) filter (where verdict = 'bot'), count(*) filter (where first_of_link),
      count(*) filter (where first_of_message), min(at) filter (where verdict = 'click'), min(at) filter (where verdict = 'view'), max(at)
    from gone where message_id is not null
    group by message_id, link, account_id
    on conflict (message_id, link) do update set
      clicks = sealed_link_totals.clicks + excluded.clicks,
      views = sealed_link_totals.views + excluded.views,
      prefetches = sealed_link_totals.prefetches + excluded.prefetches,
      bots = sealed_link_totals.bots + excluded.bots,
      unique_clicks = sealed_link_totals.unique_clicks + excluded.unique_clicks,
      clickers = sealed_link_totals.clickers + excluded.clickers,
      first_click_at = least(sealed_link_totals.first_click_at, excluded.first_click_at),
      first_view_at = least(sealed_link_totals.first_view_at, excluded.first_view_at),
      last_hit_at = greatest(sealed_link_totals.last_hit_at, excluded.last_hit_at)
  )
  insert into sealed_hit_rollups (${rollupKey(tx)}, ${rollupSums(tx)})
  select ${rollupKey(tx)}, ${rollupSums(tx)} from (${rollUp(tx, { source: tx`gone`, sign: tx`1` })}) as sealed
  on conflict (${rollupKey(tx)}) do update set ${addToRollup(tx, { table: 'sealed_hit_rollups' })}`

/** Whether any hit is left in a partition. */
export async function hasHits(db: Db, { name }: { name: string }): Promise<boolean> {
  const [row] = await db<{ has: boolean }[]>`select exists (select from ${db(name)}) as has`
  return row?.has === true
}

/**
 * Nobody reads or writes the partition from here on. The drain would wait for this lock behind a long read, so it is given up soon.
 * The parent comes first, as in every statement that reaches a partition through it.
 */
export async function lockPartition(tx: Transaction, { name }: { name: string }): Promise<void> {
  await tx`select set_config('lock_timeout', '500ms', true)`
  await tx`lock table only hits in access exclusive mode`
  await tx`lock table ${tx(name)} in access exclusive mode`
}

export const dropPartition = (tx: Transaction, { name }: { name: string }) => tx`drop table ${tx(name)}`
