import { inTransaction, type Db } from '../platform/db.ts'

/** How far ahead partitions are made; the default partitions take what falls outside. */
const DAYS_AHEAD = 3
const MONTHS_AHEAD = 1

/** Makes the partitions of today and of the days to come: hits by month, events by day. Two processes at once do it one after the other. */
export async function makePartitions(db: Db): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('tapline partitions'))`
    const missing = await listMissing(tx)
    for (const { parent, name, from, to } of missing) {
      // Names and dates come from the statement below, never from outside; DDL takes no parameters.
      await tx.unsafe(`create table ${name} partition of ${parent} for values from ('${from}') to ('${to}')`)
    }
  })
}

/** A partition whose rows already went to the default one cannot be made any more; those rows stay there. */
const listMissing = (db: Db) => db<{ parent: string; name: string; from: string; to: string }[]>`
  with wanted as (
    select 'outbox' as parent, 'outbox_' || to_char(day, 'YYYYMMDD') as name, day as from_at, day + interval '1 day' as to_at
    from generate_series(date_trunc('day', now()), now() + make_interval(days => ${DAYS_AHEAD}), interval '1 day') as day
    union all
    select 'hits', 'hits_' || to_char(month, 'YYYYMM'), month, month + interval '1 month'
    from generate_series(date_trunc('month', now()), now() + make_interval(months => ${MONTHS_AHEAD}), interval '1 month') as month
  )
  select parent, name, to_char(from_at, 'YYYY-MM-DD') as from, to_char(to_at, 'YYYY-MM-DD') as to
  from wanted
  where to_regclass(name) is null
    and not exists (select from outbox_default where parent = 'outbox' and at >= from_at and at < to_at)
    and not exists (select from hits_default where parent = 'hits' and at >= from_at and at < to_at)
  order by name`
