import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { runImports, type ImportSettings } from './importWorker.ts'

// On Linux this concerns the calling thread alone: answering taps comes first. Elsewhere it would slow the whole process down.
if (process.platform === 'linux') setPriority(0, 5)

// Only imports.ts starts this file, with settings of this type.
await runImports(workerData as ImportSettings)
