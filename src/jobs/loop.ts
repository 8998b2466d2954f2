import { isUnavailable } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'

/** A job that runs again and again until it is stopped, one run at a time. */
export type Loop = {
  /** Runs soon, without waiting for the interval. */
  wake(): void
  /** Waits for the run under way; none starts after it. */
  stop(): Promise<void>
}

export type Job = {
  name: string
  intervalMs: number
  /** One run. `again`: there is more to do at once. A number: wait so many milliseconds instead of the interval. */
  run(): Promise<'again' | 'done' | number>
}

/** Pauses grow up to this while runs fail, so that a database that is away is not asked in a hurry. */
const MAX_PAUSE_MS = 10_000

/** `onFailure` is told the job's name after each run that failed. */
export type LoopOptions = { log: Log; onFailure: (job: string) => void }

export function startLoop({ name, intervalMs, run }: Job, { log, onFailure }: LoopOptions): Loop {
  let isStopped = false
  let isWoken = false
  let endPause: (() => void) | undefined
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      endPause = () => (clearTimeout(timer), resolve())
    })
  const finished = (async () => {
    for (let failures = 0; !isStopped;) {
      isWoken = false
      const result = await run().catch((error: unknown) => logFailure(log, { name, error }))
      failures = result === 'failed' ? failures + 1 : 0
      if (result === 'failed') onFailure(name)
      if (isStopped || result === 'again' || (isWoken && result !== 'failed')) continue
      const pauseMs = typeof result === 'number' ? result : intervalMs
      await pause(failures === 0 ? pauseMs : Math.min(intervalMs * 2 ** failures, MAX_PAUSE_MS))
    }
  })()
  return {
    wake() {
      isWoken = true
      endPause?.()
    },
    async stop() {
      isStopped = true
      endPause?.()
      await finished
    },
  }
}

function logFailure(log: Log, { name, error }: { name: string; error: unknown }): 'failed' {
  if (isUnavailable(error)) log.warn({ job: name }, 'jobs: the database is away, the job waits for it')
  else log.error({ job: name, error }, 'jobs: a run failed and is tried again')
  return 'failed'
}
