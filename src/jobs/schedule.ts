import { deleteOldSessions } from '../domain/accounts/sessions.ts'
import { flushKeyUses } from '../domain/accounts/keyUse.ts'
import { deleteOldAnswers } from '../domain/idempotency.ts'
import { moveToFallbacks } from '../domain/messages/fallback.ts'
import { sweepMessages, sweepParked } from '../domain/messages/sweep.ts'
import { prunePositions } from '../domain/tracking/store.ts'
import type { Db } from '../platform/db.ts'
import type { Job } from './loop.ts'
import { makePartitions } from './partitions.ts'

export type JobParts = {
  db: Db
  /** Receipts and previews of simulated phones. */
  simulatorTurn(): Promise<void>
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A journal's folder restored from a backup of up to this age is not counted twice. */
const JOURNAL_POSITION_DAYS = 400

/** Every job with its schedule, but for the sends: see sends.ts. */
export function listJobs({ db, simulatorTurn }: JobParts): Job[] {
  const once = (name: string, intervalMs: number, work: () => Promise<unknown>): Job => ({
    name,
    intervalMs,
    run: async () => (await work(), 'done'),
  })
  return [
    once('sweep messages', 5_000, () => sweepMessages(db)),
    once('parked receipts', 2_000, () => sweepParked(db)),
    once('fallbacks', 5_000, () => moveToFallbacks(db)),
    once('simulator', 200, () => simulatorTurn()),
    once('partitions', HOUR_MS, () => makePartitions(db)),
    once('key uses', 30_000, () => flushKeyUses(db)),
    once('old sessions', HOUR_MS, () => deleteOldSessions(db)),
    once('old journal positions', DAY_MS, () => prunePositions(db, { days: JOURNAL_POSITION_DAYS })),
    once('old idempotency answers', HOUR_MS, () => deleteOldAnswers(db)),
  ]
}
