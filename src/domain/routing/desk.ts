import type { Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { listCarriers, type CarrierSettings } from './carriers.ts'

/** A carrier that is set up and can be used. */
export type OpenCarrier<T> = { settings: CarrierSettings; carrier: T }

/** The carriers of this installation, ready for use; a change by the operator is there within 2 s. */
export type CarrierDesk<T> = {
  /** All carriers, read again when what is known is older than 2 s. */
  list(): Promise<readonly OpenCarrier<T>[]>
}

/** `open` makes a carrier of its row; an error it throws is the operator's to mend. `now`: milliseconds that never go back. */
export type DeskParts<T> = { db: Db; log: Log; open: (settings: CarrierSettings) => T; now?: () => number }

/** How old the known carriers may be. */
const MAX_AGE_MS = 2_000

/** Opens carriers as they appear and change. One whose settings or secrets cannot be used is left out, and logged once for each version. */
export function createDesk<T>({ db, log, open, now = () => performance.now() }: DeskParts<T>): CarrierDesk<T> {
  const known = new Map<bigint, { version: number; carrier: T | undefined }>()
  let current: Promise<readonly OpenCarrier<T>[]> | undefined
  let last: readonly OpenCarrier<T>[] | undefined
  let readAt = Number.NEGATIVE_INFINITY
  const carrierOf = (row: CarrierSettings): T | undefined => {
    const before = known.get(row.id)
    if (before?.version === row.version) return before.carrier
    const carrier = attempt(
      () => open(row),
      (error) => log.error({ error, carrierId: row.id }, 'carriers: one cannot be used as it is set up'),
    )
    known.set(row.id, { version: row.version, carrier })
    return carrier
  }
  const read = async () =>
    (await listCarriers(db)).flatMap((settings) => {
      const carrier = carrierOf(settings)
      return carrier === undefined ? [] : [{ settings, carrier }]
    })
  return {
    list() {
      if (current !== undefined && now() - readAt < MAX_AGE_MS) return current
      readAt = now()
      const reading = read().then(
        (list) => (last = list),
        (error: unknown) => {
          // While the database is away, what is known goes on to be used: callbacks can still be told from forgeries.
          if (last !== undefined) return last
          current = undefined
          throw error
        },
      )
      current = reading
      return reading
    },
  }
}

function attempt<T>(work: () => T, onError: (error: unknown) => void): T | undefined {
  try {
    return work()
  } catch (error) {
    onError(error)
    return undefined
  }
}
