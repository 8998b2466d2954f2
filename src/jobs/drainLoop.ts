import { setTimeout as wait } from 'node:timers/promises'
import type { VerdictCounts } from '../domain/tracking/batch.ts'
import { DirectHits } from '../domain/tracking/direct.ts'
import { SegmentDrain, type DrainProgress } from '../domain/tracking/drain.ts'
import type { StoreForeign } from '../domain/tracking/foreignRecord.ts'
import { fallAsleep, readBusy, readLive, takeAsleep, type JournalState } from '../domain/tracking/journalState.ts'
import { listSegments, segmentPath, type Segment } from '../domain/tracking/segments.ts'
import { isUnavailable, type Db } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'

/** After a wake-up so long is waited: the hits of a busy moment then share a transaction, and one alone is in PostgreSQL within 0.1 s. */
const GATHER_MS = 40
const RETRY_MS = { first: 100, last: 2_000 }
/** While the thread that answers is busier than this, each batch is followed by a rest, a multiple of its own time. */
const BUSY = 0.35
const REST_FACTOR = 12
const MAX_REST_MS = 2_000
/** Three transactions at once keep two processors busy while one waits for the disk. */
export const MAX_BESIDE = 2
/** A quarter of the journal's room: from here on the drain rests no more. */
const MANY_SEGMENTS = 128

type Options = {
  db: Db
  dir: string
  journalId: string
  state: JournalState
  log: Log
  onProgress: (progress: DrainProgress) => void
  storeForeign: StoreForeign
}

/** Brings hits into PostgreSQL for as long as the process runs: in step with single ones, slowly beside a rush, fast after it. */
export class DrainLoop {
  readonly #options: Options
  readonly #direct: DirectHits
  #current: SegmentDrain | undefined
  /** Further connections take the next segments while there are several and nobody needs the processor. */
  readonly #beside = new Map<SegmentDrain, Promise<void>>()
  #wake: () => void = () => undefined
  #stopBy: number | undefined
  #isDone = false
  #isAway = false
  #mayBeLeft = false
  #segments = 0

  constructor(options: Options) {
    this.#options = options
    const { db, log, onProgress, storeForeign } = options
    const onStored = (verdicts: VerdictCounts) => onProgress({ verdicts, rejected: 0, bytes: 0 })
    this.#direct = new DirectHits({ db, log, isOver: () => this.#isOver(), onStored, storeForeign })
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.#isOver();) {
      try {
        await this.#turn()
        if (this.#isAway) this.#options.log.info('the drain goes on: the database is back')
        this.#isAway = false
        failures = 0
      } catch (error) {
        this.#report(error)
        await wait(Math.min(RETRY_MS.last, RETRY_MS.first * 2 ** failures++))
      }
    }
    await Promise.all([...this.#beside.values(), this.#direct.settled()])
  }

  wake(): void {
    this.#wake()
  }

  /** Brings in what is there, for `graceMs` at most, then ends. */
  finish(graceMs: number): void {
    this.#stopBy = performance.now() + graceMs
    this.#wake()
  }

  /** Stores records that the disk refused; waits for a database that is away. @returns how many of the hits were lost */
  store(records: Uint8Array): Promise<number> {
    return this.#direct.store(records)
  }

  #isOver(): boolean {
    return this.#isDone || (this.#stopBy !== undefined && performance.now() > this.#stopBy)
  }

  async #turn(): Promise<void> {
    const startedAt = performance.now()
    const live = readLive(this.#options.state)
    this.#current ??= this.#next()
    if (this.#current === undefined) return this.#sleep(live)
    this.#startBeside(this.#current.segment)
    const limit = this.#limitOf(this.#current.segment)
    const step = await this.#current.step(limit)
    this.#options.onProgress(step)
    if (!step.isAtEnd) return this.#rest(performance.now() - startedAt)
    if (limit !== undefined) return this.#takeLeft() ?? this.#sleep(live)
    this.#current.remove()
    this.#current = undefined
  }

  /** Older segments come before sleep: one beside was given up for the processor, or its database went away. Undefined when there is none. */
  #takeLeft(): Promise<void> | undefined {
    if (!this.#mayBeLeft) return undefined
    this.#mayBeLeft = false
    const left = this.#next()
    if (left === undefined) return undefined
    this.#current = left
    return Promise.resolve()
  }

  async #rest(tookMs: number): Promise<void> {
    if (this.#isBusy()) await wait(Math.min(MAX_REST_MS, tookMs * REST_FACTOR))
  }

  /** Whether answering needs the processor more than we do: not at the end, and not before the journal runs out of room. */
  #isBusy(): boolean {
    return this.#stopBy === undefined && this.#segments <= MANY_SEGMENTS && readBusy(this.#options.state) >= BUSY
  }

  /** The durable length of the live segment; undefined for a finished one. */
  #limitOf(segment: Segment): number | undefined {
    const live = readLive(this.#options.state)
    return segment.journalId === this.#options.journalId && segment.number === live.segment ? live.length : undefined
  }

  /** The oldest segment that nobody drains yet; one that is about to become live comes later. */
  #next(): SegmentDrain | undefined {
    const { dir, journalId, state, db, log, storeForeign } = this.#options
    const live = readLive(state).segment
    const taken = [this.#current, ...this.#beside.keys()].map((drain) => drain && segmentPath(dir, drain.segment))
    const segments = listSegments(dir)
    this.#segments = segments.length
    const segment = segments.find((one) => (one.journalId !== journalId || one.number <= live) && !taken.includes(segmentPath(dir, one)))
    return segment && new SegmentDrain(db, { segment, dir, log, storeForeign })
  }

  #startBeside(current: Segment): void {
    if (this.#beside.size === MAX_BESIDE || this.#isBusy() || this.#limitOf(current) !== undefined) return
    const drain = this.#next()
    if (drain === undefined || this.#limitOf(drain.segment) !== undefined) return
    const done = this.#drainWhole(drain)
      .catch((error: unknown) => this.#report(error))
      .finally(() => {
        this.#beside.delete(drain)
        this.#mayBeLeft = true
        this.#wake()
      })
    this.#beside.set(drain, done)
  }

  /** Ends early when the answers need the processor; the segment is then taken up again later. */
  async #drainWhole(drain: SegmentDrain): Promise<void> {
    while (!this.#isOver()) {
      const step = await drain.step(undefined)
      this.#options.onProgress(step)
      if (step.isAtEnd) return drain.remove()
      if (this.#isBusy()) return
    }
  }

  /** Waits until the journal grows beyond what was looked at. What is written before the flag is up is seen here, what comes later wakes us. */
  async #sleep(looked: { segment: number; length: number }): Promise<void> {
    if (this.#stopBy !== undefined) {
      await Promise.all([...this.#beside.values(), this.#direct.settled()])
      this.#isDone = true
      return
    }
    const { state } = this.#options
    const woken = new Promise<void>((resolve) => (this.#wake = resolve))
    fallAsleep(state)
    const live = readLive(state)
    if (live.segment === looked.segment && live.length === looked.length) await woken
    takeAsleep(state)
    if (this.#stopBy === undefined) await wait(GATHER_MS)
  }

  #report(error: unknown): void {
    const { log } = this.#options
    if (!isUnavailable(error)) return log.error({ error }, 'a batch of hits could not be brought in; it is tried again')
    if (!this.#isAway) log.warn({ error }, 'the drain waits: the database is away; hits stay in the journal')
    this.#isAway = true
  }
}
