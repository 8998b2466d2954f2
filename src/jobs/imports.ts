import { Worker } from 'node:worker_threads'
import { hasDueImport } from '../domain/contacts/importStore.ts'
import type { Db } from '../platform/db.ts'
import type { Server } from '../platform/driver.ts'
import { runImports, type ImportSettings } from './importWorker.ts'

export type Imports = {
  /** Works on all imports that wait, if any do. */
  run(): Promise<void>
  /** Lets the run under way end after some hundred rows more; any node goes on from there. */
  stop(): void
}

/** Imports contacts beside this thread, which answers taps: reading a million rows takes half a minute of a processor. */
export function createImports({ db, server, logLevel }: { db: Db; server: Server; logLevel: string }): Imports {
  const settings: ImportSettings = { server, logLevel, stop: new SharedArrayBuffer(4) }
  const flag = new Int32Array(settings.stop)
  return {
    async run() {
      if (Atomics.load(flag, 0) === 0 && (await hasDueImport(db))) await runInThread(settings)
    },
    stop: () => void Atomics.store(flag, 0, 1),
  }
}

/** Without limits the heap grows to several times what is alive in it, about 20 MB, before it is swept. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 24 }

/** Node 20 cannot start a thread from TypeScript, so tests import in their own. */
async function runInThread(settings: ImportSettings): Promise<void> {
  if (import.meta.url.endsWith('.ts')) return runImports(settings)
  const thread = new Worker(new URL('./importThread.js', import.meta.url), { workerData: settings, resourceLimits })
  await new Promise<void>((resolve, reject) => {
    thread.on('error', reject)
    thread.on('exit', () => resolve())
  })
}
