import { commitSoon, inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { renewLease, type Health, type Lease } from './lease.ts'
import { countResults, insertResults, isRecordedBefore, mergeResults, type Result } from './record.ts'
import { DISABLE_AFTER_DAYS } from './schedule.ts'
import { disableEndpoint } from './states.ts'
import { shortenPages, type PageLeft } from './work.ts'

type Settling = {
  lease: Lease
  endpoint: { url: string }
  results: readonly Result[]
  pages: readonly PageLeft[]
  health: Health & { isGone: boolean }
  /** The queue brings events that were recorded before, as the call before this one found. */
  isRepeating: boolean
}

/** `lost`: somebody else works on the endpoint, and nothing was recorded. `disabled`: it was switched off. */
type Settled = { state: 'kept' | 'lost' | 'disabled'; isRepeating: boolean }

/**
 * Records results, takes their events out of the queue and goes on holding the lease, all in one transaction. Its commit need not reach the
 * disk at once: what a crash of the database takes back is sent again, with the same ids. What the queue brings is taken for new until it
 * turns out that something of it is not, by a replay; then all is written anew in the way that bears both.
 */
export async function settle(db: Db, settling: Settling): Promise<Settled> {
  const write = async (isRepeating: boolean): Promise<Settled> => ({
    state: await inTransaction(db, (tx) => writeAll(tx, { ...settling, isRepeating })),
    isRepeating,
  })
  if (settling.isRepeating) return write(true)
  try {
    return await write(false)
  } catch (error) {
    if (isRecordedBefore(error)) return write(true)
    throw error
  }
}

async function writeAll(tx: Transaction, { lease, endpoint, results, pages, health, isRepeating }: Settling): Promise<Settled['state']> {
  const [held] = await Promise.all([renewLease(tx, { lease, health }), commitSoon(tx)])
  if (held === undefined) return 'lost'
  const isNew = ({ offer }: Result) => !isRepeating && offer.page !== undefined
  // Sent together: each answer that is waited for costs a change from this process to the database and back.
  await Promise.all([
    insertResults(tx, { lease, results: results.filter(isNew) }),
    mergeResults(tx, { lease, results: results.filter((result) => !isNew(result)) }),
    countResults(tx, { lease, results }),
    shortenPages(tx, { accountId: lease.accountId, pages }),
  ])
  const isFailing = health.failures > 0 && health.successes === 0 && held.failingDays >= DISABLE_AFTER_DAYS
  if (!health.isGone && !isFailing) return 'kept'
  const reason = health.isGone ? 'gone' : 'failing'
  await disableEndpoint(tx, { accountId: lease.accountId, id: lease.endpointId, url: endpoint.url, reason })
  return 'disabled'
}
