import type { Db } from '../../platform/db.ts'
import { storedHit, type StoredHit } from './storedHit.ts'

/** A partition of hits and its length in blocks of 8 kB; rows that come later stand behind it or in gaps. */
export type Partition = { name: string; blocks: number }

/** Of all times, oldest months first. */
export const listPartitions = (db: Db) => db<Partition[]>`
  select inhrelid::regclass::text as name, ceil(pg_relation_size(inhrelid) / current_setting('block_size')::float8)::int as blocks
  from pg_inherits where inhparent = 'hits'::regclass
  order by name
  limit 10000`

/** The hits of some blocks; a slice of a table that needs no index, with a bound that follows from the size of a row. */
export const readBlocks = (db: Db, { name, first, count }: { name: string; first: number; count: number }) => db<StoredHit[]>`
  select ${storedHit(db)}
  from ${db(name)} as hits
  where ctid >= ${`(${first},0)`}::tid and ctid < ${`(${first + count},0)`}::tid`
