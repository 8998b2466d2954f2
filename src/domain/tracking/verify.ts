import { inTransaction, type Db } from '../../platform/db.ts'
import { compareRollups, compareTotals, countRows, holdStill, type Mismatch, type Recount } from './verifyStore.ts'

/** A value that the hits give otherwise. `column` is `row` where a whole row is missing, or stands there without hits. */
export type Difference = { table: 'link_totals' | 'hit_rollups'; key: string; column: string; expected: string; found: string }

/** `rows`: how many rows differ; `differences` names those of the first of them. */
export type Verification = { recount: Recount; rows: number; differences: Difference[] }

/** Rows that differ and are named, of each table. */
const MAX_ROWS = 100

/**
 * Recounts totals, roll-ups and uniques from the hits that are stored and what expired ones left, and names what differs. It reads one
 * moment, so hits may come in meanwhile, and the database adds up: memory does not grow with the hits.
 */
export async function verify(db: Db): Promise<Verification> {
  return inTransaction(db, async (tx) => {
    await holdStill(tx)
    const totals = await compareTotals(tx, { limit: MAX_ROWS })
    const rollups = await compareRollups(tx, { limit: MAX_ROWS })
    return {
      recount: await countRows(tx),
      rows: (totals[0]?.all ?? 0) + (rollups[0]?.all ?? 0),
      differences: [
        ...totals.flatMap((row) => differencesOf('link_totals', row)),
        ...rollups.flatMap((row) => differencesOf('hit_rollups', row)),
      ],
    }
  })
}

function differencesOf(table: Difference['table'], { key, expected, found }: Mismatch): Difference[] {
  const name = Object.entries(key)
    .map(([column, value]) => `${column} ${show(value)}`)
    .join(', ')
  if (expected === null || found === null) {
    return [{ table, key: name, column: 'row', expected: expected === null ? 'none' : 'one', found: found === null ? 'none' : 'one' }]
  }
  return Object.keys(expected)
    .filter((column) => expected[column] !== found[column])
    .map((column) => ({ table, key: name, column, expected: show(expected[column]), found: show(found[column]) }))
}

const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
