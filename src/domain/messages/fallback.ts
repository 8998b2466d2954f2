import type { Db } from '../../platform/db.ts'

/** How long a carrier must take nothing before messages move to their fallback. */
export const FALLBACK_AFTER_SECONDS = 60
/** Rows moved in one statement, and statements in one run for each carrier. */
const SLICE = 1_000
const SLICES_PER_RUN = 20

/**
 * Moves what waits for carriers that have taken nothing for a minute to its fallback, unless that one is paused or takes nothing either.
 * A message that was ever submitted stays: its receipt would come from the carrier that may have it.
 * @returns how many moved
 */
export async function moveToFallbacks(db: Db): Promise<number> {
  let moved = 0
  for (const { id } of await listUnavailable(db)) {
    for (let slice = 0; slice < SLICES_PER_RUN; slice++) {
      const { length } = await moveSlice(db, { carrierId: id, limit: SLICE })
      moved += length
      if (length < SLICE) break
    }
  }
  return moved
}

const listUnavailable = (db: Db) => db<{ id: bigint }[]>`
  select id from carriers
  where unavailable_since < now() - make_interval(secs => ${FALLBACK_AFTER_SECONDS}) and paused_at is null
  order by id limit 100`

const moveSlice = (db: Db, { carrierId, limit }: { carrierId: bigint; limit: number }) => db<{ id: bigint }[]>`
  update messages set carrier_id = fallback_carrier_id, fallback_carrier_id = null
  where id = any(array(
    select id from messages
    where carrier_id = ${carrierId} and state = 'queued' and send_at <= now() and attempts = 0
      and fallback_carrier_id in (select id from carriers where paused_at is null and unavailable_since is null)
    order by send_at, id limit ${limit} for update skip locked
  ))
  returning id`
