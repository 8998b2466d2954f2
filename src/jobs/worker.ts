import type { Carrier } from '../domain/messages/carrier.ts'
import type { CarrierDesk } from '../domain/routing/desk.ts'
import { startLoop, type Loop, type LoopOptions } from './loop.ts'
import type { DeliveryParts } from '../domain/webhooks/turn.ts'
import { listJobs, type JobParts } from './schedule.ts'
import type { SendParts } from './sendJob.ts'
import { startSends } from './sends.ts'
import { startWebhooks } from './webhooks.ts'

/** The jobs of the worker role, running until they are stopped. */
export type Worker = {
  /** Tells the sender that a message was queued in this process. */
  wake(): void
  stop(): Promise<void>
}

type WorkerParts = JobParts & SendParts & { desk: CarrierDesk<Carrier>; webhooks: DeliveryParts }

export function startWorker(parts: WorkerParts, options: LoopOptions): Worker {
  const sends = startSends(parts, options)
  const loops: Loop[] = [sends, startWebhooks(parts.webhooks, options), ...listJobs(parts).map((job) => startLoop(job, options))]
  return {
    wake: () => sends.wake(),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
