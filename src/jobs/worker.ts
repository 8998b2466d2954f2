import type { Carrier } from '../domain/messages/carrier.ts'
import type { CarrierDesk } from '../domain/routing/desk.ts'
import { startLoop, type Loop, type LoopOptions } from './loop.ts'
import { listJobs, type JobParts } from './schedule.ts'
import type { SendParts } from './sendJob.ts'
import { startSends } from './sends.ts'

/** The jobs of the worker role, running until they are stopped. */
export type Worker = {
  /** Tells the sender that a message was queued in this process. */
  wake(): void
  stop(): Promise<void>
}

export function startWorker(parts: JobParts & SendParts & { desk: CarrierDesk<Carrier> }, options: LoopOptions): Worker {
  const sends = startSends(parts, options)
  const loops: Loop[] = [sends, ...listJobs(parts).map((job) => startLoop(job, options))]
  return {
    wake: () => sends.wake(),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
