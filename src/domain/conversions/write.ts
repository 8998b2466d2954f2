import type { Transaction } from '../../platform/db.ts'
import { appendEvents } from '../outbox.ts'
import { eventsOf } from './events.ts'
import { moveRollups, type RowChange } from './rollups.ts'
import { updateConversions } from './store.ts'

/** Writes changed conversions with what follows from them: sums and events. New ones stand in the table already; the caller holds all locks. */
export async function writeChanges(tx: Transaction, changes: readonly RowChange[]): Promise<void> {
  await updateConversions(
    tx,
    changes.filter(({ before }) => before !== undefined).map(({ after }) => after),
  )
  await appendEvents(tx, changes.flatMap(eventsOf))
  await moveRollups(tx, changes)
}
