import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendEvents } from '../outbox.ts'
import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Device } from './families.ts'
import { isChange, relabel, type Change, type Correction } from './relabel.ts'
import { lockStoredHits, tryLockStoredHits } from './relabelStore.ts'
import {
  deleteRange,
  findRange,
  findTimeAfter,
  listCompanions,
  listIgnored,
  listSuspects,
  passMark,
  shrinkRange,
  type ReviewedHit,
} from './reviewStore.ts'
import { judgeStored, suspicionsOf } from './storedHit.ts'
import { findSuspicions, WINDOW_MS, type Suspect } from './suspicion.ts'
import { summaryEvent } from './correction.ts'
import { addSuspicions, RULES_VERSION } from './verdict.ts'

/** A hit's neighbours come 2 s after it at the latest, and a drain that keeps up is a second behind. What comes later is a late range. */
const SECONDS_BEHIND = 5

/** Suspects of a slice; so few that its transaction stays well below a second. */
export const SLICE = 2_000

/** Of neighbours before, in and after a slice. Beyond it a window of 2 s holds so many that those nearest in time decide alike. */
const MAX_NEIGHBOURS = 40_000

/** Reviews what has become complete, a slice for each call. @returns 'again' when more waits */
export async function reviewHits(db: Db): Promise<'again' | 'done'> {
  await inTransaction(db, (tx) => passMark(tx, { seconds: SECONDS_BEHIND }))
  return inTransaction(db, async (tx) => {
    // Another node reviews, or a command is at work: this one need not wait in a transaction.
    if (!(await tryLockStoredHits(tx))) return 'done'
    const range = await findRange(tx)
    if (range === undefined) return 'done'
    // A late hit is also a new neighbour of those around it. A first slice widens the range, the others find it widened.
    const { next, corrections } = await reviewSlice(tx, { from: shift(range.from, -WINDOW_MS), to: shift(range.to, WINDOW_MS + 1) })
    await appendEvents(tx, corrections.map(summaryEvent))
    if (next === undefined) await deleteRange(tx, range)
    else await shrinkRange(tx, { id: range.id, from: shift(next, WINDOW_MS) })
    return (await findRange(tx)) === undefined ? 'done' : 'again'
  })
}

/** Reviews a whole period, slice by slice, each in a transaction of its own. */
export async function reviewPeriod(
  db: Db,
  { from, to, onCorrections }: { from: Date; to: Date; onCorrections: (corrections: readonly Correction[]) => void },
): Promise<void> {
  for (let start: Date | undefined = from; start !== undefined && start < to;) {
    const sliceFrom: Date = start
    const { next, corrections } = await inTransaction(db, async (tx) => {
      await lockStoredHits(tx)
      return reviewSlice(tx, { from: sliceFrom, to })
    })
    onCorrections(corrections)
    start = next
  }
}

type Slice = { next: Date | undefined; corrections: Correction[] }

/**
 * Judges the hits from `from` on again, with all their neighbours in view, and corrects those that are labelled otherwise. How a period is cut into
 * slices makes no difference.
 * @returns `next`: where the next slice begins, undefined at the end of the period
 */
async function reviewSlice(tx: Transaction, { from, to }: { from: Date; to: Date }): Promise<Slice> {
  const full = await findTimeAfter(tx, { from, to, count: SLICE })
  // More than a slice within one millisecond goes into one slice.
  const next = full !== undefined && full <= from ? shift(from, 1) : full
  const end = next ?? to
  const around = { from: shift(from, -WINDOW_MS), to: shift(end, WINDOW_MS + 1), limit: MAX_NEIGHBOURS }
  const suspects = await listSuspects(tx, around)
  const multiple = new Set(suspects.flatMap(({ messageId, linkCount }) => (linkCount !== null && linkCount > 1 ? [messageId] : [])))
  const messageIds = arrayOf([...multiple], String)
  const companions = multiple.size === 0 ? [] : await listCompanions(tx, { ...around, messageIds })
  const judged = await judgeTogether(tx, [...suspects, ...companions])
  const changes = judged.filter((change) => {
    const isInSlice = change.hit.at >= from && change.hit.at < end
    // Hits of older rules wait for `tapline reclassify`: figures of the past change only when somebody asks for it.
    return isInSlice && change.hit.rulesVersion === RULES_VERSION && isChange(change)
  })
  return { next, corrections: await relabel(tx, changes) }
}

async function judgeTogether(tx: Transaction, hits: readonly ReviewedHit[]): Promise<Change[]> {
  const ignored = await listIgnored(tx, { accountIds: arrayOf([...new Set(hits.map(({ accountId }) => accountId))], String) })
  const alone = hits.map((hit) => ({ hit, judgement: judgeStored(hit) }))
  const taps = new Map(alone.filter(({ judgement }) => judgement.verdict === 'click').map((one) => [asSuspect(one), one.hit]))
  const found = new Map([...findSuspicions([...taps.keys()])].map(([suspect, against]) => [taps.get(suspect), against]))
  return alone.map(({ hit, judgement }) => {
    const against = (found.get(hit) ?? []).filter((suspicion) => ignored.get(hit.accountId)?.includes(suspicion) !== true)
    return { hit, judgement: { ...judgement, ...addSuspicions(judgement, against) } }
  })
}

function asSuspect({ hit, judgement }: Change & { hit: ReviewedHit }): Suspect {
  const device: Device = judgement.families.device
  return {
    at: hit.at.getTime(),
    messageId: Number(hit.messageId),
    link: hit.link,
    network: hit.network ?? undefined,
    userAgent: hit.userAgent,
    device,
    reason: judgement.reasons[0] ?? 'browser',
    overBudget: hit.overBudget,
    submittedAt: hit.submittedAt?.getTime(),
    linkCount: hit.linkCount ?? undefined,
    known: suspicionsOf(hit),
  }
}

const shift = (at: Date, ms: number) => new Date(at.getTime() + ms)
