import type { Carrier } from '../domain/messages/carrier.ts'
import type { CarrierDesk, OpenCarrier } from '../domain/routing/desk.ts'
import { startLoop, type Loop, type LoopOptions } from './loop.ts'
import { createSendJob, type SendJob, type SendParts } from './sendJob.ts'

/** How often carriers that were added, changed or paused are looked for. */
const FOLLOW_INTERVAL_MS = 2_000

/** Sends by every carrier there is: one loop each, begun when the carrier appears. */
export function startSends(parts: SendParts & { desk: CarrierDesk<Carrier> }, options: LoopOptions): Loop {
  const running = new Map<bigint, { open: OpenCarrier<Carrier>; job: SendJob; loop: Loop }>()
  const begin = (first: OpenCarrier<Carrier>) => {
    const { id } = first.settings
    const job = createSendJob(parts, () => running.get(id)?.open ?? first)
    running.set(id, { open: first, job, loop: startLoop(job, options) })
  }
  const follow = startLoop(
    {
      name: 'carriers',
      intervalMs: FOLLOW_INTERVAL_MS,
      async run() {
        for (const open of await parts.desk.list()) {
          const known = running.get(open.settings.id)
          if (known === undefined) begin(open)
          else if (known.open !== open) replace(known, open)
        }
        return 'done'
      },
    },
    options,
  )
  return {
    wake: () => running.forEach(({ loop }) => loop.wake()),
    async stop() {
      await follow.stop()
      await Promise.all(
        [...running.values()].map(async ({ loop, job }) => {
          const stopped = loop.stop()
          await job.finished()
          await stopped
          // A slice that the last run had begun.
          await job.finished()
        }),
      )
    },
  }
}

/** The former one still answers for what it was given; it begins nothing more. */
function replace(known: { open: OpenCarrier<Carrier> }, open: OpenCarrier<Carrier>): void {
  const former = known.open.carrier
  known.open = open
  if (former !== open.carrier) former.stop?.()
}
