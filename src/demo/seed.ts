import { cancelCampaign, pauseItself, startCampaign } from '../domain/campaigns/steer.ts'
import { suppressList } from '../domain/contacts/suppressions.ts'
import { updateCarrier } from '../domain/routing/carriers.ts'
import { reviewHits } from '../domain/tracking/review.ts'
import { makePartitions } from '../jobs/partitions.ts'
import type { Db } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { playEndpoints } from './endpoints.ts'
import { customerFile, customers, fairFile } from './customers.ts'
import { fictionalPrefixes } from './numbers.ts'
import { forgetOldEvents, moveTo } from './past.ts'
import { playReplies } from './replies.ts'
import { draft, playCampaign } from './scenes.ts'
import { plainOrder, playImport, playSegments, playSetting, playSignUps } from './setting.ts'
import { playSingles } from './singles.ts'
import { ACTOR, DAY, HOUR, openStage, playScene, type Stage, type StageOptions } from './stage.ts'
import { fairGroup, pastCampaigns, plannedCampaigns, runningCampaign, troubledCampaign } from './story.ts'

export type SeedOptions = StageOptions & { secrets: Secrets; contacts: number; singlesPerDay: number }

/** What the demo came to. */
export type Seeded = { contacts: number; messages: number; hits: number; conversions: number; campaigns: number }

/** Tells the whole story, scene by scene in the order of their times, so that each finds what came before. */
export async function seedDemo({ contacts, singlesPerDay, ...options }: SeedOptions): Promise<Seeded> {
  const stage = await openStage(options)
  await makePartitions(stage.db, { since: dayAt(stage, 67, 0) })
  const startsAt = dayAt(stage, 66, 9)
  const { shop, till, later } = cast(stage, { contacts, startsAt })
  const ids = new Map(await playSetting(stage, { startsAt, shop, till }))
  let since = dayAt(stage, 64, 0)
  const plans = pastCampaigns((daysAgo, hour) => dayAt(stage, daysAgo, hour))
  for (const [place, plan] of plans.entries()) {
    const size = Math.ceil(later.length / plans.length)
    await playSignUps(stage, { customers: later.slice(place * size, (place + 1) * size), at: since })
    await playSingles(stage, { name: `singles before ${plan.name}`, from: since, to: plan.startsAt, perDay: singlesPerDay })
    since = plan.startsAt
    const id = await playCampaign(stage, plan, ids)
    ids.set(plan.name, id)
    if (/^\d/.test(plan.from)) await playReplies(stage, { campaignId: id, count: 14, name: plan.name })
  }
  await playSingles(stage, { name: 'singles of late', from: since, to: new Date(stage.now.getTime() - HOUR / 2), perDay: singlesPerDay })
  await playTrouble(stage, ids)
  await playSegments(stage, dayAt(stage, 3, 15))
  await playCampaign(stage, runningCampaign(stage.now), ids)
  await playPlans(stage, ids)
  await playEnd(stage, options.secrets, ids)
  await seatPeople(stage)
  return countAll(stage.db, stage.accountId)
}

/** Most were customers before the story begins; some come to it while it is told. */
function cast(stage: Stage, { contacts, startsAt }: { contacts: number; startsAt: Date }) {
  const random = stage.random('customers')
  const all = customers(random, { count: contacts, now: startsAt })
  const [shopEnd, tillEnd] = [Math.round(all.length * 0.62), Math.round(all.length * 0.9)]
  return { shop: all.slice(0, shopEnd), till: customerFile(random, all.slice(shopEnd, tillEnd)), later: all.slice(tillEnd) }
}

/** Whole days before the end of the story, at an hour of UTC. */
function dayAt({ now }: Stage, daysAgo: number, hour: number): Date {
  const day = new Date(now.getTime() - daysAgo * DAY)
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), hour - 1, 0, 0))
}

/** Numbers that nobody had checked, and a campaign that stopped by itself because of them. */
async function playTrouble(stage: Stage, ids: Map<string, bigint>): Promise<void> {
  const at = dayAt(stage, 1, 14)
  const file = fairFile(stage.random('fair'))
  const order = {
    ...plainOrder,
    fileName: 'fair-cards.csv',
    groups: [fairGroup],
    consent: { source: 'Card at the fair', at, wording: undefined },
  }
  await playImport(stage, { file, order, at })
  const [group] = await stage.db<
    { id: bigint }[]
  >`select id from contact_groups where account_id = ${stage.accountId} and name = ${fairGroup}`
  if (group === undefined) throw new Error('The import of the demo made no group')
  ids.set(fairGroup, group.id)
  const plan = troubledCampaign(new Date(at.getTime() + HOUR))
  const id = await playCampaign(stage, plan, ids)
  await playScene(stage, async (scene) => {
    await pauseItself(scene.tx, { accountId: stage.accountId, id }, { reason: 'failures' })
    await moveTo(scene, plan.sentUntil ?? plan.startsAt)
  })
}

/** What is not sent yet, or never was. */
async function playPlans(stage: Stage, ids: Map<string, bigint>): Promise<void> {
  await playScene(stage, async (scene) => {
    const { tx, accountId, now } = scene
    const start = async (id: bigint, sendAt: Date) =>
      startCampaign(
        tx,
        { accountId, id },
        { body: { send_at: sendAt.toISOString(), time_zone: 'Europe/Berlin' }, apiKeyId: null, actor: ACTOR, now },
      )
    const cancelled = await draft(scene, plannedCampaigns.cancelled, ids)
    await start(cancelled, nextMorning(now))
    await cancelCampaign(tx, { accountId, id: cancelled }, { actor: ACTOR })
    await moveTo(scene, new Date(now.getTime() - 3 * DAY))
  })
  await playScene(stage, async (scene) => {
    const { tx, accountId, now } = scene
    const scheduled = await draft(scene, plannedCampaigns.scheduled, ids)
    const body = { send_at: nextMorning(now).toISOString(), time_zone: 'Europe/Berlin' }
    await startCampaign(tx, { accountId, id: scheduled }, { body, apiKeyId: null, actor: ACTOR, now })
    await draft(scene, plannedCampaigns.draft, ids)
    await moveTo(scene, new Date(now.getTime() - 5 * HOUR))
  })
}

/** Nine in the morning of central Europe's winter, at least half a day away. */
function nextMorning(now: Date): Date {
  const day = new Date(now.getTime() + 0.5 * DAY)
  const morning = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), 8))
  return morning > day ? morning : new Date(morning.getTime() + DAY)
}

async function playEnd(stage: Stage, secrets: Secrets, ids: ReadonlyMap<string, bigint>): Promise<void> {
  await playScene(stage, async (scene) => {
    const { tx, accountId, phoneHash } = scene
    const written = ['+33639989901', '+33639989902', '+33639989903']
    await suppressList(tx, phoneHash, { accountId, written, source: 'manual', defaultCountry: undefined, actor: ACTOR })
    await moveTo(scene, new Date(stage.now.getTime() - 20 * DAY))
    await forgetOldEvents(tx, { accountId, days: stage.eventsDays })
  })
  stage.say('Looking at all hits together ...')
  while ((await reviewHits(stage.db)) === 'again');
  const campaignId = ids.get('Early access for regulars')
  if (campaignId !== undefined) await playEndpoints(stage, { secrets, campaignId })
}

/** So that the campaign which is on its way goes on: the people of the story sit at the simulated phones from now on. */
async function seatPeople({ db, carrierId, rates: { view, tap, convert, optOut } }: Stage): Promise<void> {
  const settings = { people: fictionalPrefixes.join(), view, tap, convert, opt_out: optOut, currency: 'EUR' }
  await updateCarrier(db, { id: carrierId, settings })
}

async function countAll(db: Db, accountId: bigint): Promise<Seeded> {
  const [row] = await db<Seeded[]>`
    select (select count(*)::int from contacts where account_id = ${accountId}) as contacts,
      (select count(*)::int from messages where account_id = ${accountId}) as messages,
      (select count(*)::int from hits where account_id = ${accountId}) as hits,
      (select count(*)::int from conversions where account_id = ${accountId}) as conversions,
      (select count(*)::int from campaigns where account_id = ${accountId}) as campaigns`
  if (row === undefined) throw new Error('Nothing was counted')
  return row
}

/** What an account holds already that a demo would mix with; undefined when there is nothing. */
export async function findUse(db: Db, { accountId }: { accountId: bigint }): Promise<'contacts' | 'messages' | undefined> {
  const [used] = await db<{ contacts: boolean; messages: boolean }[]>`
    select exists (select from contacts where account_id = ${accountId}) as contacts, exists (select from messages where account_id = ${accountId}) as messages`
  return used?.contacts ? 'contacts' : used?.messages ? 'messages' : undefined
}
