import { Worker } from 'node:worker_threads'
import { listUnexpanded } from '../domain/campaigns/expandStore.ts'
import { PHONE_KEY } from '../domain/contacts/phoneHash.ts'
import type { Db } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { runExpansions, type ExpandSettings } from './expandWorker.ts'

export type Expansions = {
  /** Expands all campaigns that wait for it, if any do. */
  run(): Promise<void>
  /** Lets the run under way end after its slice; any node goes on from there. */
  stop(): void
}

type Options = Omit<ExpandSettings, 'stop' | 'phoneKey'> & { db: Db; secrets: Secrets }

/** Expands campaigns beside this thread, which answers taps. */
export function createExpansions({ db, secrets, ...rest }: Options): Expansions {
  const settings: ExpandSettings = { ...rest, phoneKey: secrets.derive(PHONE_KEY), stop: new SharedArrayBuffer(4) }
  const flag = new Int32Array(settings.stop)
  return {
    async run() {
      if (Atomics.load(flag, 0) === 0 && (await listUnexpanded(db, { limit: 1 })).length > 0) await runInThread(settings)
    },
    stop: () => void Atomics.store(flag, 0, 1),
  }
}

/** Without limits the heap grows to several times what is alive in it before it is swept. */
const resourceLimits = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 24 }

/** Node 20 cannot start a thread from TypeScript, so tests expand in their own. */
async function runInThread(settings: ExpandSettings): Promise<void> {
  if (import.meta.url.endsWith('.ts')) return runExpansions(settings)
  const thread = new Worker(new URL('./expandThread.js', import.meta.url), { workerData: settings, resourceLimits })
  await new Promise<void>((resolve, reject) => {
    thread.on('error', reject)
    thread.on('exit', () => resolve())
  })
}
