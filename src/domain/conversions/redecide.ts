import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { readConversionSettings } from '../accounts/conversionSettings.ts'
import { decide } from './change.ts'
import type { ConversionRow } from './conversion.ts'
import { decideAll } from './decide.ts'
import { listPresent } from './evidenceStore.ts'
import type { RowChange } from './rollups.ts'
import { lockDecided, lockPending } from './store.ts'
import { writeChanges } from './write.ts'

/** Of a slice: its transaction lasts some milliseconds, and below a second on a slow disk. */
const SLICE = 500

/** Looks again for clicks that were not in the database yet. @returns 'again' when more wait */
export async function retryPending(db: Db): Promise<'again' | 'done'> {
  return inTransaction(db, async (tx) => {
    const rows = await lockPending(tx, { limit: SLICE })
    await writeChanges(tx, await decideAgain(tx, rows))
    return rows.length === SLICE ? 'again' : 'done'
  })
}

/** Conversions that were looked at, and how many of them follow from something else now. */
export type Redecision = { conversions: number; changed: number }

/**
 * Decides all conversions again, by the verdicts and settings of now, slice by slice. One whose hits are past their retention keeps what was
 * decided when they were there. Broken off, it is simply begun again.
 */
export async function redecideAll(db: Db): Promise<Redecision> {
  const sum = { conversions: 0, changed: 0 }
  for (let after: bigint | undefined = 0n; after !== undefined;) {
    const from: bigint = after
    after = await inTransaction(db, async (tx) => {
      const rows = await lockDecided(tx, { after: from, limit: SLICE })
      // What was decided is not put off again, even if it came in a moment ago.
      const changes = (await decideAgain(tx, rows)).filter((change) => change.after.state !== 'pending' && isChange(change))
      await writeChanges(tx, changes)
      sum.conversions += rows.length
      sum.changed += changes.length
      return rows.length === SLICE ? rows.at(-1)?.id : undefined
    })
  }
  return sum
}

async function decideAgain(tx: Transaction, rows: readonly ConversionRow[]): Promise<RowChange[]> {
  const now = await transactionNow(tx)
  const changes: RowChange[] = []
  for (const accountId of new Set(rows.map((row) => row.accountId))) {
    const ofAccount = rows.filter((row) => row.accountId === accountId)
    const settings = await readConversionSettings(tx, { accountId })
    const decided = await decideAll(tx, ofAccount, { accountId, settings, now })
    ofAccount.forEach((before, at) => {
      const one = decided[at]
      if (one !== undefined) changes.push({ before, after: decide(before, { decided: one, now }) })
    })
  }
  return leaveForgotten(tx, changes)
}

/** Where the hit that a conversion was attributed to is not there any more, nobody can say better than it was said then. */
async function leaveForgotten(tx: Transaction, changes: RowChange[]): Promise<RowChange[]> {
  const lost = changes.filter(({ before, after }) => before?.state === 'attributed' && after.state === 'unattributed')
  const hits = lost.flatMap(({ after: { id }, before }) =>
    before === undefined || before.messageId === null || before.clickedAt === null
      ? []
      : [{ id, messageId: before.messageId, at: before.clickedAt }],
  )
  if (hits.length === 0) return changes
  const present = await listPresent(tx, { hits })
  return changes.filter((change) => !lost.includes(change) || present.has(change.after.id))
}

const isChange = ({ before, after }: RowChange) =>
  before?.state !== after.state ||
  before.reason !== after.reason ||
  before.messageId !== after.messageId ||
  before.link !== after.link ||
  before.clickedAt?.getTime() !== after.clickedAt?.getTime() ||
  before.device !== after.device ||
  before.country !== after.country

async function transactionNow(tx: Transaction): Promise<Date> {
  const [row] = await tx<{ now: Date }[]>`select now() as now`
  if (row === undefined) throw new Error('The database did not say what time it is')
  return row.now
}
