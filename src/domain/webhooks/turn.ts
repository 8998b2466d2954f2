import type { Outbound } from '../../platform/outbound.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { attempt, type Attempt } from './attempt.ts'
import { openEndpoint } from './endpoints.ts'
import { eventIdOf } from './eventLog.ts'
import type { Target } from './formats/format.ts'
import { formats, targetOf } from './formats/formats.ts'
import { Health } from './health.ts'
import { releaseLease, type Lease } from './lease.ts'
import type { Offer } from './pages.ts'
import type { PayloadParts } from './payload.ts'
import type { Result } from './record.ts'
import { Pace } from './pace.ts'
import { settle } from './settle.ts'
import { retryDelayMs } from './schedule.ts'
import { findEndpoint, type EndpointRow } from './store.ts'
import { Supply, type Item } from './supply.ts'

/** `onRecorded` is told what became of attempts, some hundred at a time. */
export type DeliveryParts = PayloadParts & { secrets: Secrets; outbound: Outbound; onRecorded: (results: readonly Result[]) => void }

/** An endpoint is given back after this, so that a slow one takes nobody's place for ever. */
const TURN_MS = 10_000
/** Results wait for others so long at most; their record is the one write of a delivery. */
const RECORD_EVERY_MS = 100
const RECORD_AT_ONCE = 1_000
/** Results that may wait for their record; then nothing more is sent. */
const MAX_UNRECORDED = 4_000
/** While requests are under way that may take long, events that come meanwhile need not wait for their end. */
const LOAD_AGAIN_MS = 100
/** How often the lease is renewed and the endpoint read again, also where nothing ends. */
const LOOK_EVERY_MS = 1_000
/**
 * Events that are loaded at a time, before those of the last time are used up: what a fast endpoint takes in a few hundredths of a second. More
 * would live through a collection of garbage, which then costs more than all else about them.
 */
const MAX_LOAD = 1_000
/** What is under way when the process is told to stop is waited for, then sent again by whoever comes next. */
const STOP_WAIT_MS = 3_000

/** Works on one endpoint that this process holds the lease of, until nothing is left, time is up, or it wants to be left alone. */
export class Turn {
  readonly #parts: DeliveryParts
  readonly #lease: Lease
  readonly #supply: Supply
  readonly #health: Health
  #endpoint: EndpointRow | undefined
  #target: Target | undefined
  #ready: Item[] = []
  /** Items of `#ready` before this one are under way. */
  #next = 0
  #results: Result[] = []
  #inFlight = 0
  readonly #pace = new Pace()
  /** Events of a load, and how few left ask for the next one. */
  #wanted = MAX_LOAD
  #isLoading = false
  #isRecording = false
  #isRepeating = false
  #isDry = false
  #loadAt = Number.NEGATIVE_INFINITY
  #endsAt = performance.now() + TURN_MS
  #isEnding = false
  #lookedAt = Number.NEGATIVE_INFINITY
  #recordedAt = performance.now()
  #failure: { error: unknown } | undefined
  #wake: () => void = () => undefined

  constructor(parts: DeliveryParts, lease: Lease) {
    this.#parts = parts
    this.#lease = lease
    this.#supply = new Supply(parts, lease)
    this.#health = new Health(lease.failures)
  }

  /** Resolves when the endpoint is given back; rejects when the database is away, and the lease lapses. */
  async run(): Promise<void> {
    await this.#look()
    const tick = setInterval(() => this.#wake(), RECORD_EVERY_MS / 2)
    try {
      while (!this.#isOver()) {
        const woken = new Promise<void>((resolve) => (this.#wake = resolve))
        this.#launch()
        this.#load()
        this.#record()
        await woken
      }
    } finally {
      clearInterval(tick)
    }
    if (this.#failure !== undefined) throw this.#failure.error
    const served = this.#isDry ? this.#supply.served : undefined
    await releaseLease(this.#parts.db, { lease: this.#lease, served, holdMs: this.#health.holdMs })
  }

  /** Begins nothing more. */
  stop(): void {
    this.#isEnding = true
    this.#endsAt = performance.now() + STOP_WAIT_MS
    this.#wake()
  }

  #isOver(): boolean {
    if (this.#isLoading || this.#isRecording) return false
    if (this.#failure !== undefined) return true
    const isIdle = this.#isDry && this.#readyCount() === 0
    if (!this.#mayEnd() && !isIdle) return false
    if (this.#results.length > 0 || this.#supply.hasEmptyPage()) return false
    return this.#inFlight === 0 || (this.#isEnding && performance.now() > this.#endsAt)
  }

  #mayEnd = () => this.#isEnding || this.#health.holdMs !== undefined || performance.now() > this.#endsAt || this.#failure !== undefined

  #launch(): void {
    const { concurrency = 1 } = this.#endpoint ?? {}
    while (
      !this.#mayEnd() &&
      this.#readyCount() > 0 &&
      this.#inFlight < this.#health.limit(concurrency) &&
      this.#results.length < MAX_UNRECORDED
    ) {
      const item = this.#ready[this.#next++]
      if (item === undefined || this.#target === undefined) return
      this.#inFlight++
      const { offer, body } = item
      void attempt(this.#parts.outbound, this.#target, { id: eventIdOf(offer.id), body }).then(
        (outcome) => this.#note(offer, outcome),
        (error: unknown) => this.#settled({ error }),
      )
    }
  }

  #readyCount = () => this.#ready.length - this.#next

  /** The next request takes the place of this one at once; all else that may be due can wait for others, or for the next tick. */
  #settled(failure: { error: unknown } | undefined): void {
    this.#failure ??= failure
    this.#inFlight--
    this.#pace.note()
    this.#launch()
    const isLoadDue = !this.#isLoading && this.#readyCount() <= this.#wanted
    const isRecordDue = !this.#isRecording && this.#results.length >= RECORD_AT_ONCE
    if (isLoadDue || isRecordDue || this.#inFlight === 0 || this.#failure !== undefined) this.#wake()
  }

  #note(offer: Offer, outcome: Attempt): void {
    this.#health.note(outcome)
    const { status, error, ms, answer, atMs, retryAfterMs } = outcome
    const { delaysMs } = formats[this.#endpoint?.format ?? 'standard']
    const nextMs = outcome.kind === 'failed' ? retryDelayMs({ delaysMs, step: offer.step, retryAfterMs, random: Math.random() }) : undefined
    const state = outcome.kind === 'delivered' ? 'delivered' : nextMs === undefined ? 'failed' : 'waiting'
    this.#results.push({ offer, state, attempts: 1, nextMs, atMs, status, error, ms, answer })
    this.#settled(undefined)
  }

  /** So many at a time as the endpoint takes in an eighth of a second; the next come in good time. */
  #load(): void {
    const endpoint = this.#endpoint
    const now = performance.now()
    if (this.#isLoading || endpoint === undefined || this.#mayEnd() || now < this.#loadAt) return
    this.#wanted = Math.min(Math.max(endpoint.concurrency, Math.ceil(this.#pace.perSecond(now) / 8)), MAX_LOAD)
    if (this.#readyCount() > this.#wanted) return
    this.#isLoading = true
    void this.#supply
      .take(endpoint, this.#wanted)
      .then(({ items, lost, isDry }) => {
        this.#ready = this.#ready.slice(this.#next).concat(items)
        this.#next = 0
        this.#results.push(...lost)
        this.#isDry = isDry
        if (items.length === 0) this.#loadAt = performance.now() + LOAD_AGAIN_MS
      })
      .catch((error: unknown) => (this.#failure ??= { error }))
      .finally(() => {
        this.#isLoading = false
        this.#wake()
      })
  }

  #record(): void {
    const now = performance.now()
    const isDue =
      this.#results.length >= RECORD_AT_ONCE ||
      this.#supply.hasEmptyPage() ||
      (this.#results.length > 0 && now - this.#recordedAt >= RECORD_EVERY_MS) ||
      now - this.#lookedAt >= LOOK_EVERY_MS
    if (this.#isRecording || !isDue || this.#failure !== undefined || this.#endpoint === undefined) return
    const { results, others } = firstOfEach(this.#results)
    this.#results = others
    this.#isRecording = true
    this.#recordedAt = now
    void this.#write(results, this.#endpoint)
      .catch((error: unknown) => (this.#failure ??= { error }))
      .finally(() => {
        this.#isRecording = false
        this.#wake()
      })
  }

  async #write(results: readonly Result[], endpoint: EndpointRow): Promise<void> {
    const pages = this.#supply.settle(results)
    const settled = await settle(this.#parts.db, {
      ...{ lease: this.#lease, endpoint, results, pages },
      ...{ health: this.#health.take(), isRepeating: this.#isRepeating },
    })
    this.#isRepeating = settled.isRepeating
    if (settled.state !== 'lost') this.#parts.onRecorded(results)
    if (settled.state !== 'kept') this.#isEnding = true
    this.#supply.forget(results)
    if (performance.now() - this.#lookedAt >= LOOK_EVERY_MS) await this.#look()
  }

  /** Reads the endpoint again: a pause, new settings and a new secret hold within a second or two. */
  async #look(): Promise<void> {
    this.#lookedAt = performance.now()
    this.#isRepeating = false
    const { accountId, endpointId } = this.#lease
    const row = await findEndpoint(this.#parts.db, { accountId, id: endpointId })
    if (row === undefined || row.state !== 'active') {
      this.#isEnding = true
      return
    }
    const isSame = this.#endpoint?.version === row.version && this.#endpoint.isFormerValid === row.isFormerValid
    // The key of an account is no part of its endpoints.
    if (!isSame || row.format === 'seven') this.#target = await targetOf(this.#parts, openEndpoint(this.#parts.secrets, row))
    this.#endpoint = row
  }
}

/** A statement can write a row once, and a replay may bring an event that was waiting: its second result is recorded with the next ones. */
function firstOfEach(all: readonly Result[]): { results: Result[]; others: Result[] } {
  const seen = new Set<bigint>()
  const [results, others]: [Result[], Result[]] = [[], []]
  for (const result of all) {
    const list = seen.has(result.offer.id) ? others : results
    list.push(result)
    seen.add(result.offer.id)
  }
  return { results, others }
}
