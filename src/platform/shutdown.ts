import type { Log } from './log.ts'

/** What is to be done before the process ends: last registered, first done, each once. */
export type Shutdown = {
  on(name: string, work: () => Promise<unknown> | unknown): void
  /** Does it all now; a step that fails or hangs does not keep the next from being done. */
  run(): Promise<void>
  /** Does it at SIGTERM and SIGINT and ends the process; a second signal ends it at once. */
  listen(): void
}

/** All steps together take at most this; orchestrators kill after 30 s. */
const DEADLINE_MS = 28_000

export function createShutdown({ log }: { log: Log }): Shutdown {
  const steps: { name: string; work: () => Promise<unknown> | unknown }[] = []
  let running: Promise<void> | undefined
  const runAll = async () => {
    const deadline = performance.now() + DEADLINE_MS
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) await runStep(log, step, deadline - performance.now())
  }
  const run = () => (running ??= runAll())
  return {
    on: (name, work) => void steps.push({ name, work }),
    run,
    listen() {
      const end = (signal: NodeJS.Signals) => {
        if (running !== undefined) process.exit(1)
        log.info({ signal }, 'stopping')
        void run().then(() => {
          log.info('stopped')
          process.exit(0)
        })
      }
      process.on('SIGTERM', end)
      process.on('SIGINT', end)
    },
  }
}

async function runStep(log: Log, { name, work }: { name: string; work: () => Promise<unknown> | unknown }, leftMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), Math.max(0, leftMs))
  })
  try {
    const result = await Promise.race([Promise.resolve(work()).then(() => 'done' as const), late])
    if (result === 'late') log.error({ step: name }, 'a step of the shutdown did not end in time')
    else log.debug({ step: name }, 'shutdown step done')
  } catch (error) {
    log.error({ step: name, error }, 'a step of the shutdown failed')
  } finally {
    clearTimeout(timer)
  }
}
