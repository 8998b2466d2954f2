import { copyIn } from '../../src/platform/copy.ts'
import { inTransaction, type Pool } from '../../src/platform/db.ts'
import type { Database } from './database.ts'

/** As many rows as the drain puts into a transaction, and as many transactions at once. */
const BATCH = 5_000
const CONNECTIONS = 3

type Column = { name: string; type: string }

/**
 * Inserts the raw hits that are there once more, into a table of the same shape and with the same index, and nothing else: by COPY and from
 * arrays, on one connection and on as many as the drain has. What is sent was made before the clock starts.
 */
export async function bareRates({ db }: Database): Promise<{ name: string; perSecond: number }[]> {
  const columns = await db<Column[]>`
    select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
    where attrelid = 'hits'::regclass and attnum > 0 and not attisdropped order by attnum`
  await db`create table bare_source as select (row_number() over () - 1) / ${BATCH}::int as batch, hits.* from hits`
  await db`create index on bare_source (batch)`
  await db`create table bare_hits (like hits including indexes)`
  const [last] = await db<{ batch: number; rows: number }[]>`select max(batch)::int as batch, count(*)::int as rows from bare_source`
  const { batch = 0, rows = 0 } = last ?? {}
  const batches = Array.from({ length: batch + 1 }, (_, at) => at)
  const results = []
  for (const [way, prepare, insert] of [
    ['COPY', readLines, copyLines],
    ['insert from unnest', readArrays, insertArrays],
  ] as const) {
    const prepared = await Promise.all(batches.map((each) => prepare(db, columns, each)))
    for (const connections of [1, CONNECTIONS]) {
      const took = await timed(db, { connections, batches, run: (at) => insert(db, columns, prepared[at] ?? []) })
      results.push({ name: `${way}, ${connections} connection${connections === 1 ? '' : 's'}`, perSecond: (rows * 1_000) / took })
    }
  }
  await db`drop table bare_source, bare_hits`
  return results
}

type Timed = { connections: number; batches: readonly number[]; run: (batch: number) => Promise<void> }

async function timed(db: Pool, { connections, batches, run }: Timed): Promise<number> {
  await db`truncate bare_hits`
  await db`checkpoint`
  const waiting = [...batches]
  const startedAt = performance.now()
  const work = async () => {
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) await run(batch)
  }
  await Promise.all(Array.from({ length: connections }, work))
  return performance.now() - startedAt
}

/** Lines of COPY, made by the server; no value of ours holds a tab or a backslash. */
async function readLines(db: Pool, columns: readonly Column[], batch: number): Promise<string[]> {
  const cells = columns.map(({ name }) => `coalesce(${name}::text, '\\N')`).join(', ')
  const [row] = await db.unsafe<{ lines: string }[]>(
    `select string_agg(concat_ws(E'\\t', ${cells}), E'\\n') || E'\\n' as lines from bare_source where batch = ${batch}`,
  )
  return [row?.lines ?? '']
}

async function copyLines(db: Pool, columns: readonly Column[], [lines = '']: readonly string[]): Promise<void> {
  await inTransaction(db, (tx) => copyIn(tx, { statement: `copy bare_hits (${names(columns)}) from stdin`, text: Buffer.from(lines) }))
}

async function readArrays(db: Pool, columns: readonly Column[], batch: number): Promise<string[]> {
  const lists = columns.map(({ name }) => `array_agg(${name}::text)::text as ${name}`).join(', ')
  const [row] = await db.unsafe<Record<string, string>[]>(`select ${lists} from bare_source where batch = ${batch}`)
  return columns.map(({ name }) => row?.[name] ?? '{}')
}

async function insertArrays(db: Pool, columns: readonly Column[], values: readonly string[]): Promise<void> {
  const isList = (type: string) => type.endsWith('[]')
  const arrays = columns.map(({ type }, at) => `$${at + 1}::text::${isList(type) ? 'text' : type}[]`).join(', ')
  const selected = columns.map(({ name, type }) => (isList(type) ? `${name}::${type}` : name)).join(', ')
  await inTransaction(db, async (tx) => {
    await tx.unsafe(`insert into bare_hits (${names(columns)}) select ${selected} from unnest(${arrays}) as hit (${names(columns)})`, [
      ...values,
    ])
  })
}

const names = (columns: readonly Column[]) => columns.map(({ name }) => name).join(', ')
