import type { Db } from '../../platform/db.ts'

/** A carrier as the operator set it up. */
export type CarrierSettings = { id: bigint; kind: 'simulator'; name: string; messagesPerSecond: number; paused: boolean }

export const listCarriers = (db: Db) => db<CarrierSettings[]>`
  select id, kind, name, messages_per_second as "messagesPerSecond", paused_at is not null as paused from carriers order by id limit 100`

/** The carrier for a message. Messages of test keys always go to the simulator. */
export async function chooseCarrier(db: Db): Promise<bigint> {
  const [row] = await db<{ id: bigint }[]>`select id from carriers where kind = 'simulator' order by id limit 1`
  if (row === undefined) throw new Error('There is no carrier: the migration that makes the simulator has not run')
  return row.id
}
