import { inTransaction, type Db } from '../../platform/db.ts'

/** How long a carrier must take nothing before messages move to their fallback. */
export const FALLBACK_AFTER_SECONDS = 60
/** Rows moved in one transaction, and transactions in one run. */
const SLICE = 1_000
const SLICES_PER_RUN = 20

/**
 * Moves what waits for carriers that have taken nothing for a minute to its fallback, unless that one is paused or takes nothing either.
 * A message that was ever submitted stays: its receipt would come from the carrier that may have it.
 * @returns how many moved
 */
export async function moveToFallbacks(db: Db): Promise<number> {
  let moved = 0
  for (let slice = 0; slice < SLICES_PER_RUN; slice++) {
    const { length } = await inTransaction(db, (tx) => moveSlice(tx, { limit: SLICE }))
    moved += length
    if (length < SLICE) break
  }
  return moved
}

const moveSlice = (db: Db, { limit }: { limit: number }) => db<{ id: bigint }[]>`
  update messages set carrier_id = fallback_carrier_id, fallback_carrier_id = null
  where id in (
    select messages.id
    from carriers join messages on messages.carrier_id = carriers.id join carriers as fallback on fallback.id = messages.fallback_carrier_id
    where carriers.unavailable_since < now() - make_interval(secs => ${FALLBACK_AFTER_SECONDS}) and carriers.paused_at is null
      and fallback.paused_at is null and fallback.unavailable_since is null
      and messages.state = 'queued' and messages.attempts = 0 and messages.send_at <= now()
    limit ${limit} for update of messages skip locked
  )
  returning id`
