import { inTransaction, type Db } from '../../platform/db.ts'
import { expireOverdue, lapseClaims, resendUnknown, tellChanges } from './outcomes.ts'

/** Rows changed in one transaction, so that none lasts longer than some milliseconds. */
const SLICE = 500

/** Looks after messages that nobody holds any more: lapsed claims, those of unknown fate, and those past their validity. */
export async function sweepMessages(db: Db): Promise<{ lapsed: number; resent: number; expired: number }> {
  return inTransaction(db, async (tx) => {
    const lapsed = await lapseClaims(tx, { limit: SLICE })
    const expired = await expireOverdue(tx, { limit: SLICE })
    await tellChanges(tx, [...lapsed, ...expired])
    const resent = await resendUnknown(tx, { limit: SLICE })
    return { lapsed: lapsed.length, resent: resent.length, expired: expired.length }
  })
}
