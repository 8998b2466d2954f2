import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { send } from '../../../test/helpers/messaging.ts'
import { verified } from '../../../test/helpers/receivers.ts'
import { webhooks } from '../../../test/helpers/webhooks.ts'
import { events, isEventName } from '../../contract/events.ts'
import { listNotices } from '../notices.ts'
import { rotateSecret } from './endpoints.ts'
import { claimEndpoints } from './lease.ts'
import { settle } from './settle.ts'
import { pauseEndpoint, resumeEndpoint } from './states.ts'

const db = await testDatabase({ max: 8 })
const { accountId, key, parts, remote, delivery, endpoint, tell, deliver, passTime } = await webhooks(db)
const target = (id: bigint) => ({ accountId, id, actor: 'operator' })
const rowsOf = (id: bigint) => db<
  { state: string; attempts: number; status: number | null; error: string | null; answer: string | null; history: unknown }[]
>`
  select state, attempts, status, error, answer, history from webhook_deliveries where endpoint_id = ${id} order by event_id`

async function aMessage(request: Record<string, unknown> = {}) {
  const { recipients } = await send(parts, key, { to: '+4915112345678', text: 'Hi: https://shop.example/spring', ...request })
  const [recipient] = recipients
  if (recipient?.kind !== 'prepared') throw new Error('not queued')
  return { message_id: String(recipient.id), shortLink: recipient.links[0]?.shortLink }
}

test('a click is told signed, with message, link and totals, and without the number', async () => {
  const { id, secret } = await endpoint('ok/click', { types: ['hit.click'] })
  const { message_id, shortLink } = await aMessage({ label: 'spring', reference: 'order-1' })
  await tell('hit.click', {
    message_id,
    link: 0,
    verdict: 'click',
    reasons: ['browser'],
    network_country: 'DE',
    device: 'phone',
    first: true,
  })
  await deliver()
  const [request, ...others] = remote.at('ok/click')
  if (request === undefined) throw new Error('nothing came')
  expect(others).toEqual([])
  const event = verified(request, secret)
  expect(event).toMatchObject({
    type: 'hit.click',
    data: {
      ...{ id: request.id, version: 1, test: false },
      message: { id: message_id, state: 'queued', country: 'DE', label: 'spring', reference: 'order-1' },
      link: { position: 0, short_link: shortLink, destination: 'https://shop.example/spring' },
      totals: { clicks: 0, views: 0, prefetches: 0, bots: 0 },
      hit: { verdict: 'click', reasons: ['browser'], network_country: 'DE', device: 'phone', first: true },
    },
  })
  expect(request.body).not.toContain('4915112345678')
  expect(await rowsOf(id)).toMatchObject([{ state: 'delivered', attempts: 1, status: 200, answer: 'thank you' }])
})

test('every type of event is told, fits the contract and stays below 20 kB', async () => {
  const { secret } = await endpoint('ok/all', { types: Object.keys(events), include_recipient: true, include_test: true })
  const { message_id } = await aMessage({ label: '"\\\u2028ä🎉'.repeat(15), reference: 'r'.repeat(100) })
  const names = Object.values(events).flatMap(({ log }) => [...log])
  // Some of these names belong to parts that write them elsewhere; the log takes any.
  for (const name of names)
    await db`
      insert into outbox (account_id, type, test, data)
      values (${accountId}, ${name}, false, ${JSON.stringify({ message_id, link: 0, name: 'order', text: 'x'.repeat(30_000) })}::text::json)`
  await deliver()
  const told = remote.at('ok/all').map((request) => ({ event: verified(request, secret), bytes: Buffer.byteLength(request.body) }))
  expect(new Set(told.map(({ event }) => event.type))).toEqual(new Set(Object.keys(events)))
  expect(told.filter(({ bytes }) => bytes > 20_000)).toEqual([])
  // Bodies are put together as text, and are JSON as JSON.stringify writes it all the same.
  for (const { body } of remote.at('ok/all')) expect(JSON.stringify(JSON.parse(body))).toBe(body)
  for (const { event } of told) expect(isEventName(event.type) && event.data[events[event.type].under]).toBeTypeOf('object')
  expect(told[0]?.event.data.message?.to).toBe('+4915112345678')
})

test('an empty list of types means all but those of bots, and test events come only where asked for', async () => {
  await endpoint('ok/most')
  for (const type of ['hit.bot', 'hit.prefetch', 'hit.view'] as const) await tell(type, {})
  await tell('hit.click', {}, { test: true })
  await deliver()
  expect(remote.at('ok/most').map(({ body }) => JSON.parse(body).type)).toEqual(['hit.view'])
})

test('filters let through one label, and only first clicks', async () => {
  await endpoint('ok/filtered', { label: 'autumn', first_clicks_only: true })
  const [ours, other] = [await aMessage({ label: 'autumn' }), await aMessage({ label: 'winter' })]
  await tell('hit.click', { message_id: ours.message_id, first: true })
  await tell('hit.click', { message_id: ours.message_id, first: false })
  await tell('hit.click', { message_id: other.message_id, first: true })
  await tell('message.delivered', { message_id: other.message_id, label: 'autumn' })
  await deliver()
  expect(remote.at('ok/filtered').map(({ body }) => JSON.parse(body).type)).toEqual(['hit.click', 'message.delivered'])
})

test('the filter of a campaign lets through what it does, and what becomes of its messages', async () => {
  await endpoint('ok/campaign', { campaign_id: '4711' })
  const [ours, other] = [await aMessage(), await aMessage()]
  await db`update messages set campaign_id = 4711, variant_id = 1 where id = ${ours.message_id}`
  await tell('campaign.started', { campaign_id: '4711' })
  await tell('campaign.started', { campaign_id: '4712' })
  await tell('hit.view', { message_id: ours.message_id })
  await tell('hit.view', { message_id: other.message_id })
  await deliver()
  const told = remote.at('ok/campaign').map(({ body }) => JSON.parse(body))
  expect(told.map(({ type, data }) => [type, data.campaign?.id])).toEqual([
    ['campaign.started', '4711'],
    ['hit.view', '4711'],
  ])
})

test("another account's events are nobody else's business", async () => {
  await endpoint('ok/own', { types: ['link.changed'] })
  await tell('link.changed', { link_id: '1' }, { accountId: 999_999n })
  await deliver()
  expect(remote.at('ok/own')).toEqual([])
})

test('for a day after a rotation both secrets verify', async () => {
  const { id, secret } = await endpoint('ok/rotated', { types: ['link.changed'] })
  const { secret: fresh } = await rotateSecret(db, { ...target(id), secrets: delivery.secrets })
  await tell('link.changed')
  await deliver()
  const [first] = remote.at('ok/rotated')
  if (first === undefined) throw new Error('nothing came')
  for (const each of [secret, fresh]) expect(verified(first, each).type).toBe('link.changed')
  await db`update webhook_endpoints set former_secret_until = now() where id = ${id}`
  await tell('link.changed')
  await deliver()
  const second = remote.at('ok/rotated')[1]
  if (second === undefined) throw new Error('nothing came')
  expect(verified(second, fresh).type).toBe('link.changed')
  expect(() => verified(second, secret)).toThrow('No matching signature found')
})

test('a failure is tried again with the same id and a new time, and stays in the history', async () => {
  const { id, secret } = await endpoint('error/again', { types: ['link.taken_down'] })
  await tell('link.taken_down')
  await deliver()
  expect(await rowsOf(id)).toMatchObject([{ state: 'waiting', attempts: 1, status: 500, answer: 'out of order', history: null }])
  remote.change('error', (answer) => void answer.end())
  await passTime()
  await deliver()
  const requests = remote.at('error/again')
  expect(requests).toHaveLength(2)
  expect(new Set(requests.map((request) => request.id)).size).toBe(1)
  for (const request of requests) verified(request, secret)
  expect(await rowsOf(id)).toMatchObject([{ state: 'delivered', attempts: 2, status: 200, history: [{ status: 500 }] }])
})

test('an event is given up after its last attempt', async () => {
  const { id } = await endpoint('redirect/last', { types: ['link.changed'] })
  await tell('link.changed')
  await deliver()
  await db`update webhook_deliveries set step = 10 where endpoint_id = ${id}`
  await passTime()
  await deliver()
  expect(await rowsOf(id)).toMatchObject([{ state: 'failed', attempts: 2, status: 302 }])
  expect(remote.at('ok/redirected')).toEqual([])
})

test('429 with Retry-After holds the endpoint', async () => {
  const { id } = await endpoint('later/x', { types: ['contact_import.done'] })
  await tell('contact_import.done')
  await deliver()
  const [held] = await db`
    select held_until > now() + interval '59 min' as "isHeld", retry_at >= now() + interval '59 min' as "isLate" from webhook_work where endpoint_id = ${id}`
  expect(held).toEqual({ isHeld: true, isLate: true })
})

test('410 disables with an audit entry, a notice and an event for the other endpoints', async () => {
  const { id } = await endpoint('gone/x', { types: ['contact_import.failed'] })
  await endpoint('ok/watching', { types: ['endpoint.disabled'] })
  await tell('contact_import.failed')
  await deliver()
  await deliver()
  expect(await db`select state, state_reason as reason from webhook_endpoints where id = ${id}`).toEqual([
    { state: 'disabled', reason: 'gone' },
  ])
  const notices = await listNotices(db, { accountId, isUnread: true, before: undefined, limit: 10 })
  expect(notices).toMatchObject([{ kind: 'webhook_endpoint.disabled', subject: `webhook_endpoint:${id}` }])
  expect(await db`select actor from audit_entries where action = 'webhook_endpoint.disabled'`).toEqual([{ actor: 'system' }])
  expect(JSON.parse(remote.at('ok/watching')[0]?.body ?? '').data.endpoint).toEqual({ endpoint_id: String(id), reason: 'gone' })
})

test('nothing but failures for five days disables, and a success between them does not', async () => {
  const { id } = await endpoint('silly/x', { types: ['hits.reclassified'] })
  await tell('hits.reclassified')
  await deliver()
  await db`update webhook_work set failing_since = now() - interval '4 days 23 hours' where endpoint_id = ${id}`
  await passTime()
  await deliver()
  expect(await db`select state from webhook_endpoints where id = ${id}`).toEqual([{ state: 'active' }])
  await db`update webhook_work set failing_since = now() - interval '5 days' where endpoint_id = ${id}`
  await passTime()
  await deliver()
  expect(await db`select state, state_reason as reason from webhook_endpoints where id = ${id}`).toEqual([
    { state: 'disabled', reason: 'failing' },
  ])
})

test('events of a paused endpoint wait, or are skipped when it is resumed', async () => {
  const { id } = await endpoint('ok/paused', { types: ['message.unknown'] })
  await pauseEndpoint(db, target(id))
  await tell('message.unknown')
  await deliver()
  expect(remote.at('ok/paused')).toEqual([])
  await resumeEndpoint(db, { ...target(id), waiting: 'send' })
  await deliver()
  expect(remote.at('ok/paused')).toHaveLength(1)
  await pauseEndpoint(db, target(id))
  await tell('message.unknown')
  await deliver()
  await resumeEndpoint(db, { ...target(id), waiting: 'skip' })
  await deliver()
  expect(remote.at('ok/paused')).toHaveLength(1)
})

test('who lost the lease records nothing', async () => {
  const { id } = await endpoint('ok/lease', { types: ['message.cancelled'] })
  await tell('message.cancelled')
  await deliver()
  const lease = { endpointId: id, accountId, token: '00000000-0000-0000-0000-000000000000', failures: 0 }
  const health = { successes: 1, failures: 0, failuresInARow: 0, isGone: true }
  expect(await settle(db, { lease, endpoint: { url: '' }, results: [], pages: [], health, isRepeating: false })).toMatchObject({
    state: 'lost',
  })
  expect(await db`select state from webhook_endpoints where id = ${id}`).toEqual([{ state: 'active' }])
})

test('workers that take turns at the same time deliver each of 3,000 events once', async () => {
  const { id } = await endpoint('ok/many', { types: ['message.accepted'], concurrency: 50 })
  await db`
    insert into outbox (account_id, type, test, data) select ${accountId}, 'message.accepted', false, json_build_object('n', n) from generate_series(1, 3000) as n`
  const leases = [...(await claimEndpoints(db, { limit: 0 }))]
  expect(leases).toEqual([])
  await Promise.all([deliver(), deliver(), deliver()])
  const ids = remote.at('ok/many').map((request) => request.id)
  expect([ids.length, new Set(ids).size]).toEqual([3_000, 3_000])
  const [counted] = await db`select delivered::int, failed_attempts::int as failed from webhook_hours where endpoint_id = ${id}`
  expect(counted).toEqual({ delivered: 3_000, failed: 0 })
  expect(await db`select 1 from webhook_queue where endpoint_id = ${id}`).toHaveLength(0)
})
