import { inTransaction, type Db } from '../platform/db.ts'

/** How far ahead partitions are made; the default partitions take what falls outside. */
const DAYS_AHEAD = 3
const MONTHS_AHEAD = 1

/**
 * Makes the partitions of today and of the days to come: hits by month, events and their deliveries by day. Two processes at once do it one after the other.
 * @param since where rows of the past are about to come: theirs too
 */
export async function makePartitions(db: Db, { since = new Date() }: { since?: Date } = {}): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('tapline partitions'))`
    const missing = await listMissing(tx, { since })
    for (const { parent, name, from, to } of missing) {
      // Names and dates come from the statement below, never from outside; DDL takes no parameters.
      await tx.unsafe(`create table ${name} partition of ${parent} for values from ('${from}') to ('${to}')`)
    }
  })
}

/** Nobody may wait long behind a drop: it gives up and is tried again in the next hour. */
const DROP_LOCK_TIMEOUT = '200ms'

/**
 * Drops partitions of events past their retention, and deletes such events from the default partition.
 * @returns how many rows were deleted from the default partition; fewer than `limit` at the end
 */
export async function dropOldEvents(db: Db, { days, limit }: { days: number; limit: number }): Promise<number> {
  for (const { name } of await listOldDays(db, { parent: 'outbox', days })) await dropPartition(db, name)
  const rows = await db`
    delete from outbox_default where ctid = any(array(
      select ctid from outbox_default where at < now() - make_interval(days => ${days}) limit ${limit}
    ))
    returning 1`
  return rows.length
}

/** The same for deliveries; they go with their events. */
export async function dropOldDeliveries(db: Db, { days, limit }: { days: number; limit: number }): Promise<number> {
  for (const { name } of await listOldDays(db, { parent: 'webhook_deliveries', days })) await dropPartition(db, name)
  const rows = await db`
    delete from webhook_deliveries_default where ctid = any(array(
      select ctid from webhook_deliveries_default where event_at < now() - make_interval(days => ${days}) limit ${limit}
    ))
    returning 1`
  return rows.length
}

const listOldDays = (db: Db, { parent, days }: { parent: 'outbox' | 'webhook_deliveries'; days: number }) => db<{ name: string }[]>`
  select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
  where inhparent = ${parent}::text::regclass and relname ~ ${`^${parent}_[0-9]{8}$`}
    and to_date(right(relname, 8), 'YYYYMMDD') + 1 <= now() - make_interval(days => ${days})
  order by relname limit 100`

/** The names come from the statement above, so from our own catalogue. A drop that another process was faster with is no fault. */
async function dropPartition(db: Db, name: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx`select set_config('lock_timeout', ${DROP_LOCK_TIMEOUT}, true)`
    await tx.unsafe(`drop table if exists ${name}`)
  }).catch((error: unknown) => {
    if (!isLockTimeout(error)) throw error
  })
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html lock_not_available */
const isLockTimeout = (error: unknown) => error instanceof Error && 'code' in error && error.code === '55P03'

/** A partition whose rows already went to the default one cannot be made any more; those rows stay there. */
const listMissing = (db: Db, { since }: { since: Date }) => db<{ parent: string; name: string; from: string; to: string }[]>`
  with wanted as (
    select 'outbox' as parent, 'outbox_' || to_char(day, 'YYYYMMDD') as name, day as from_at, day + interval '1 day' as to_at
    from generate_series(date_trunc('day', least(now(), ${since})), now() + make_interval(days => ${DAYS_AHEAD}), interval '1 day') as day
    union all
    select 'webhook_deliveries', 'webhook_deliveries_' || to_char(day, 'YYYYMMDD'), day, day + interval '1 day'
    from generate_series(date_trunc('day', least(now(), ${since})), now() + make_interval(days => ${DAYS_AHEAD}), interval '1 day') as day
    union all
    select 'hits', 'hits_' || to_char(month, 'YYYYMM'), month, month + interval '1 month'
    from generate_series(date_trunc('month', least(now(), ${since})), now() + make_interval(months => ${MONTHS_AHEAD}), interval '1 month') as month
  )
  select parent, name, to_char(from_at, 'YYYY-MM-DD') as from, to_char(to_at, 'YYYY-MM-DD') as to
  from wanted
  where to_regclass(name) is null
    and not exists (select from outbox_default where parent = 'outbox' and at >= from_at and at < to_at)
    and not exists (select from webhook_deliveries_default where parent = 'webhook_deliveries' and event_at >= from_at and event_at < to_at)
    and not exists (select from hits_default where parent = 'hits' and at >= from_at and at < to_at)
  order by name`
