import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { tellChanges } from './outcomes.ts'
import { cancelAllQueued, cancelQueued, findState } from './store.ts'

/**
 * Cancels a message that has not been sent. Cancelling twice is no fault.
 * @throws AppError `not_found`, or `message_not_cancellable` once it is on its way
 */
export async function cancelMessage(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<void> {
  await inTransaction(db, async (tx) => {
    const cancelled = await cancelQueued(tx, { accountId, id })
    if (cancelled !== undefined) {
      await tellChanges(tx, [{ id, accountId, test: cancelled.test, state: 'cancelled', failure: null, reference: null, label: null }])
      return
    }
    const state = await findState(tx, { accountId, id })
    if (state === undefined) throw new AppError('not_found', `There is no message ${id} in this account.`)
    if (state !== 'cancelled')
      throw new AppError('message_not_cancellable', `Message ${id} is ${state}: only a message that is still queued can be cancelled.`)
  })
}

/** Cancels those of some messages that have not been sent. @returns which, so the rest was too late */
export const cancelMessages = (db: Db, { accountId, ids }: { accountId: bigint; ids: readonly bigint[] }): Promise<bigint[]> =>
  inTransaction(db, async (tx) => {
    const cancelled = await cancelAllQueued(tx, { accountId, ids })
    const change = { accountId, state: 'cancelled', failure: null, reference: null, label: null }
    await tellChanges(
      tx,
      cancelled.map(({ id, test }) => ({ ...change, id, test })),
    )
    return cancelled.map(({ id }) => id)
  })
