import { startLoop, type Loop, type LoopOptions } from './loop.ts'
import { listJobs, type JobParts } from './schedule.ts'

/** The jobs of the worker role, running until they are stopped. */
export type Worker = {
  /** Tells the sender that a message was queued in this process. */
  wake(): void
  stop(): Promise<void>
}

export function startWorker(parts: JobParts, options: LoopOptions): Worker {
  const { sends, others } = listJobs(parts)
  const sendLoops: Loop[] = sends.map((job) => startLoop(job, options))
  const loops = [...sendLoops, ...others.map((job) => startLoop(job, options))]
  return {
    wake: () => sendLoops.forEach((loop) => loop.wake()),
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}
