import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads'
import type { VerdictCounts } from '../domain/tracking/batch.ts'
import type { DrainProgress } from '../domain/tracking/drain.ts'
import type { Journal } from '../domain/tracking/journal.ts'
import { publishBusy } from '../domain/tracking/journalState.ts'
import type { Server } from '../platform/driver.ts'
import type { Log } from '../platform/log.ts'
import type { DrainReport, DrainRequest, DrainSettings } from './drainMessages.ts'
import { runDrain } from './drainWorker.ts'

/** Since the start; `backlogBytes`: what of the journal is not in PostgreSQL yet. */
export type DrainStats = { hits: number; verdicts: VerdictCounts; rejected: number; backlogBytes: number }

export type Drain = {
  stats(): DrainStats
  /** Brings in what the journal holds, for a few seconds at most, and ends. Whatever is left waits for the next start. */
  close(): Promise<void>
}

type Options = { journal: Journal; server: Server; log: Log; logLevel: string }

/** How often the drain learns how busy this thread is. */
const BUSY_INTERVAL_MS = 250
const FINISH_MS = 5_000
const RESTART_MS = 1_000
/** A batch and a table of countries take a fifth of this; without a limit the thread's heap grows to what the machine has. */
const LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 24 }

type Running = { port: Pick<MessagePort, 'postMessage'>; ended: Promise<void> }

/** Drains the journal beside this thread, and starts anew when the drain breaks. */
export function startDrain(options: Options): Drain {
  const { journal, log } = options
  const progress = createProgress()
  const requests = new StoreRequests()
  const onReport = (report: DrainReport) => {
    if (report.kind === 'stored') requests.settle(report)
    else addProgress(progress, report)
  }
  let isClosing = false
  let running = run(options, onReport)
  const supervise = async (): Promise<void> => {
    const error = await running.ended.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    requests.failAll()
    if (isClosing) return
    log.error({ error }, 'the drain broke; it is started again')
    await new Promise((resolve) => setTimeout(resolve, RESTART_MS))
    running = run(options, onReport)
    return supervise()
  }
  const ended = supervise()
  const send = (request: DrainRequest) => running.port.postMessage(request)
  journal.attach({ wake: () => send({ kind: 'wake' }), store: (records) => requests.send(records, send) })
  const busy = watchBusy(journal)
  return {
    stats: () => statsOf(progress, journal),
    async close() {
      isClosing = true
      clearInterval(busy)
      send({ kind: 'finish', graceMs: FINISH_MS })
      await ended
      const { lost } = journal.stats()
      if (lost > 0) log.error({ lost }, 'hits were lost since the start')
    },
  }
}

const createProgress = (): DrainProgress => ({ verdicts: { click: 0, view: 0, prefetch: 0, bot: 0 }, rejected: 0, bytes: 0 })

function addProgress(sum: DrainProgress, { verdicts, rejected, bytes }: DrainProgress): void {
  sum.verdicts.click += verdicts.click
  sum.verdicts.view += verdicts.view
  sum.verdicts.prefetch += verdicts.prefetch
  sum.verdicts.bot += verdicts.bot
  sum.rejected += rejected
  sum.bytes += bytes
}

function statsOf({ verdicts, rejected, bytes }: DrainProgress, journal: Journal): DrainStats {
  const hits = verdicts.click + verdicts.view + verdicts.prefetch + verdicts.bot
  return { hits, verdicts: { ...verdicts }, rejected, backlogBytes: Math.max(0, journal.stats().bytes - bytes) }
}

/** A thread of its own when compiled; Node 20 cannot start one from TypeScript, so tests drain in their own thread. */
function run({ journal, server, logLevel }: Options, onReport: (report: DrainReport) => void): Running {
  const settings: DrainSettings = { server, dir: journal.dir, journalId: journal.id, memory: journal.state.memory, logLevel }
  if (import.meta.url.endsWith('.ts')) {
    const { port1, port2 } = new MessageChannel()
    port1.on('message', onReport)
    return { port: port1, ended: runDrain(port2, settings) }
  }
  const thread = new Worker(new URL('./drainThread.js', import.meta.url), { workerData: settings, resourceLimits: LIMITS })
  thread.on('message', onReport)
  const ended = new Promise<void>((resolve, reject) => {
    thread.on('error', reject)
    thread.on('exit', () => resolve())
  })
  return { port: thread, ended }
}

/** Hits that the disk refused, on their way to PostgreSQL by the drain's connection. */
class StoreRequests {
  readonly #waiting = new Map<number, { resolve: (lost: number) => void; reject: (error: Error) => void }>()
  #lastId = 0

  send(records: Uint8Array<ArrayBuffer>, send: (request: DrainRequest) => void): Promise<number> {
    const id = ++this.#lastId
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      send({ kind: 'store', id, records })
    })
  }

  settle({ id, lost, error }: { id: number; lost: number; error: string | undefined }): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error === undefined) waiting?.resolve(lost)
    else waiting?.reject(new Error(error))
  }

  failAll(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error('The drain ended'))
    this.#waiting.clear()
  }
}

function watchBusy({ state }: Journal): NodeJS.Timeout {
  let before = performance.eventLoopUtilization()
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization()
    publishBusy(state, performance.eventLoopUtilization(now, before).utilization)
    before = now
  }, BUSY_INTERVAL_MS)
  return timer.unref()
}
