import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { runExpansions, type ExpandSettings } from './expandWorker.ts'

// On Linux this concerns the calling thread alone: answering taps comes first. Elsewhere it would slow the whole process down.
if (process.platform === 'linux') setPriority(0, 5)

// Only expansions.ts starts this file, with settings of this type.
await runExpansions(workerData as ExpandSettings)
