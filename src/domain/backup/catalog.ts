import { PROGRESS_TABLE } from '../../platform/unfinishedRestore.ts'
import type { Db } from '../../platform/db.ts'
import type { Header } from './format.ts'

/**
 * What no backup holds. Sessions, setup links and invitations: one that was ended or used since the backup would work again; people sign in anew.
 * Failed sign-ins and the nonces of signed requests are of the moment.
 * Migrations stand in the header. The restore's own table is none of ours.
 */
const leftOut = ['sessions', 'setup_links', 'invitations', 'sign_in_failures', 'seven_nonces', 'migrations', PROGRESS_TABLE]

/** Every table that rows stand in, partitions one by one, with the columns that can be written. `parent`: of a partition, else the table itself. */
export const listTables = (db: Db) => db<Header['tables']>`
  select relname as name, coalesce((select inhparent::regclass::text from pg_inherits where inhrelid = pg_class.oid), relname) as parent,
    array_agg(attname::text order by attnum) as columns
  from pg_class join pg_attribute on attrelid = pg_class.oid
  where relnamespace = current_schema()::regnamespace and relkind = 'r' and relpersistence = 'p'
    and attnum > 0 and not attisdropped and attgenerated = ''
    and not relname = any(${leftOut})
    and not exists (select from pg_depend where objid = pg_class.oid and classid = 'pg_class'::regclass and deptype = 'e')
  group by pg_class.oid, relname
  order by relname collate "C"
  limit 65535`

/** The partitions of tables that are partitioned by time; those that a migration makes, the default ones, need no mention. */
export const listPartitions = (db: Db) => db<Header['partitions']>`
  select parent.relname as parent, child.relname as name, bounds[1] as from, bounds[2] as to
  from pg_inherits
  join pg_class child on child.oid = inhrelid
  join pg_class parent on parent.oid = inhparent and parent.relkind = 'p'
  cross join lateral regexp_match(pg_get_expr(child.relpartbound, child.oid), '^FOR VALUES FROM [(]''([^'']+)''[)] TO [(]''([^'']+)''[)]') as bounds
  where child.relnamespace = current_schema()::regnamespace and bounds is not null
  order by child.relname collate "C"
  limit 100000`

/** How far each sequence has counted; 0 when it was never asked. */
export const listSequences = (db: Db) => db<Header['sequences']>`
  select sequencename::text as name, coalesce(last_value, 0)::text as last
  from pg_sequences
  where schemaname = current_schema()
  order by sequencename collate "C"
  limit 10000`

export const listMigrations = (db: Db) => db<Header['migrations']>`select name, checksum from migrations order by name`

export async function readMoment(db: Db): Promise<{ at: Date; postgres: string }> {
  const [row] = await db<{ at: Date; postgres: string }[]>`select now() as at, current_setting('server_version') as postgres`
  if (row === undefined) throw new Error('A select without a table gives one row')
  return row
}

export async function readSecretCheck(db: Db): Promise<Buffer | undefined> {
  const [row] = await db<{ check: Buffer }[]>`select secret_check as check from installation`
  return row?.check
}

/** A name as SQL writes it; names come from the catalog, or from a file whose seal was checked. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** How values are written as text must be the same on both sides, whatever the server is set to. */
export const setTextForm = (db: Db) => db`
  select set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'postgres', true), set_config('timezone', 'UTC', true),
    set_config('extra_float_digits', '1', true), set_config('bytea_output', 'hex', true)`
