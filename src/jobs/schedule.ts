import { flushKeyUses } from '../domain/accounts/keyUse.ts'
import { watchCampaigns } from '../domain/campaigns/watch.ts'
import { sweepImports } from '../domain/contacts/imports.ts'
import type { PhoneHash } from '../domain/contacts/phoneHash.ts'
import type { CarrierData } from '../domain/messages/carrier.ts'
import { retryPending } from '../domain/conversions/redecide.ts'
import { moveToFallbacks } from '../domain/messages/fallback.ts'
import { sweepMessages, sweepParked } from '../domain/messages/sweep.ts'
import { continueErasures } from '../domain/persons/erase.ts'
import { expireHits } from '../domain/tracking/expire.ts'
import { reviewHits } from '../domain/tracking/review.ts'
import type { Retention } from '../platform/config.ts'
import type { Db } from '../platform/db.ts'
import { lookAtExperiments } from './experiments.ts'
import type { Job } from './loop.ts'
import { makePartitions } from './partitions.ts'
import { retentionJob } from './retention/retention.ts'
import { retentionSlices } from './retention/rules.ts'

export type JobParts = {
  db: Db
  /** Receipts and previews of simulated phones. */
  simulatorTurn(): Promise<void>
  /** Works on the imports of contacts that wait. */
  importContacts(): Promise<void>
  /** Expands campaigns that wait for it. */
  expandCampaigns(): Promise<void>
  simulator: CarrierData
  retention: Retention
  phoneHash: PhoneHash
  /** How long single hits are kept. */
  hitsMonths: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Every job with its schedule, but for the sends: see sends.ts. */
export function listJobs(parts: JobParts): Job[] {
  const { db } = parts
  const once = (name: string, intervalMs: number, work: () => Promise<unknown>): Job => ({
    name,
    intervalMs,
    run: async () => (await work(), 'done'),
  })
  return [
    once('sweep messages', 5_000, () => sweepMessages(db)),
    once('parked receipts', 2_000, () => sweepParked(db)),
    once('fallbacks', 5_000, () => moveToFallbacks(db)),
    once('simulator', 200, () => parts.simulatorTurn()),
    once('contact imports', 500, () => parts.importContacts()),
    once('expansion', 250, () => parts.expandCampaigns()),
    { name: 'campaigns', intervalMs: 500, run: () => watchCampaigns(db) },
    { name: 'experiments', intervalMs: 1_000, run: () => lookAtExperiments(db) },
    { name: 'old contact imports', intervalMs: HOUR_MS, run: async () => ((await sweepImports(db)) ? 'again' : 'done') },
    { name: 'review hits', intervalMs: 3_000, run: () => reviewHits(db) },
    { name: 'conversions', intervalMs: 2_000, run: () => retryPending(db) },
    once('partitions', HOUR_MS, () => makePartitions(db)),
    once('key uses', 30_000, () => flushKeyUses(db)),
    { name: 'erasures', intervalMs: 5_000, run: () => continueErasures({ db, phoneHash: parts.phoneHash, carriers: [parts.simulator] }) },
    retentionJob(retentionSlices(parts)),
    once('old hits', DAY_MS, () => expireHits(db, { months: parts.hitsMonths })),
  ]
}
