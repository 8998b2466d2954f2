import type { LiveEvent } from '../../contract/live.ts'
import { isUnavailable, type Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { holdingPasses, nameOfPass, type Pass } from '../accounts/passes.ts'
import { endOfLog, readChanges, summarize, type Change } from './changes.ts'
import type { LogPlace } from './eventLog.ts'
import { Unlogged } from './unlogged.ts'

/** Streams of one caller, such as a browser's windows; and of this process. */
export const MAX_STREAMS_OF_ONE = 10
const MAX_STREAMS = 1_000
/** Pages of the log that one turn reads; whoever is further behind is told to read anew. */
const PAGES_A_TURN = 4
/** Older places are not gone back to. */
const OLDEST_PLACE_MS = 86_400_000

/** What a stream gets: events with the place after them, a sign of life, and its end. */
export type Receiver = {
  tell(events: readonly LiveEvent[], place: LogPlace): void
  beat(place: LogPlace): void
  end(): void
}
type Listener = { accountId: bigint; caller: string; pass: Pass }
type Stream = Receiver & Listener & { endsAt: number; beatAt: number }

/** Times in milliseconds. In each turn streams end whose session is over or whose key is revoked; all after `lifeMs`, so that none holds what a proxy or a browser forgot. */
export type FeedTimes = { turnMs: number; beatMs: number; lifeMs: number }
const usual: FeedTimes = { turnMs: 1_000, beatMs: 15_000, lifeMs: 300_000 }
const reset: LiveEvent = { type: 'reset', ids: [], more: true }

/** Tells who listens what changed. One reader of the log for all streams of this process, and none while nobody listens. */
export class LiveFeed {
  readonly #db: Db
  readonly #log: Log
  readonly #times: FeedTimes
  readonly #streams = new Set<Stream>()
  readonly #unlogged = new Unlogged()
  #starting: Promise<LogPlace> | undefined
  #place: LogPlace | undefined
  #timer: NodeJS.Timeout | undefined
  #isClosed = false

  constructor({ db, log, times = usual }: { db: Db; log: Log; times?: FeedTimes }) {
    this.#db = db
    this.#log = log
    this.#times = times
  }

  /** Whether one more stream has room. */
  hasRoom(caller: string): boolean {
    const own = [...this.#streams].filter((stream) => stream.caller === caller).length
    return !this.#isClosed && this.#streams.size < MAX_STREAMS && own < MAX_STREAMS_OF_ONE
  }

  /**
   * Opens a stream, which from then on misses nothing.
   * @param after what was heard already; what came since is told again, or that it cannot be
   * @returns what closes it
   */
  async open({ accountId, caller, pass, after }: Listener & { after?: LogPlace | 'lost' }, receiver: Receiver): Promise<() => void> {
    const now = performance.now()
    const stream = { ...receiver, accountId, caller, pass, endsAt: now + this.#times.lifeMs, beatAt: now + this.#times.beatMs }
    this.#streams.add(stream)
    const close = () => void this.#streams.delete(stream)
    try {
      const place = await this.#begin()
      stream.beat(place)
    } catch (error) {
      close()
      throw error
    }
    if (after !== undefined) void this.#goBack(stream, after)
    return close
  }

  /** The first stream sets the place from which all hear, so that nothing is lost between its opening and the first look. */
  async #begin(): Promise<LogPlace> {
    this.#starting ??= endOfLog(this.#db)
    const end = await this.#starting.catch((error: unknown) => {
      this.#starting = undefined
      throw error
    })
    this.#place ??= end
    this.#timer ??= setTimeout(() => void this.#turn(), this.#times.turnMs)
    return this.#place
  }

  /** Ends every stream; none begins after it. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    for (const stream of this.#streams) stream.end()
    this.#streams.clear()
  }

  async #turn(): Promise<void> {
    try {
      await this.#endRevoked()
      await this.#tellNews()
    } catch (error) {
      if (isUnavailable(error)) this.#log.warn({}, 'live: the database is away, streams wait for it')
      else this.#log.error({ error }, 'live: a look at the log failed and is tried again')
    }
    this.#keepTime(performance.now())
    this.#timer = this.#streams.size === 0 || this.#isClosed ? undefined : setTimeout(() => void this.#turn(), this.#times.turnMs)
    if (this.#timer !== undefined) return
    this.#place = this.#starting = undefined
    this.#unlogged.forget()
  }

  /** Whoever signed out, was signed out or removed, or whose key is gone hears nothing more. */
  async #endRevoked(): Promise<void> {
    const asked = [...this.#streams]
    const passes = new Map(asked.map(({ pass }) => [nameOfPass(pass), pass]))
    if (passes.size === 0) return
    const holding = await holdingPasses(this.#db, { passes: [...passes.values()] })
    for (const stream of asked) if (!holding.has(nameOfPass(stream.pass))) this.#end(stream)
  }

  #end(stream: Stream): void {
    this.#streams.delete(stream)
    stream.end()
  }

  async #tellNews(): Promise<void> {
    this.#place ??= await this.#begin()
    const changes: Change[] = []
    for (let pages = 0; ; pages++) {
      if (pages === PAGES_A_TURN) return this.#skip(await endOfLog(this.#db))
      const accountIds = new Set([...this.#streams].map(({ accountId }) => accountId))
      const read = await readChanges(this.#db, { accountIds: [...accountIds], place: this.#place })
      // Somebody began to listen meanwhile, whose events of this page were not asked for: it is read again.
      if ([...this.#streams].some(({ accountId }) => !accountIds.has(accountId))) continue
      changes.push(...read.changes)
      this.#place = read.next
      if (!read.isMore) break
    }
    const accountIds = new Set([...this.#streams].map(({ accountId }) => accountId))
    changes.push(...(await this.#unlogged.look(this.#db, { accountIds: [...accountIds], nowMs: performance.now() })))
    const place = this.#place
    for (const accountId of new Set(changes.map((change) => change.accountId))) {
      const own = changes.filter((change) => change.accountId === accountId)
      for (const stream of this.#streams) if (stream.accountId === accountId) tellSome(stream, { changes: own, place })
    }
  }

  /** Everybody is further behind than is worth reading. */
  #skip(place: LogPlace): void {
    this.#place = place
    for (const stream of this.#streams) stream.tell([reset], place)
  }

  /** One page at most. What the turns tell meanwhile may be told twice, which only makes somebody read twice. */
  async #goBack(stream: Stream, after: LogPlace | 'lost'): Promise<void> {
    try {
      const end = await endOfLog(this.#db)
      const isNear = after !== 'lost' && after.epoch === end.epoch && Date.parse(end.floor) - Date.parse(after.floor) < OLDEST_PLACE_MS
      const read = isNear ? await readChanges(this.#db, { accountIds: [stream.accountId], place: after }) : undefined
      if (!this.#streams.has(stream)) return
      if (read === undefined || read.isMore) stream.tell([reset], end)
      else tellSome(stream, { changes: [...read.changes, ...this.#unlogged.lately(stream.accountId)], place: read.next })
    } catch (error) {
      this.#log.warn({ error }, 'live: what a stream missed could not be read; it begins anew')
      stream.end()
    }
  }

  #keepTime(now: number): void {
    for (const stream of this.#streams) {
      if (now >= stream.endsAt) this.#end(stream)
      else if (now >= stream.beatAt) {
        stream.beatAt = now + this.#times.beatMs
        if (this.#place !== undefined) stream.beat(this.#place)
      }
    }
  }
}

function tellSome(stream: Stream, { changes, place }: { changes: readonly Change[]; place: LogPlace }): void {
  const events = summarize(changes)
  if (events.length > 0) stream.tell(events, place)
}
