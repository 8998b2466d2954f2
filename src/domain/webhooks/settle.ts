import { commitSoon, inTransaction, type Db } from '../../platform/db.ts'
import { renewLease, type Health, type Lease } from './lease.ts'
import { countResults, recordResults, type Result } from './record.ts'
import { DISABLE_AFTER_DAYS } from './schedule.ts'
import { disableEndpoint } from './states.ts'
import { shortenPages, type PageLeft } from './work.ts'

type Settling = {
  lease: Lease
  endpoint: { url: string }
  results: readonly Result[]
  pages: readonly PageLeft[]
  health: Health & { isGone: boolean }
}

/**
 * Records results, takes their events out of the queue and goes on holding the lease, all in one transaction. Its commit need not reach the
 * disk at once: what a crash of the database takes back is sent again, with the same ids.
 * @returns `lost`: somebody else works on the endpoint, and nothing was recorded. `disabled`: it was switched off
 */
export async function settle(db: Db, { lease, endpoint, results, pages, health }: Settling): Promise<'kept' | 'lost' | 'disabled'> {
  return inTransaction(db, async (tx) => {
    const [held] = await Promise.all([renewLease(tx, { lease, health }), commitSoon(tx)])
    if (held === undefined) return 'lost'
    // Sent together: each answer that is waited for costs a change from this process to the database and back.
    await Promise.all([
      ...(results.length > 0 ? [recordResults(tx, { lease, results }), countResults(tx, { lease, results })] : []),
      shortenPages(tx, { accountId: lease.accountId, pages }),
    ])
    const isFailing = health.failures > 0 && health.successes === 0 && held.failingDays >= DISABLE_AFTER_DAYS
    if (!health.isGone && !isFailing) return 'kept'
    const reason = health.isGone ? 'gone' : 'failing'
    await disableEndpoint(tx, { accountId: lease.accountId, id: lease.endpointId, url: endpoint.url, reason })
    return 'disabled'
  })
}
