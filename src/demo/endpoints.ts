import { publicNames } from '../contract/events.ts'
import { createEndpoint as createEndpointBody, type CreateEndpoint } from '../contract/webhooks.ts'
import { createEndpoint } from '../domain/webhooks/endpoints.ts'
import { fanOut } from '../domain/webhooks/fanOut.ts'
import { countResults, mergeResults, type Result } from '../domain/webhooks/record.ts'
import { retryDelayMs, standardDelaysMs } from '../domain/webhooks/schedule.ts'
import { disableEndpoint } from '../domain/webhooks/states.ts'
import type { Lease } from '../domain/webhooks/lease.ts'
import type { Random } from '../lib/seededRandom.ts'
import type { Transaction } from '../platform/db.ts'
import type { Secrets } from '../platform/secrets.ts'
import { moveTo } from './past.ts'
import { ACTOR, DAY, HOUR, playScene, type Scene, type Stage } from './stage.ts'

/** How a receiver answers an attempt. */
type Answering = (random: Random, atMs: number) => Pick<Result, 'status' | 'error' | 'ms' | 'answer'>

type Told = { body: Partial<CreateEndpoint> & { url: string }; from: Date; to: Date; answering: Answering; disabledAt: Date | undefined }

/**
 * Two systems that were told what happened: one that takes everything, and one that has answered with errors until it was switched off. Their
 * hosts are names that exist nowhere, and neither is asked anything from now on: the first gets events of one past campaign alone.
 */
export async function playEndpoints(stage: Stage, { secrets, campaignId }: { secrets: Secrets; campaignId: bigint }): Promise<void> {
  stage.say('Webhooks ...')
  // What happened up to here has been shared out before there was an endpoint: nothing of it is sent.
  while ((await fanOut(stage.db)).isMore);
  const ago = (days: number) => new Date(stage.now.getTime() - days * DAY)
  const campaign = { url: 'https://hooks.bergamot.example/tapline', description: 'Warehouse: who came for the early offers' }
  await playEndpoint(stage, secrets, {
    body: { ...campaign, types: ['hit.click'], campaign_id: String(campaignId), first_clicks_only: true },
    ...{ from: ago(5), to: ago(1), answering: works, disabledAt: undefined },
  })
  const crm = { url: 'https://crm.partner.example/in/sms', description: 'CRM of our agency' }
  const brokenAt = ago(11.8).getTime()
  await playEndpoint(stage, secrets, {
    body: { ...crm, types: ['conversion.attributed', 'contact.opted_out'], include_recipient: true },
    ...{ from: ago(20), to: ago(6.7), disabledAt: ago(6.7) },
    answering: (random, atMs) => (atMs < brokenAt ? works(random) : fails(random)),
  })
}

const works = (random: Random) =>
  random.chance(0.985)
    ? { status: 200, error: undefined, ms: Math.round(random.around(85, 0.4)), answer: '{"ok":true}' }
    : { status: 502, error: undefined, ms: Math.round(random.around(900, 0.3)), answer: 'Bad Gateway' }

const fails = (random: Random) =>
  random.chance(0.8)
    ? {
        status: 500,
        error: undefined,
        ms: Math.round(random.around(240, 0.3)),
        answer: 'SQLSTATE[HY000]: General error: 1114 The table is full',
      }
    : { status: undefined, error: 'deadline_passed', ms: 10_000, answer: undefined }

async function playEndpoint(stage: Stage, secrets: Secrets, told: Told): Promise<void> {
  await playScene(stage, async (scene) => {
    const { tx, accountId } = scene
    const body = createEndpointBody.parse(told.body)
    const { id } = await createEndpoint(tx, { accountId, actor: ACTOR, body, secrets, privateOrigins: [] })
    await moveTo(scene, told.from)
    const lease: Lease = { endpointId: id, accountId, token: '', failures: 0 }
    await deliver(scene, lease, { ...told, random: stage.random(`endpoint ${body.url}`) })
    if (told.disabledAt === undefined) return
    await disableEndpoint(tx, { accountId, id, url: body.url, reason: 'failing' })
    await moveTo(scene, told.disabledAt)
  })
}

type Delivering = Told & { random: Random }

/** Attempt by attempt, as the schedule has it, each recorded by what records those of today. */
async function deliver({ tx, ...scene }: Scene, lease: Lease, { random, answering, to, ...told }: Delivering): Promise<void> {
  let offers = await listOffers(tx, { accountId: scene.accountId, body: told.body, from: told.from, to })
  const all: Result[] = []
  for (let round = 1; offers.length > 0 && round < 12; round++) {
    const results = offers.map(({ offer, atMs }): Result => {
      const answer = answering(random, atMs)
      const isTaken = answer.status !== undefined && answer.status < 300
      const nextMs = isTaken
        ? undefined
        : retryDelayMs({ delaysMs: standardDelaysMs, step: offer.step, retryAfterMs: undefined, random: random.number() })
      return { offer, atMs, nextMs, attempts: 1, state: isTaken ? 'delivered' : nextMs === undefined ? 'failed' : 'waiting', ...answer }
    })
    await mergeResults(tx, { lease, results })
    all.push(...results)
    offers = results.flatMap(({ offer, atMs, nextMs }) =>
      nextMs === undefined || atMs + nextMs > to.getTime() ? [] : [{ offer: { ...offer, step: offer.step + 1 }, atMs: atMs + nextMs }],
    )
  }
  await placeDeliveries(tx, lease)
  await countByHour(tx, lease, all)
  await noteHealth(tx, lease, all)
}

type Offered = Pick<Result, 'offer' | 'atMs'>

/** The latest events of the log that an endpoint would have got. */
async function listOffers(
  tx: Transaction,
  { accountId, body, from, to }: Pick<Told, 'body' | 'from' | 'to'> & { accountId: bigint },
): Promise<Offered[]> {
  const logNames = [...publicNames].flatMap(([logName, name]) => (body.types?.includes(name) ? [logName] : []))
  const rows = await tx<{ xid: string; id: bigint; type: string; seconds: number }[]>`
    select xid::text, outbox.id, type, date_part('epoch', at) as seconds
    from outbox left join messages on messages.id = (data->>'message_id')::bigint
    where outbox.account_id = ${accountId} and not outbox.test and type = any(${logNames}::text[]) and at between ${from} and ${to}
      and (${body.campaign_id ?? null}::text is null or messages.campaign_id::text = ${body.campaign_id ?? null}::text)
      and (${body.first_clicks_only !== true} or data->>'first' = 'true')
    order by at desc, outbox.id desc limit ${MOST_DELIVERIES}`
  return rows.toReversed().map(({ xid, id, type, seconds }) => ({
    offer: { xid, id, seconds, type: publicNames.get(type) ?? type, step: 1, page: undefined, index: 0 },
    atMs: seconds * 1_000 + 400,
  }))
}

const MOST_DELIVERIES = 400

/** How it did, as its turns would have noted it. */
async function noteHealth(tx: Transaction, { endpointId, accountId }: Lease, results: readonly Result[]): Promise<void> {
  const latest = (of: readonly Result[]) => (of.length === 0 ? null : new Date(Math.max(...of.map(({ atMs }) => atMs))))
  const success = latest(results.filter(({ state }) => state === 'delivered'))
  await tx`
    update webhook_work set last_success_at = ${success}, last_attempt_at = ${latest(results)}
    where endpoint_id = ${endpointId} and account_id = ${accountId}`
}

/** What still waited when the endpoint was switched off waits since then. */
const placeDeliveries = (tx: Transaction, { endpointId, accountId }: Lease) => tx`
  update webhook_deliveries set next_attempt_at = attempted_at + interval '8 hours'
  where endpoint_id = ${endpointId} and account_id = ${accountId} and state = 'waiting'`

async function countByHour(tx: Transaction, lease: Lease, results: readonly Result[]): Promise<void> {
  const hours = new Set(results.map(({ atMs }) => Math.floor(atMs / HOUR)))
  for (const hour of [...hours].sort((a, b) => a - b)) {
    await countResults(tx, { lease, results: results.filter(({ atMs }) => Math.floor(atMs / HOUR) === hour) })
    await tx`
      update webhook_hours set hour = ${new Date(hour * HOUR)}
      where endpoint_id = ${lease.endpointId} and account_id = ${lease.accountId} and hour = date_trunc('hour', now())`
  }
}
