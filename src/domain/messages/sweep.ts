import { inTransaction, type Db } from '../../platform/db.ts'
import { expireOverdue, lapseClaims, recordReceipts, resendUnknown, tellChanges } from './outcomes.ts'
import { dropOldParked, takeMatched } from './parked.ts'

/** Rows changed in one transaction, so that none lasts longer than some milliseconds. */
const SLICE = 500

/** Looks after messages that nobody holds any more: lapsed claims, those of unknown fate, and those past their validity. */
export async function sweepMessages(db: Db): Promise<{ lapsed: number; resent: number; expired: number }> {
  return inTransaction(db, async (tx) => {
    // Before claims lapse: after an outage of the database their process may still hold the answers, and records them within seconds.
    const resent = await resendUnknown(tx, { limit: SLICE })
    const lapsed = await lapseClaims(tx, { limit: SLICE })
    const expired = await expireOverdue(tx, { limit: SLICE })
    await tellChanges(tx, [...lapsed, ...expired])
    return { lapsed: lapsed.length, resent: resent.length, expired: expired.length }
  })
}

/**
 * Hands in receipts that came before their message's id was known. Receipt and answer may be committed at the same moment without seeing
 * each other, so the parked ones are looked at again and again, not only when an answer comes.
 * @returns how many messages changed
 */
export async function sweepParked(db: Db): Promise<number> {
  return inTransaction(db, async (tx) => {
    await dropOldParked(tx, { limit: SLICE })
    const parked = await takeMatched(tx, { limit: SLICE })
    let changed = 0
    for (const carrierId of new Set(parked.map((receipt) => receipt.carrierId))) {
      const receipts = parked
        .filter((receipt) => receipt.carrierId === carrierId)
        .map(({ failure, ...receipt }) => ({ ...receipt, reference: undefined, failure: failure ?? undefined }))
      changed += await recordReceipts(tx, { carrierId, receipts })
    }
    return changed
  })
}
