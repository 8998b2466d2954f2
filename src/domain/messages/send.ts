import type { Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import type { Renderings } from '../links/rendered.ts'
import type { Carrier, SubmitOutcome } from './carrier.ts'
import { recordOutcomes, type Outcome } from './outcomes.ts'
import { claimQueued, type Claimed } from './store.ts'

/** Messages claimed at once: what a crash can leave in doubt. */
export const CLAIM_SLICE = 200

export type SendSlice = { db: Db; renderings: Renderings; carrier: Carrier; carrierId: bigint; limit: number; log: Log }

/**
 * Claims, renders, submits and records one slice of what is due.
 * @returns how many messages were claimed, those included that ended as suppressed; fewer than `limit` when nothing more is due
 */
export async function sendDue({ db, renderings, carrier, carrierId, limit, log }: SendSlice): Promise<number> {
  const claimed = await claimQueued(db, { carrierId, limit })
  if (claimed.length === 0) return 0
  const wanted = claimed.filter((message) => !message.isSuppressed)
  const outcomes = await Promise.all(wanted.map((message) => submit({ renderings, carrier, message, log })))
  await recordUntilDone(db, { outcomes, log })
  return claimed.length
}

async function submit({
  renderings,
  carrier,
  message,
  log,
}: Pick<SendSlice, 'renderings' | 'carrier' | 'log'> & { message: Claimed }): Promise<Outcome> {
  const { id, firstNumber, mergeValues, attempts } = message
  const rendered = await renderings.get(message.renderingId).then(
    (rendering) =>
      renderings.text(rendering, { firstNumber: firstNumber === null ? undefined : Number(firstNumber), mergeValues: mergeValues ?? {} }),
    (error: unknown) => log.warn({ error, messageId: id }, 'messages: a text could not be rendered, it is tried again'),
  )
  if (rendered === undefined) return { id, outcome: { kind: 'unavailable', retryAfterMs: undefined } }
  const outcome = await carrier.submit({ ...message, text: rendered, attempt: attempts }).catch((error: unknown): SubmitOutcome => {
    log.error({ error, messageId: id }, 'messages: the carrier failed in an unexpected way')
    return { kind: 'unknown', reason: 'carrier_failed' }
  })
  return { id, outcome }
}

/** Longest pause between tries to record; the claims lapse after a minute, and what is recorded later still counts. */
const MAX_PAUSE_MS = 2_000

/** What a carrier answered must not be lost while the database is away, so nothing else is claimed until it is recorded. */
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
