import { campaignBody } from '../contract/campaigns.ts'
import { createCampaign } from '../domain/campaigns/campaigns.ts'
import { expandSlices } from '../domain/campaigns/expand.ts'
import { startCampaign } from '../domain/campaigns/steer.ts'
import { endCampaign } from '../domain/campaigns/watch.ts'
import { placeExperiment, playDecision, playLook } from './experiments.ts'
import type { Random } from '../lib/seededRandom.ts'
import { fatesOf } from './fates.ts'
import { listMade, type Made } from './made.ts'
import { meet } from './meetings.ts'
import { moveTo, sendInPast, type Fate } from './past.ts'
import type { CampaignPlan, Ids } from './plans.ts'
import { ACTOR, playScene, type Scene, type Stage } from './stage.ts'

/** A campaign as it went: made, expanded and ended by the functions that do so today, then moved to its time with all that followed. */
export async function playCampaign(stage: Stage, plan: CampaignPlan, ids: Ids): Promise<bigint> {
  stage.say(`${plan.name} ...`)
  const id = await playScene(stage, async (scene) => {
    const id = await begin(scene, plan, ids)
    await playSending(scene, id, plan)
    return id
  })
  if (plan.experiment !== undefined) await playExperiment(stage, id, plan)
  return id
}

async function begin(scene: Scene, plan: CampaignPlan, ids: Ids): Promise<bigint> {
  const { tx, accountId } = scene
  const id = await draft(scene, plan, ids)
  await startCampaign(tx, { accountId, id }, { body: {}, apiKeyId: null, actor: ACTOR, now: scene.now })
  return id
}

/** Makes the messages that can be made, sends them, and lets people get them. Of a test those are its own, and then all others. */
async function playSending(scene: Scene, id: bigint, plan: CampaignPlan): Promise<void> {
  const { tx, accountId, log, phoneHash } = scene
  const parts = { db: tx, log, phoneHash, allowPrivateDestinations: false }
  while (await expandSlices(parts, { accountId, id }, { slices: 1 }));
  const { made, fates } = await send(scene, id, plan)
  const isAll = fates.length === made.length
  if (isAll) await endCampaign(tx, { accountId, id })
  await moveTo(scene, plan.startsAt)
  await placeEnd(scene, { id, fates })
  if (plan.experiment !== undefined) {
    const settledAt = isAll ? (fates.at(-1)?.sentAt ?? null) : null
    await placeExperiment(scene, { accountId, campaignId: id }, { settledAt })
  }
  await meet(scene, { plan, made, fates })
}

/** Lets a test decide, and sends what won to all others. */
async function playExperiment(stage: Stage, id: bigint, plan: CampaignPlan): Promise<void> {
  const target = { accountId: stage.accountId, campaignId: id }
  if (plan.experiment?.way === 'winner') {
    // What is made at the very moment of the verdict would compete.
    const startsAt = new Date((await playDecision(stage, target)).getTime() + 1_000)
    await playScene(stage, (scene) => playSending(scene, id, { ...plan, name: `${plan.name}, what won`, startsAt }))
  }
  await playLook(stage, target)
}

/** A campaign as somebody writes it. */
export const draft = ({ tx, accountId }: Pick<Scene, 'tx' | 'accountId'>, plan: CampaignPlan, ids: Ids): Promise<bigint> =>
  createCampaign(
    { db: tx, allowPrivateDestinations: false },
    {
      accountId,
      apiKeyId: null,
      body: campaignBody.parse({
        ...{ name: plan.name, from: plan.from, audience: plan.audience(ids) },
        ...(plan.texts.length === 1
          ? { text: plan.texts[0]?.text }
          : { variants: plan.texts.map(({ text }, at) => ({ text, name: String.fromCodePoint(65 + at) })) }),
        settings: plan.settings,
        ...(plan.experiment === undefined ? {} : { experiment: plan.experiment }),
      }),
    },
  )

async function send(scene: Scene, campaignId: bigint, plan: CampaignPlan): Promise<{ made: Made[]; fates: Fate[] }> {
  const made = inTurn(plan, await listMade(scene, { campaignId }), scene.random(`order of ${plan.name}`))
  const { startsAt, failures, sentUntil = scene.now } = plan
  const sending = { startsAt, perSecond: paceOf(plan, { messages: made.length, now: scene.now }), failures, until: sentUntil }
  const fates = fatesOf(scene.random(`fates of ${plan.name}`), made, sending)
  await sendInPast(scene, fates)
  return { made, fates }
}

/** Texts that compete go out side by side: what has been sent of each can be compared at any moment. */
const inTurn = ({ experiment }: CampaignPlan, made: Made[], random: Random): Made[] =>
  experiment === undefined
    ? made
    : made
        .map((one) => ({ one, place: random.number() }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ one }) => one)

/** Messages a second. */
const paceOf = ({ perSecond, sentShare, startsAt }: CampaignPlan, { messages, now }: { messages: number; now: Date }): number =>
  sentShare === undefined ? perSecond : (messages * sentShare * 1_000) / (now.getTime() - startsAt.getTime())

/** A campaign ends with its last message. */
async function placeEnd({ tx, accountId }: Scene, { id, fates }: { id: bigint; fates: readonly Fate[] }): Promise<void> {
  const endedAt = fates.at(-1)?.sentAt
  if (endedAt === undefined) return
  await tx`update campaigns set finished_at = ${endedAt} where account_id = ${accountId} and id = ${id} and finished_at is not null`
  await tx`
    update outbox set at = ${endedAt}
    where account_id = ${accountId} and type in ('campaign.done', 'campaign.paused') and data->>'campaign_id' = ${String(id)}`
}
