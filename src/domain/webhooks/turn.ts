import type { Outbound } from '../../platform/outbound.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { attempt, targetOf, type Attempt, type Target } from './attempt.ts'
import { openEndpoint } from './endpoints.ts'
import { Health } from './health.ts'
import { releaseLease, type Lease } from './lease.ts'
import type { PayloadParts } from './payload.ts'
import type { Result } from './record.ts'
import { settle } from './settle.ts'
import { retryDelayMs } from './schedule.ts'
import { findEndpoint, type EndpointRow } from './store.ts'
import { Supply, type Item } from './supply.ts'

export type DeliveryParts = PayloadParts & { secrets: Secrets; outbound: Outbound }

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
/** Bodies that are held ready: what a fast endpoint takes in a few hundredths of a second. */
const MAX_READY = 2_000
/** Taken at first, when nobody knows yet how fast the endpoint is. */
const FIRST_READY = 500
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
  #results: Result[] = []
  #inFlight = 0
  #doneSinceLook = 0
  #pace = 0
  #isLoading = false
  #isRecording = false
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
    const isIdle = this.#isDry && this.#ready.length === 0
    if (!this.#mayEnd() && !isIdle) return false
    if (this.#results.length > 0 || this.#supply.hasEmptyPage()) return false
    return this.#inFlight === 0 || (this.#isEnding && performance.now() > this.#endsAt)
  }

  #mayEnd = () => this.#isEnding || this.#health.holdMs !== undefined || performance.now() > this.#endsAt || this.#failure !== undefined

  #launch(): void {
    const { concurrency = 1 } = this.#endpoint ?? {}
    while (
      !this.#mayEnd() &&
      this.#ready.length > 0 &&
      this.#inFlight < this.#health.limit(concurrency) &&
      this.#results.length < MAX_UNRECORDED
    ) {
      const item = this.#ready.shift()
      if (item === undefined || this.#target === undefined) return
      this.#inFlight++
      void attempt(this.#parts.outbound, this.#target, { id: item.webhookId, body: item.body }).then(
        (outcome) => this.#note(item, outcome),
        (error: unknown) => this.#settled({ error }),
      )
    }
  }

  #settled(failure: { error: unknown } | undefined): void {
    this.#failure ??= failure
    this.#inFlight--
    this.#doneSinceLook++
    this.#wake()
  }

  #note(item: Item, outcome: Attempt): void {
    this.#health.note(outcome)
    const { place, type, pageId, step } = item
    const { status, error, ms, answer, at, retryAfterMs } = outcome
    const nextMs = outcome.kind === 'failed' ? retryDelayMs({ step, retryAfterMs, random: Math.random() }) : undefined
    const state = outcome.kind === 'delivered' ? 'delivered' : nextMs === undefined ? 'failed' : 'waiting'
    this.#results.push({ place, type, pageId, state, attempts: 1, step, nextMs, at, status, error, ms, answer })
    this.#settled(undefined)
  }

  /** So many at a time as a fast endpoint takes in a quarter of a second, and a slow one gets along with. */
  #load(): void {
    const endpoint = this.#endpoint
    if (this.#isLoading || endpoint === undefined || this.#mayEnd() || performance.now() < this.#loadAt) return
    const wanted = Math.min(Math.max(2 * endpoint.concurrency, Math.ceil(this.#pace / 4)), MAX_READY)
    if (this.#ready.length > wanted / 2) return
    this.#isLoading = true
    void this.#supply
      .take(endpoint, wanted)
      .then(({ items, lost, isDry }) => {
        this.#ready = this.#ready.concat(items)
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
    const results = firstOfEach(this.#results)
    this.#results = results.length === this.#results.length ? [] : this.#results.filter((result) => !results.includes(result))
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
    const pages = this.#supply.pagesAfter(results)
    const kept = await settle(this.#parts.db, { lease: this.#lease, endpoint, results, pages, health: this.#health.take() })
    if (kept !== 'kept') this.#isEnding = true
    this.#supply.forget(results)
    if (performance.now() - this.#lookedAt >= LOOK_EVERY_MS) await this.#look()
  }

  /** Reads the endpoint again: a pause, new settings and a new secret hold within a second or two. */
  async #look(): Promise<void> {
    const now = performance.now()
    this.#pace = Number.isFinite(this.#lookedAt) ? (this.#doneSinceLook * 1_000) / (now - this.#lookedAt) : 4 * FIRST_READY
    this.#doneSinceLook = 0
    this.#lookedAt = now
    const { accountId, endpointId } = this.#lease
    const row = await findEndpoint(this.#parts.db, { accountId, id: endpointId })
    if (row === undefined || row.state !== 'active') {
      this.#isEnding = true
      return
    }
    if (this.#endpoint?.version !== row.version || this.#endpoint.isFormerValid !== row.isFormerValid)
      this.#target = targetOf(openEndpoint(this.#parts.secrets, row))
    this.#endpoint = row
  }
}

/** A statement can write a row once, and a replay may bring an event that was waiting: its second result is recorded with the next ones. */
function firstOfEach(results: readonly Result[]): Result[] {
  const seen = new Set<bigint>()
  return results.filter(({ place }) => {
    if (seen.has(place.id)) return false
    seen.add(place.id)
    return true
  })
}
