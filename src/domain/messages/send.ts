import type { Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import type { Renderings } from '../links/rendered.ts'
import type { Carrier, SubmitOutcome } from './carrier.ts'
import { recordOutcomes, type Outcome } from './outcomes.ts'
import { claimQueued, TRANSACTIONAL, type Claimed } from './claim.ts'

/** Messages claimed at once: what a crash can leave in doubt. */
export const CLAIM_SLICE = 200

/** `lane`: of which campaign; transactional messages unless told. */
export type SendSlice = { db: Db; renderings: Renderings; carrier: Carrier; carrierId: bigint; lane?: bigint; limit: number; log: Log }

/**
 * A claim that is older than this is given back instead of submitted: whoever opts out is sent nothing more within a second, and the claim
 * is where that was looked up last.
 */
const GIVE_BACK_AFTER_MS = 500

/**
 * What a carrier did with a slice: how many submits ended in which way, those aside that say nothing of it, and what it said where it took
 * nothing. `late`: claims that were given back because they had grown old.
 */
export type SliceResult = Record<SubmitOutcome['kind'] | 'late', number> & { retryAfterMs: number | undefined; reason: string | undefined }

/** A slice on its way. `finished` resolves when how each of its messages ended is recorded; it never rejects. `isOverLimit`: a spend limit left no room for some. */
export type Sending = { claimed: number; isOverLimit: boolean; finished: Promise<SliceResult> }

/**
 * Claims one slice of what is due and begins to submit it. Fewer than `limit` when nothing more is due, or the second is used up; those
 * that ended by the claim itself count among the claimed.
 */
export async function startDue({ db, renderings, carrier, carrierId, lane = TRANSACTIONAL, limit, log }: SendSlice): Promise<Sending> {
  const giveBackAt = performance.now() + GIVE_BACK_AFTER_MS
  const { claimed, isOverLimit } = await claimQueued(db, { carrierId, lane, limit })
  const record = createRecorder(db, { log })
  const wanted = claimed.filter((message) => !message.isEnded)
  const submitted = wanted.map(async (message) => {
    const attempt = await submit({ renderings, carrier, message, giveBackAt, log }).catch((error: unknown): Attempt => {
      log.error({ error, messageId: message.id }, 'messages: a text cannot be rendered')
      return { id: message.id, outcome: { kind: 'rejected', reason: 'not_rendered' }, isOurs: true }
    })
    await record(attempt)
    return attempt
  })
  return { claimed: claimed.length, isOverLimit, finished: Promise.all(submitted).then(summarise) }
}

/** The same, to the end. @returns how many messages were claimed */
export async function sendDue(slice: SendSlice): Promise<number> {
  const { claimed, finished } = await startDue(slice)
  await finished
  return claimed
}

/** `isOurs`: it failed before the carrier was asked, which says nothing of the carrier. */
type Attempt = Outcome & { isOurs?: true; isLate?: true }

function summarise(attempts: readonly Attempt[]): SliceResult {
  const result: SliceResult = { accepted: 0, rejected: 0, unavailable: 0, unknown: 0, late: 0, retryAfterMs: undefined, reason: undefined }
  for (const { outcome, isOurs, isLate } of attempts) {
    if (isLate) result.late++
    if (isOurs || (outcome.kind === 'unavailable' && outcome.isOnlyThis)) continue
    result[outcome.kind]++
    if (outcome.kind !== 'unavailable') continue
    result.retryAfterMs = Math.max(result.retryAfterMs ?? 0, outcome.retryAfterMs ?? 0) || undefined
    result.reason ??= outcome.reason
  }
  return result
}

async function submit({
  renderings,
  carrier,
  message,
  giveBackAt,
  log,
}: Pick<SendSlice, 'renderings' | 'carrier' | 'log'> & { message: Claimed; giveBackAt: number }): Promise<Attempt> {
  const { id, firstNumber, mergeValues, attempts } = message
  const rendered = await renderings.get(message.renderingId).then(
    (rendering) =>
      renderings.text(rendering, { firstNumber: firstNumber === null ? undefined : Number(firstNumber), mergeValues: mergeValues ?? {} }),
    (error: unknown) => log.warn({ error, messageId: id }, 'messages: a text could not be rendered, it is tried again'),
  )
  if (rendered === undefined) return { id, outcome: { kind: 'unavailable', retryAfterMs: undefined }, isOurs: true }
  if (performance.now() > giveBackAt) return { id, outcome: { kind: 'unavailable', retryAfterMs: 0 }, isOurs: true, isLate: true }
  const outcome = await carrier.submit({ ...message, text: rendered, attempt: attempts }).catch((error: unknown): SubmitOutcome => {
    log.error({ error, messageId: id }, 'messages: the carrier failed in an unexpected way')
    return { kind: 'unknown', reason: 'carrier_failed' }
  })
  return { id, outcome }
}

/** Records outcomes as they come, those that come together in one transaction; a slow answer keeps none of the others waiting. */
function createRecorder(db: Db, { log }: { log: Log }): (outcome: Outcome) => Promise<void> {
  let waiting: Outcome[] = []
  let flushing: Promise<void> | undefined
  const flush = async () => {
    await new Promise((resolve) => setImmediate(resolve))
    while (waiting.length > 0) {
      const outcomes = waiting
      waiting = []
      await recordUntilDone(db, { outcomes, log })
    }
    flushing = undefined
  }
  return (outcome) => {
    waiting.push(outcome)
    flushing ??= flush()
    return flushing
  }
}

/** Longest pause between tries to record; the claims lapse after a minute, and what is recorded later still counts. */
const MAX_PAUSE_MS = 2_000

/** What a carrier answered must not be lost while the database is away, so it is kept until it is recorded. */
async function recordUntilDone(db: Db, { outcomes, log }: { outcomes: readonly Outcome[]; log: Log }): Promise<void> {
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS)) {
    try {
      return await recordOutcomes(db, outcomes)
    } catch (error) {
      log.warn({ error, count: outcomes.length }, 'messages: outcomes could not be recorded yet')
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}
