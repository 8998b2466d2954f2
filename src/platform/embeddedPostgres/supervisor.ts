import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { startPostmaster, type Postmaster, type PostmasterOptions } from './postmaster.ts'

/** Pauses between tries to start the server again: none, then doubling. */
const MAX_PAUSE_MS = 10_000

/** A server that lived this long was well; the next death starts the pauses anew. */
const HEALTHY_MS = 30_000

/** How long a fast shutdown may take (it writes a checkpoint), then an immediate one, which the next start recovers from. */
const FAST_STOP_MS = 20_000
const IMMEDIATE_STOP_MS = 5_000

/** Processes of a killed server may need a moment to notice; until then a new one refuses the data folder. */
const STILL_IN_USE = /pre-existing shared memory block|lock file "postmaster\.pid" already exists/
const STILL_IN_USE_TRIES = 40
const STILL_IN_USE_PAUSE_MS = 250

/** Keeps one server running until it is told to stop. */
export class Supervisor {
  readonly #options: PostmasterOptions
  readonly #log: Pick<Log, 'info' | 'warn' | 'error'>
  readonly #stopping = new AbortController()
  #postmaster: Postmaster | undefined
  #revival: Promise<void> = Promise.resolve()
  #failures = 0
  /** How often the server died and was started again. */
  restarts = 0

  constructor(options: PostmasterOptions & { log: Pick<Log, 'info' | 'warn' | 'error'> }) {
    this.#options = options
    this.#log = options.log
  }

  get pid(): number | undefined {
    return this.#postmaster?.pid
  }

  /** @throws Error when the server does not start */
  async start(): Promise<void> {
    const postmaster = await this.#startOnce()
    this.#postmaster = postmaster
    const startedAt = performance.now()
    void postmaster.exited.then((reason) => {
      if (this.#stopping.signal.aborted) return
      this.#postmaster = undefined
      if (performance.now() - startedAt > HEALTHY_MS) this.#failures = 0
      this.#log.error({ reason }, 'PostgreSQL ended unexpectedly; starting it again')
      this.#revival = this.#revive()
    })
  }

  /** Stops the server, fast but in order: transactions are rolled back, everything committed is on disk. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#revival
    const postmaster = this.#postmaster
    if (postmaster === undefined) return
    postmaster.signal('SIGINT')
    if (await endsWithin(postmaster, FAST_STOP_MS)) return
    this.#log.warn(
      { pid: postmaster.pid },
      `PostgreSQL did not stop in ${FAST_STOP_MS} ms; stopping it at once, the next start will recover`,
    )
    postmaster.signal('SIGQUIT')
    if (!(await endsWithin(postmaster, IMMEDIATE_STOP_MS))) throw new Error(`The PostgreSQL server ${postmaster.pid} does not stop`)
  }

  /** For the end of a process that did not wait for `stop`. */
  abandon(): void {
    this.#stopping.abort()
    this.#postmaster?.signal('SIGINT')
  }

  async #revive(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      if (this.#failures > 0) await this.#pause(Math.min(MAX_PAUSE_MS, 100 * 2 ** this.#failures))
      this.#failures += 1
      try {
        await this.start()
        this.restarts += 1
        this.#log.info({ restarts: this.restarts }, 'PostgreSQL runs again')
        return
      } catch (error) {
        this.#log.error({ error }, 'PostgreSQL could not be started again')
      }
    }
  }

  async #startOnce(): Promise<Postmaster> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await startPostmaster(this.#options)
      } catch (error) {
        const passes = error instanceof Error && STILL_IN_USE.test(error.message)
        if (!passes || tries === STILL_IN_USE_TRIES || this.#stopping.signal.aborted) throw error
        await this.#pause(STILL_IN_USE_PAUSE_MS)
      }
    }
  }

  /** Waits, unless we are told to stop meanwhile. */
  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }
}

async function endsWithin({ exited }: Postmaster, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const late = wait(ms, false, { signal: timer.signal }).catch(() => false)
  const ended = await Promise.race([exited.then(() => true), late])
  timer.abort()
  return ended
}
