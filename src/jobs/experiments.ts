import { countStates, waitingOf } from '../domain/campaigns/progress.ts'
import { findCampaign, listVariants, type CampaignRow } from '../domain/campaigns/store.ts'
import { nameVariants } from '../domain/experiments/inputs.ts'
import type { HoldoutCounts } from '../domain/experiments/holdout.ts'
import { applyLook, noteStill } from '../domain/experiments/look.ts'
import { areFiguresDue, isPastDeadline, isSettled, watchedSeconds } from '../domain/experiments/schedule.ts'
import { claimDue, findVerdictTime, listDraws, postpone, type ExperimentRow } from '../domain/experiments/store.ts'
import { countContacts, readEvidence } from '../domain/reports/experimentEvidence.ts'
import { readUsualDelay, readWindowDays, usualDelayMs } from '../domain/reports/experimentHistory.ts'
import { readLift } from '../domain/reports/experimentLift.ts'
import { databaseNow, inTransaction, type Db } from '../platform/db.ts'

/** Whoever looks has so long; should it die, another one looks after that. Nothing is written twice in any case. */
const LEASE_SECONDS = 15
/** Between two looks at a campaign that does not run. */
const PAUSED_SECONDS = 30

/** Looks at one experiment that is due: takes its figures, and lets it decide. @returns whether more may be due */
export async function lookAtExperiments(db: Db): Promise<'again' | 'done'> {
  const row = await claimDue(db, { leaseSeconds: LEASE_SECONDS })
  if (row === undefined) return 'done'
  const campaign = await findCampaign(db, { accountId: row.accountId, id: row.campaignId })
  if (campaign === undefined || row.phase === 'ended' || row.phase === 'draft') await postpone(db, row, { seconds: null })
  else if (campaign.state === 'paused' && row.phase === 'running') await postpone(db, row, { seconds: PAUSED_SECONDS })
  else await lookAt(db, row, campaign, await databaseNow(db))
  return 'again'
}

/** Takes the figures of an experiment as if it were so late, and lets it decide. */
export async function lookAt(db: Db, row: ExperimentRow, campaign: CampaignRow, now: Date): Promise<void> {
  const watchSeconds = row.watchSeconds ?? (await findWatchSeconds(db, row))
  const isThrough = campaign.expandedAt !== null
  const settledAt = row.isWaiting || isThrough ? await settled(db, row, now) : null
  const times = { ...row, watchSeconds, settledAt }
  const canDecide = !row.isWaiting || isSettled(times, now) || isPastDeadline(row, now)
  if (!canDecide && !areFiguresDue(row, now)) return noteStill(db, row, { settledAt, now })
  const target = { accountId: row.accountId, campaignId: row.campaignId }
  const watched = { ...target, watchSeconds: watchedSeconds(times, now), until: await findVerdictTime(db, row) }
  await applyLook(db, row, {
    ...{ now, watchSeconds, watchedSeconds: watched.watchSeconds, settledAt, isThrough, made: campaign.planned },
    planned: row.planned ?? (row.isWaiting || isThrough ? await plan(db, row, campaign) : null),
    variants: nameVariants(await listVariants(db, { accountId: row.accountId, id: row.campaignId })),
    counted: await inTransaction(db, (tx) => readEvidence(tx, watched, row.design.goal)),
    draws: await listDraws(db, target),
    holdout: await countHoldout(db, row),
  })
}

/** The usual delay, but no longer than the design says. */
async function findWatchSeconds(db: Db, { accountId, design }: ExperimentRow): Promise<number> {
  const usual = usualDelayMs(await readUsualDelay(db, { accountId, goal: design.goal }))
  return Math.max(1, Math.min(design.wait_minutes * 60, Math.round(usual / 1_000)))
}

/** Since when nothing waits to be sent any more; null: something does. */
async function settled(db: Db, { settledAt, campaignId }: ExperimentRow, now: Date): Promise<Date | null> {
  const counts = (await countStates(db, { ids: [campaignId] })).get(campaignId)
  return counts === undefined || waitingOf(counts) > 0 ? null : (settledAt ?? now)
}

/** Messages that the comparison was going to have, by what was made: a continuous one makes as many of the contacts that are left. */
async function plan(db: Db, { accountId, design }: ExperimentRow, { planned, expandedTo, expandUntil }: CampaignRow): Promise<number> {
  if (design.way !== 'continuous') return Math.max(1, planned)
  const contacts = await countContacts(db, { accountId, to: expandedTo, until: expandUntil ?? expandedTo })
  return Math.max(1, Math.round((planned * contacts.all) / Math.max(1, contacts.done)))
}

async function countHoldout(db: Db, { accountId, campaignId, design, startedAt }: ExperimentRow): Promise<HoldoutCounts | undefined> {
  const { goal } = design
  if (design.holdout_share === 0 || startedAt === null || goal.kind === 'clickers') return undefined
  const days = await readWindowDays(db, { accountId, name: goal.name })
  const asked = { since: startedAt, days, name: goal.name, currency: goal.kind === 'value' ? goal.currency : undefined }
  return { ...(await readLift(db, { accountId, campaignId }, asked)), days }
}
