import { findCampaign } from '../domain/campaigns/store.ts'
import { findExperiment, type Target } from '../domain/experiments/store.ts'
import { lookAt } from '../jobs/experiments.ts'
import type { Db } from '../platform/db.ts'
import { HOUR, MINUTE, type Scene, type Stage } from './stage.ts'

/** What was sent began when its campaign did; nobody looks at it before the story does. `settledAt`: when the last one of a test was sent. */
export const placeExperiment = ({ tx }: Scene, { accountId, campaignId }: Target, { settledAt }: { settledAt: Date | null }) => tx`
  update experiments
  set deadline_at = started_at + make_interval(hours => (design->>'deadline_hours')::int), settled_at = ${settledAt}, next_look_at = null
  where account_id = ${accountId} and campaign_id = ${campaignId}`

/**
 * Decides a test as it was decided then: once all of it were watched, or else at the deadline.
 * @returns when that was
 */
export async function playDecision(stage: Stage, target: Target): Promise<Date> {
  const { design, settledAt, deadlineAt, startedAt } = await experimentOf(stage.db, target)
  if (settledAt === null || deadlineAt === null || startedAt === null) throw new Error('An experiment that was sent has its times')
  const watchedAt = new Date(settledAt.getTime() + design.wait_minutes * MINUTE)
  await look(stage.db, target, watchedAt)
  const isDecided = (await experimentOf(stage.db, target)).verdict !== null
  if (!isDecided) await look(stage.db, target, deadlineAt)
  const at = isDecided ? watchedAt : deadlineAt
  await placeDecision(stage, target, at)
  return at
}

/** Takes the figures as they are by now. */
export const playLook = (stage: Stage, target: Target): Promise<void> => look(stage.db, target, stage.now)

async function look(db: Db, target: Target, at: Date): Promise<void> {
  const campaign = await findCampaign(db, { accountId: target.accountId, id: target.campaignId })
  if (campaign === undefined) throw new Error(`The story knows no campaign ${target.campaignId}`)
  await lookAt(db, await experimentOf(db, target), campaign, at)
}

async function experimentOf(db: Db, target: Target) {
  const row = await findExperiment(db, target)
  if (row === undefined) throw new Error(`Campaign ${target.campaignId} of the story has no experiment`)
  return row
}

/** A decision is recorded when it is made; whoever was told of it has read that within the hour. */
async function placeDecision({ db }: Stage, { accountId, campaignId }: Target, at: Date): Promise<void> {
  await db`update experiment_decisions set at = ${at} where account_id = ${accountId} and campaign_id = ${campaignId}`
  await db`
    update outbox set at = ${at}
    where account_id = ${accountId} and type = 'experiment.decided' and data->>'campaign_id' = ${String(campaignId)}`
  await db`
    update notices set at = ${at}, read_at = ${new Date(at.getTime() + HOUR)}
    where account_id = ${accountId} and kind = 'experiment.decided' and subject = ${`campaign:${campaignId}`}`
}
