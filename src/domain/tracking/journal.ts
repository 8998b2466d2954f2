import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Log } from '../../platform/log.ts'
import { acquireLock, type Lock } from '../../platform/processLock.ts'
import { addToGroup, createGroup, settle, type Group, type Waiting } from './group.ts'
import { createJournalState, publishLive, takeAsleep, type JournalState } from './journalState.ts'
import type { Encoder } from './record.ts'
import { RefusedHits, type RefusedStats, type StoreDirectly } from './refused.ts'
import { beginSegment, createSpare, discardSpare, finishSegment, writeSegment, type SegmentFile, type Spare } from './segmentFile.ts'
import { bytesOf, cutTornTails, LOCK_FILE, SEGMENT_BYTES, SPARE_SUFFIX } from './segments.ts'

/** Since the start; `bytes` also counts what earlier journals of the folder had left. */
export type JournalStats = RefusedStats & { records: number; bytes: number; pendingBytes: number; isRefusing: boolean }

/** More than this waits only when the disk hangs. */
const MAX_PENDING_BYTES = 16 * 1024 * 1024
/** 4 GB, about 21 million hits, when the database is away for long; the disk is left room for others. */
const MAX_SEGMENTS = 512
/** A disk that refused is tried again so often. */
const RETRY_MS = 1_000

type Options = { dir: string; log: Log; maxSegments?: number }

/**
 * Opens the folder's journal for this process: takes its lock, cuts torn tails of earlier journals, and starts a journal of its own.
 * @throws LockHeldError when another process writes there
 */
export async function openJournal(options: Options): Promise<Journal> {
  const { dir, log } = options
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const lock = await acquireLock(join(dir, LOCK_FILE), { purpose: 'journal of hits' })
  try {
    for (const name of readdirSync(dir)) if (name.endsWith(SPARE_SUFFIX)) rmSync(join(dir, name))
    const torn = cutTornTails(dir)
    if (torn > 0) log.warn({ bytes: torn }, 'the journal ended in a record that was never whole; it was cut')
    const journal = new Journal(options, lock)
    await journal.start()
    return journal
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Hits on their way into PostgreSQL, durable on this machine before they are answered. */
export class Journal {
  readonly id = randomUUID()
  readonly dir: string
  readonly state: JournalState = createJournalState()
  readonly #log: Log
  readonly #lock: Lock
  readonly #refused: RefusedHits
  readonly #maxSegments: number
  #filling: Group = createGroup()
  #spareGroup: Group = createGroup()
  #segment: SegmentFile | undefined
  #spare: Promise<Spare> | undefined
  #number = 0
  readonly #finishing = new Set<Promise<void>>()
  #writing: Promise<void> | undefined
  #refusedAt: number | undefined
  #records = 0
  #bytes: number
  #wake: () => void = () => undefined

  constructor({ dir, log, maxSegments = MAX_SEGMENTS }: Options, lock: Lock) {
    this.dir = dir
    this.#log = log
    this.#lock = lock
    this.#maxSegments = maxSegments
    this.#bytes = bytesOf(dir)
    this.#refused = new RefusedHits(log)
  }

  /** A disk that refuses from the first moment on does not stop the redirects. */
  async start(): Promise<void> {
    await this.#rotate().catch((error: unknown) => this.#refuse(error))
  }

  /** Connects the drain: what wakes it, and how it stores hits that the disk refused. */
  attach({ wake, store }: { wake: () => void; store: StoreDirectly }): void {
    this.#wake = wake
    this.#refused.attach(store)
  }

  /** Adds a record; `waiting` is told once when it is durable (or, with a disk that refuses, when it is in PostgreSQL or lost and counted). */
  append<T>(encoder: Encoder<T>, value: T, waiting: Waiting): void {
    if (this.#filling.length > MAX_PENDING_BYTES) {
      const alone = createGroup()
      addToGroup(alone, { encoder, value, waiting })
      return this.#refused.take(alone)
    }
    addToGroup(this.#filling, { encoder, value, waiting })
    // Not at once: the other requests that this turn of the event loop reads join the same write.
    this.#writing ??= new Promise((resolve) => setImmediate(() => void this.#writeAll().then(resolve)))
  }

  stats(): JournalStats {
    const isRefusing = this.#refusedAt !== undefined
    return { ...this.#refused.stats(), records: this.#records, bytes: this.#bytes, pendingBytes: this.#filling.length, isRefusing }
  }

  /** Resolves when all that was appended is settled. */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing
  }

  /** Flushes, gives unused room back and releases the folder. Nothing may be appended any more. */
  async close(): Promise<void> {
    await this.flush()
    await this.#discardSpare()
    await Promise.all(this.#finishing)
    if (this.#segment !== undefined) await finishSegment(this.#segment)
    this.#segment = undefined
    this.#lock.release()
  }

  async #writeAll(): Promise<void> {
    while (this.#filling.length > 0) {
      const group = this.#filling
      this.#filling = this.#spareGroup
      await this.#write(group)
      group.length = 0
      this.#spareGroup = group
      // What came in meanwhile waits to be read: with it the next write is larger, and a write costs as much as answering a hit or two.
      await turn()
    }
    this.#writing = undefined
  }

  async #write(group: Group): Promise<void> {
    if (this.#refusedAt !== undefined && performance.now() - this.#refusedAt < RETRY_MS) return this.#refused.take(group)
    try {
      const segment = this.#segment
      const target = segment !== undefined && segment.length + group.length <= SEGMENT_BYTES ? segment : await this.#rotate()
      await writeSegment(target, group.buffer.subarray(0, group.length))
      publishLive(this.state, { segment: target.number, length: target.length })
    } catch (error) {
      await this.#refuse(error)
      return this.#refused.take(group)
    }
    if (this.#refusedAt !== undefined) this.#log.info('the disk takes hits again')
    this.#refusedAt = undefined
    this.#records += group.waiting.length
    this.#bytes += group.length
    settle(group, (error) => this.#log.error({ error }, 'a hit could not be answered'))
    if (takeAsleep(this.state)) this.#wake()
  }

  /** Finishes the live segment and goes on in the next, whose room is usually ready. */
  async #rotate(): Promise<SegmentFile> {
    const spare = await (this.#spare ?? this.#createSpare())
    this.#spare = undefined
    this.#number++
    const segment = await beginSegment(this.dir, { journalId: this.id, number: this.#number }, spare)
    if (this.#segment !== undefined) this.#finish(this.#segment)
    this.#segment = segment
    publishLive(this.state, { segment: segment.number, length: 0 })
    this.#spare = this.#createSpare()
    // Its failure is met when the room is needed.
    this.#spare.catch(() => undefined)
    return segment
  }

  /** In the background: whoever waits for a write need not wait for this, and a drain takes zeros for the end. */
  #finish(segment: SegmentFile): void {
    const finished = finishSegment(segment)
      .catch((error: unknown) => this.#log.error({ error }, 'a segment could not give its unused room back'))
      .finally(() => this.#finishing.delete(finished))
    this.#finishing.add(finished)
  }

  async #createSpare(): Promise<Spare> {
    const names = await readdir(this.dir)
    if (names.filter((name) => name.endsWith('.seg')).length >= this.#maxSegments)
      throw new Error(
        `The journal in ${this.dir} has reached its bound of ${this.#maxSegments} segments: the database has been away for long`,
      )
    return createSpare(this.dir)
  }

  async #discardSpare(): Promise<void> {
    const spare = await this.#spare?.catch(() => undefined)
    this.#spare = undefined
    if (spare !== undefined) await discardSpare(spare)
  }

  /** What the failed write left behind is cut, so that the drain cannot bring in what goes to PostgreSQL on the other way. */
  async #refuse(error: unknown): Promise<void> {
    if (this.#refusedAt === undefined) this.#log.error({ error }, 'the disk refuses the journal: hits go straight to the database')
    this.#refusedAt = performance.now()
    const segment = this.#segment
    this.#segment = undefined
    try {
      await this.#discardSpare()
      if (segment !== undefined) await finishSegment(segment)
    } catch (failure) {
      this.#log.error({ error: failure }, 'a segment that the disk refused could not be cut')
    }
  }
}
