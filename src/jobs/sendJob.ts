import type { Renderings } from '../domain/links/rendered.ts'
import type { Carrier } from '../domain/messages/carrier.ts'
import { listLanes, startLane, type CampaignLane } from '../domain/campaigns/lanes.ts'
import { CLAIM_SLICE, startDue, type SliceResult } from '../domain/messages/send.ts'
import { noteAvailable, noteUnavailable } from '../domain/routing/carriers.ts'
import type { OpenCarrier } from '../domain/routing/desk.ts'
import type { Db } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import { createBreaker } from './breaker.ts'
import type { Job } from './loop.ts'

export type SendParts = {
  db: Db
  log: Log
  renderings: Renderings
  /** Told how each slice ended. */
  onSubmitted?(carrierId: bigint, result: SliceResult): void
}

/** A job, and the end of what it has begun. */
export type SendJob = Job & { finished(): Promise<void> }

/** Messages that one process holds of one carrier at most: what a crash leaves in doubt, and what a carrier that is slow keeps in memory. */
const MAX_IN_FLIGHT = 1_000
/** While there is work, the next look comes after this: several fit into the last tenth of a second, so none of a second's share is lost. */
const BUSY_PAUSE_MS = 40
/** How long after its last message a carrier counts as busy. */
const BUSY_FOR_MS = 2_000

/**
 * Sends what is due by one carrier. Slices overlap, so a slow answer holds up nobody else. The rate is kept by the claim, for all
 * processes together.
 * @param current the carrier as it is set up now
 */
export function createSendJob({ db, log, renderings, onSubmitted }: SendParts, current: () => OpenCarrier<Carrier>): SendJob {
  const flights = new Set<Promise<void>>()
  let breaker = createBreaker()
  // Smaller while claims grow old before they are submitted, as on a machine that has too much to do.
  let slice = CLAIM_SLICE
  let known: Carrier | undefined
  let inFlight = 0
  let lastWorkAt = Number.NEGATIVE_INFINITY
  const { id } = current().settings
  const lanes = createLanes(db, id)

  const land = async (claimed: number, finished: Promise<SliceResult>) => {
    const result = await finished
    inFlight -= claimed
    onSubmitted?.(id, result)
    slice = result.late > 0 ? Math.max(1, Math.floor(slice / 2)) : Math.min(CLAIM_SLICE, slice * 2)
    const before = breaker.isClosed()
    breaker.note(result)
    await tell({ db, log, wasClosed: before, isClosed: breaker.isClosed(), settings: current().settings, result })
  }
  return {
    name: `send by carrier ${id}`,
    intervalMs: 500,
    async run() {
      const { settings, carrier } = current()
      if (settings.paused) return 'done'
      // The operator has changed it, so what the former one said no longer holds.
      if (known !== carrier) [known, breaker] = [carrier, createBreaker()]
      const pauseMs = breaker.pauseMs()
      if (pauseMs > 0) return Math.min(pauseMs, BUSY_FOR_MS)
      const room = Math.min(carrier.capacity ?? MAX_IN_FLIGHT, MAX_IN_FLIGHT) - inFlight
      if (room <= 0 || (!breaker.isClosed() && inFlight > 0)) {
        await Promise.race(flights)
        return 'again'
      }
      const limit = breaker.isClosed() ? Math.min(slice, room) : 1
      let free = limit
      for await (const lane of lanes()) {
        const part = { db, renderings, carrier, carrierId: id, limit: free, log }
        const { claimed, finished } = await (lane === undefined ? startDue(part) : startLane(part, lane))
        if (claimed === 0) continue
        lastWorkAt = performance.now()
        inFlight += claimed
        const flight: Promise<void> = land(claimed, finished).finally(() => flights.delete(flight))
        flights.add(flight)
        free -= claimed
        if (free === 0) return 'again'
      }
      return performance.now() - lastWorkAt < BUSY_FOR_MS ? BUSY_PAUSE_MS : 'done'
    },
    async finished() {
      current().carrier.stop?.()
      await Promise.all(flights)
    },
  }
}

/** Campaigns that one look takes messages from, one after the other. */
const MAX_LANES = 200

/** Transactional messages, those without a lane, go first; campaigns take turns, so that a large one does not hold up a small one. */
function createLanes(db: Db, carrierId: bigint): () => AsyncGenerator<CampaignLane | undefined> {
  let last = 0n
  return async function* lanes() {
    const { isTransactionalDue, campaigns } = await listLanes(db, { carrierId, limit: MAX_LANES })
    if (isTransactionalDue) yield undefined
    for (const lane of [...campaigns.filter(({ id }) => id > last), ...campaigns.filter(({ id }) => id <= last)]) {
      last = lane.id
      yield lane
    }
  }
}

type Told = {
  db: Db
  log: Log
  wasClosed: boolean
  isClosed: boolean
  settings: OpenCarrier<Carrier>['settings']
  result: SliceResult
}

/** Tells the other processes and the operator that a carrier takes nothing, or takes messages again. Not being able to is no reason to stop. */
async function tell({ db, log, wasClosed, isClosed, settings: { id, unavailableSince, trouble }, result }: Told): Promise<void> {
  try {
    if (!isClosed && (wasClosed || unavailableSince === null || (result.reason ?? trouble) !== trouble)) {
      log.warn({ carrierId: id, reason: result.reason }, 'carriers: one takes nothing, it is asked again and again')
      await noteUnavailable(db, { id, trouble: result.reason })
    }
    if (isClosed && (!wasClosed || unavailableSince !== null)) await noteAvailable(db, { id })
  } catch (error) {
    log.warn({ error, carrierId: id }, 'carriers: it could not be noted how one does')
  }
}
