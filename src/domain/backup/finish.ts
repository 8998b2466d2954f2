import { inTransaction, type Db, type Pool, type Transaction } from '../../platform/db.ts'
import { quoted } from './catalog.ts'
import { BackupError, type Header, type Totals } from './format.ts'
import { setCounted, takeStatement } from './progress.ts'

/**
 * How far every counter is moved ahead: farther than the installation can have counted between the backup and its end. A code, a message id or
 * an event id that it gave away in that time is then never given to somebody else.
 */
export const COUNTERS_AHEAD = 1_000_000_000

/** What the server may use to sort an index; nothing else runs on it. */
const INDEX_MEMORY = '256MB'

/** Makes indexes and references again, each in a transaction that also strikes it off. */
export async function makeMissing(pool: Pool): Promise<void> {
  for (;;) {
    const statement = await inTransaction(pool, async (tx) => {
      const next = await takeStatement(tx)
      if (next === undefined) return undefined
      await tx`select set_config('maintenance_work_mem', ${INDEX_MEMORY}, true)`
      await tx.unsafe(next)
      return next
    })
    if (statement === undefined) return
  }
}

/** Counts what was loaded and moves the counters ahead, once. */
export async function countAndMoveAhead(pool: Pool, { header, totals }: { header: Header; totals: Totals }): Promise<void> {
  await inTransaction(pool, async (tx) => {
    for (const [at, { name }] of header.tables.entries()) await requireRows(tx, { name, expected: totals.rows[at] ?? 0 })
    for (const sequence of header.sequences) await moveSequence(tx, sequence)
    await tx`update code_spaces set next_number = least(next_number + ${COUNTERS_AHEAD}, 218340105584896)`
    await tx`update message_id_counter set next_id = next_id + ${COUNTERS_AHEAD}`
    await setCounted(tx)
  })
}

async function requireRows(tx: Transaction, { name, expected }: { name: string; expected: number }): Promise<void> {
  const [row] = await tx<{ rows: number }[]>`select count(*)::float8 as rows from ${tx(name)}`
  if (row?.rows !== expected)
    throw new BackupError(
      `The table "${name}" has ${row?.rows} rows after the restore, and the backup holds ${expected}: empty the database and start again.`,
    )
}

/** A sequence of a narrow type has less room, and is moved by a thousandth of it. */
const moveSequence = (tx: Transaction, { name, last }: Header['sequences'][number]) => tx`
  select setval(${quoted(name)}::regclass, ${last}::bigint + greatest(1, least(${COUNTERS_AHEAD}, (max_value - ${last}::bigint) / 1000)))
  from pg_sequences where schemaname = current_schema() and sequencename = ${name}`

/** The planner knows nothing of tables that were just filled, and autovacuum comes a minute later. */
export async function analyzeAll(db: Db, { tables }: Pick<Header, 'tables'>): Promise<void> {
  for (const parent of new Set(tables.map(({ parent }) => parent))) await db.unsafe(`analyze ${quoted(parent)}`)
}
