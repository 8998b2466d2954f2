import { flushKeyUses } from '../domain/accounts/keyUse.ts'
import type { PhoneHash } from '../domain/contacts/phoneHash.ts'
import type { Renderings } from '../domain/links/rendered.ts'
import type { Carrier, CarrierData } from '../domain/messages/carrier.ts'
import { CLAIM_SLICE, sendDue } from '../domain/messages/send.ts'
import { sweepMessages } from '../domain/messages/sweep.ts'
import { continueErasures } from '../domain/persons/erase.ts'
import { expireHits } from '../domain/tracking/expire.ts'
import { reviewHits } from '../domain/tracking/review.ts'
import type { Retention } from '../platform/config.ts'
import type { Db } from '../platform/db.ts'
import type { Log } from '../platform/log.ts'
import type { Job } from './loop.ts'
import { makePartitions } from './partitions.ts'
import { retentionJob } from './retention/retention.ts'
import { retentionSlices } from './retention/rules.ts'

export type JobParts = {
  db: Db
  log: Log
  renderings: Renderings
  carriers: readonly { id: bigint; carrier: Carrier; messagesPerSecond: number }[]
  /** Receipts and previews of simulated phones. */
  simulatorTurn(): Promise<void>
  simulator: CarrierData
  retention: Retention
  phoneHash: PhoneHash
  /** How long single hits are kept. */
  hitsMonths: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Every job with its schedule; the sends come first, since a new message wakes them. */
export function listJobs(parts: JobParts): { sends: Job[]; others: Job[] } {
  const { db } = parts
  const once = (name: string, intervalMs: number, work: () => Promise<unknown>): Job => ({
    name,
    intervalMs,
    run: async () => (await work(), 'done'),
  })
  return {
    sends: parts.carriers.map((carrier) => sendJob(parts, carrier)),
    others: [
      once('sweep messages', 5_000, () => sweepMessages(db)),
      once('simulator', 200, () => parts.simulatorTurn()),
      { name: 'review hits', intervalMs: 3_000, run: () => reviewHits(db) },
      once('partitions', HOUR_MS, () => makePartitions(db)),
      once('key uses', 30_000, () => flushKeyUses(db)),
      { name: 'erasures', intervalMs: 5_000, run: () => continueErasures({ db, phoneHash: parts.phoneHash, carriers: [parts.simulator] }) },
      retentionJob(retentionSlices(parts)),
      once('old hits', DAY_MS, () => expireHits(db, { months: parts.hitsMonths })),
    ],
  }
}

/** Sends at most the carrier's rate from this process: a slice is a share of a second, and takes at least as long. */
function sendJob({ db, renderings, log }: JobParts, { id, carrier, messagesPerSecond }: JobParts['carriers'][number]): Job {
  const limit = Math.max(1, Math.min(CLAIM_SLICE, Math.floor(messagesPerSecond / 5)))
  const sliceMs = (limit / messagesPerSecond) * 1_000
  return {
    name: `send by carrier ${id}`,
    intervalMs: 500,
    async run() {
      const startedAt = performance.now()
      const claimed = await sendDue({ db, renderings, carrier, carrierId: id, limit, log })
      const left = sliceMs * (claimed / limit) - (performance.now() - startedAt)
      if (left > 0) await new Promise((resolve) => setTimeout(resolve, left))
      return claimed === limit ? 'again' : 'done'
    },
  }
}
