import { fanOut } from '../domain/webhooks/fanOut.ts'
import { claimEndpoints, type Lease } from '../domain/webhooks/lease.ts'
import { workOnReplays } from '../domain/webhooks/replays.ts'
import { Turn, type DeliveryParts } from '../domain/webhooks/turn.ts'
import { isUnavailable } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import { startLoop, type Loop, type LoopOptions } from './loop.ts'

/** Endpoints that one process works on at a time; each holds some hundred events at most. */
const MAX_TURNS = 50
/** Events are told within a second: so often the log is looked at, and endpoints that became due. */
const FAN_OUT_INTERVAL_MS = 200
const DELIVERY_INTERVAL_MS = 250

/** Shares events out among the endpoints and delivers them. */
export function startWebhooks(parts: DeliveryParts, options: LoopOptions): Loop {
  const turns = new Map<Turn, Promise<void>>()
  const abandoned = new Set<string>()
  let isStopped = false
  const begin = (lease: Lease) => {
    const turn = new Turn(parts, lease)
    const ended = turn
      .run()
      .catch((error: unknown) => {
        abandoned.add(lease.token)
        logFailure(options.log, error)
      })
      .finally(() => {
        turns.delete(turn)
        deliver.wake()
      })
    turns.set(turn, ended)
  }
  const deliver = startLoop(
    {
      name: 'webhook deliveries',
      intervalMs: DELIVERY_INTERVAL_MS,
      async run() {
        const room = isStopped ? 0 : MAX_TURNS - turns.size
        if (room <= 0) return 'done'
        const leases = await claimEndpoints(parts.db, { limit: room, abandoned: [...abandoned] })
        abandoned.clear()
        for (const lease of leases) begin(lease)
        return 'done'
      },
    },
    options,
  )
  const share = startLoop(
    {
      name: 'webhook events',
      intervalMs: FAN_OUT_INTERVAL_MS,
      async run() {
        const { isMore, shared } = await fanOut(parts.db)
        if (shared > 0) deliver.wake()
        const replays = await workOnReplays(parts.db)
        return isMore || replays === 'again' ? 'again' : 'done'
      },
    },
    options,
  )
  return {
    wake: () => share.wake(),
    async stop() {
      isStopped = true
      await Promise.all([share.stop(), deliver.stop()])
      for (const turn of turns.keys()) turn.stop()
      await Promise.all(turns.values())
    },
  }
}

function logFailure(log: Log, error: unknown): void {
  if (isUnavailable(error)) log.warn({}, 'webhooks: the database is away, deliveries wait for it')
  else log.error({ error }, 'webhooks: work on an endpoint failed, it is taken up again')
}
