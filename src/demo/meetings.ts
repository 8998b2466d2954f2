import { listVariants } from '../domain/campaigns/store.ts'
import { optOut } from '../domain/contacts/optOuts.ts'
import { storeHits } from '../domain/tracking/drain.ts'
import type { HitRecord } from '../domain/tracking/record.ts'
import { seededRandom } from '../lib/seededRandom.ts'
import type { ReactionRates } from '../lib/reactions.ts'
import { deviceOf } from './devices.ts'
import { trackedLinks, type Made } from './made.ts'
import { placeEvents, placeOptOuts, type Fate } from './past.ts'
import { putOnPhones, type OnPhone } from './phones.ts'
import type { CampaignPlan } from './plans.ts'
import { recordPurchases, type Purchase } from './purchases.ts'
import type { Reached } from './reached.ts'
import { play } from './recipients.ts'
import type { Scene } from './stage.ts'

type Meeting = { plan: Pick<CampaignPlan, 'name' | 'texts' | 'rates' | 'isByDay'>; made: readonly Made[]; fates: readonly Fate[] }
type OptedOut = { made: Made; at: Date }

/** What people and machines did with what they got: hits, purchases, opt-outs, each judged and counted as those of today are. */
export async function meet(scene: Scene, meeting: Meeting): Promise<void> {
  const { tx, random } = scene
  const chance = random(`doings of ${meeting.plan.name}`)
  const { hits, purchases, optOuts, onPhones } = await playAll(scene, meeting)
  for (let at = 0; at < hits.length; at += BATCH) await storeHits(tx, hits.slice(at, at + BATCH))
  await placeEvents(tx, scene)
  await recordPurchases(scene, purchases, chance)
  await putOnPhones(scene, onPhones)
  await leave(scene, optOuts)
}

const BATCH = 5_000

async function playAll(scene: Scene, { plan, made, fates }: Meeting) {
  const chance = scene.random(`reactions to ${plan.name}`)
  const people = await reached(scene, { made, fates })
  const appeals = await appealsOf(scene, plan, made)
  const [hits, purchases, optOuts]: [HitRecord[], Purchase[], OptedOut[]] = [[], [], []]
  for (const one of people) {
    const { phone, country } = one.made
    const rates = ratesFor(scene, { phone, plan, appeal: appeals.get(one.made.variantId) ?? 1 })
    const device = deviceOf('demo', { phone, country })
    const did = play(chance, one, { device, rates, accountId: scene.accountId, until: scene.now, sleeps: plan.isByDay !== false })
    hits.push(...did.hits)
    if (did.purchase) purchases.push({ ...did.purchase, phone })
    if (did.optOutAt) optOuts.push({ made: one.made, at: did.optOutAt })
    // Somebody buys without a tap; the shop reports the order by the number, and nothing is claimed for it.
    if (did.purchase === undefined && chance.chance(0.004)) {
      const at = new Date(one.deliveredAt.getTime() + chance.around(9 * 3_600_000, 0.9))
      if (at < scene.now) purchases.push({ at, tap: undefined, phone })
    }
  }
  const onPhones: OnPhone[] = people.map(({ made: { id, phone }, deliveredAt, text }) => ({ id, phone, text, at: deliveredAt }))
  return { hits: hits.sort((a, b) => a.at - b.at), purchases, optOuts, onPhones }
}

/** Messages that were delivered, each with its text as the phone shows it. */
async function reached(scene: Scene, { made, fates }: Pick<Meeting, 'made' | 'fates'>): Promise<Reached[]> {
  const { parts, tx } = scene
  const byId = new Map(made.map((one) => [one.id, one]))
  const renderingIds = [...new Set(made.map(({ renderingId }) => renderingId))]
  const links = await trackedLinks(tx, renderingIds)
  const renderings = new Map(await Promise.all(renderingIds.map(async (id) => [id, await parts.renderings.load(tx, BigInt(id))] as const)))
  return fates.flatMap(({ id, sentAt, state, settledAt }): Reached[] => {
    const one = byId.get(Number(id))
    const rendering = one && renderings.get(one.renderingId)
    if (one === undefined || rendering === undefined || state !== 'delivered' || settledAt === undefined) return []
    const text = parts.renderings.text(rendering, { firstNumber: one.firstNumber ?? undefined, mergeValues: one.mergeValues })
    return [{ made: one, sentAt, deliveredAt: settledAt, text, links: links.get(one.renderingId) ?? [], test: false }]
  })
}

async function appealsOf({ tx, accountId }: Scene, { texts }: Meeting['plan'], made: readonly Made[]): Promise<Map<bigint | null, number>> {
  const campaign = made.find(({ variantId }) => variantId !== null)
  if (campaign === undefined) return new Map([[null, texts[0].appeal]])
  const [row] = await tx<{ id: bigint }[]>`select campaign_id as id from messages where id = ${campaign.id}`
  const variants = row === undefined ? [] : await listVariants(tx, { accountId, id: row.id })
  return new Map(variants.map(({ id }, at) => [id, texts[at]?.appeal ?? 1]))
}

/** Some people tap on nearly everything, most on little: each has a liking of their own, which stays. */
function ratesFor(
  { rates: ordinary }: Scene,
  { phone, plan, appeal }: { phone: string; plan: Meeting['plan']; appeal: number },
): ReactionRates {
  const own = { ...ordinary, ...plan.rates }
  const liking = Math.min(3, seededRandom(`liking of ${phone}`).around(0.78, 0.7))
  return { ...own, tap: Math.min(0.95, own.tap * liking * appeal), convert: Math.min(0.9, own.convert * Math.sqrt(appeal)) }
}

/** By the link in the text; the number is not sent to any more from then on. */
async function leave({ tx, phoneHash, accountId }: Scene, optOuts: readonly OptedOut[]): Promise<void> {
  for (const { made } of optOuts) {
    const asked = {
      accountId,
      phone: made.phone,
      source: 'link' as const,
      messageId: BigInt(made.id),
      inboundMessageId: undefined,
      isSure: true,
    }
    await optOut(tx, phoneHash, asked)
  }
  await placeOptOuts(tx, { accountId, optOuts: optOuts.map(({ made: { phone }, at }) => ({ phone, at })) })
}
