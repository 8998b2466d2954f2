import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import type { DrainSettings } from './drainMessages.ts'
import { runDrain } from './drainWorker.ts'

// On Linux this concerns the calling thread alone: answering hits comes first. Elsewhere it would slow the whole process down.
if (process.platform === 'linux') setPriority(0, 10)

// Only drain.ts starts this file, with settings of this type.
const settings = workerData as DrainSettings
if (parentPort === null) throw new Error('drainThread is started by drain.ts, as a worker thread')
await runDrain(parentPort, settings)
// A connection that was being made when its client was closed stays open in the driver (porsager/postgres 3.4.9), and would keep the thread.
process.exit()
