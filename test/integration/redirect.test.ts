import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { cancelMessage } from '../../src/domain/messages/cancel.ts'
import { connect } from '../../src/platform/db.ts'
import { testServer } from '../helpers/database.ts'
import { linkServer } from '../helpers/links.ts'
import { newAccount, send } from '../helpers/messaging.ts'
import { afterAll } from 'vitest'

const server = await testServer()
const db = connect({ server, max: 6, applicationName: 'test' })
afterAll(() => db.end())
const { parts, key, accountId, get } = await linkServer(db, { server })

let phones = 3_000_000
async function sendOne(text: string, request: Record<string, unknown> = {}, by = key) {
  const [recipient] = (await send(parts, by, { to: `+49151${++phones}0`, text, ...request })).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  await db`update messages set state = 'delivered', submitted_at = now() where id = ${recipient.id} and state = 'queued' and send_at <= now()`
  return { id: recipient.id, paths: recipient.links.map((link) => new URL(link.shortLink).pathname) }
}
const hitsOf = (id: bigint) => db<{ verdict: string; reasons: string[]; answer: number; overBudget: boolean; network: string | null }[]>`
  select verdict, reasons, answer, network_over_budget as "overBudget", network::text from hits where message_id = ${id} order by at`
const untilHits = (id: bigint, count: number) => vi.waitFor(async () => expect(await hitsOf(id)).toHaveLength(count), { timeout: 20_000 })

test('a tap is answered with 302 and nothing of the request, and is one click in every figure', async () => {
  const {
    id,
    paths: [path = ''],
  } = await sendOne('See https://shop.example/a?b=c')
  const { status, headers, body } = await get(`${path}?fbclid=evil&next=//attacker.example`)
  expect({ status, body }).toEqual({ status: 302, body: '' })
  expect(headers).toMatchObject({
    location: 'https://shop.example/a?b=c',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
    'x-content-type-options': 'nosniff',
  })
  await untilHits(id, 1)
  expect(await hitsOf(id)).toEqual([{ verdict: 'click', reasons: ['browser'], answer: 302, overBudget: false, network: '127.0.0.0/24' }])
  const [totals] = await db<{ clicks: number }[]>`select clicks from message_totals where message_id = ${id}`
  expect(totals?.clicks).toBe(1)
  const [event] = await db<{ type: string }[]>`select type from outbox where data->>'message_id' = ${String(id)} and type like 'hit.%'`
  expect(event?.type).toBe('hit.click')
})

test('a HEAD request gets the same headers and is never a click', async () => {
  const {
    id,
    paths: [path = ''],
  } = await sendOne('See https://shop.example/head')
  const { status, headers, body } = await get(path, { method: 'HEAD' })
  expect({ status, body, location: headers.location }).toEqual({ status: 302, body: '', location: 'https://shop.example/head' })
  await untilHits(id, 1)
  expect((await hitsOf(id))[0]?.verdict).toBe('bot')
})

test('a prefetch and a preview are no clicks', async () => {
  const {
    id,
    paths: [path = ''],
  } = await sendOne('See https://shop.example/pre')
  await get(path, { headers: { 'sec-purpose': 'prefetch;prerender' } })
  await get(path, { headers: { 'user-agent': 'WhatsApp/2.23.20.0 A' } })
  await untilHits(id, 2)
  expect((await hitsOf(id)).map((hit) => hit.verdict).toSorted()).toEqual(['prefetch', 'view'])
  const [totals] = await db`select clicks, views, prefetches from message_totals where message_id = ${id}`
  expect(totals).toEqual({ clicks: 0, views: 1, prefetches: 1 })
})

test('a second tap is a click more and no unique click more, and clickers count once per message', async () => {
  const other = await newAccount(db)
  const { id, paths } = await sendOne('A https://a.example/ b https://b.example/', {}, other.key)
  for (const path of [paths[0], paths[0], paths[1]]) await get(path ?? '')
  await untilHits(id, 3)
  const [sums] = await db`
    select sum(clicks)::int as clicks, sum(unique_clicks)::int as "uniqueClicks", sum(clickers)::int as clickers from hit_rollups where account_id = ${other.accountId}`
  expect(sums).toEqual({ clicks: 3, uniqueClicks: 2, clickers: 1 })
})

test('a hit on a message that was never sent is no click', async () => {
  const {
    id,
    paths: [path = ''],
  } = await sendOne('See https://shop.example/later', { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  expect((await get(path)).status).toBe(302)
  await untilHits(id, 1)
  expect(await hitsOf(id)).toMatchObject([{ verdict: 'bot', reasons: expect.arrayContaining(['before_send']) }])
})

test('a hit on a message that expired unsent is no click, while one that waits to be sent once more was sent', async () => {
  const expired = await sendOne('See https://shop.example/expired', { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  const again = await sendOne('See https://shop.example/again')
  await db`update messages set state = 'expired' where id = ${expired.id}`
  await db`update messages set state = 'queued', attempts = 1 where id = ${again.id}`
  for (const { paths } of [expired, again]) await get(paths[0] ?? '')
  await untilHits(again.id, 1)
  await untilHits(expired.id, 1)
  expect([(await hitsOf(expired.id))[0]?.verdict, (await hitsOf(again.id))[0]?.verdict]).toEqual(['bot', 'click'])
})

test('in aggregate mode nothing tells whose hit it was', async () => {
  const other = await newAccount(db)
  const {
    id,
    paths: [path = ''],
  } = await sendOne('See https://shop.example/agg', { tracking: 'aggregate' }, other.key)
  expect((await get(path)).status).toBe(302)
  const hits = () =>
    db`select message_id, number, network, user_agent, verdict, extract(minute from at)::int as minute from hits where account_id = ${other.accountId}`
  await vi.waitFor(async () => expect(await hits()).toHaveLength(1), { timeout: 20_000 })
  expect(await hits()).toMatchObject([{ message_id: null, number: null, network: null, verdict: 'click', minute: 0 }])
  expect(await db`select from link_totals where message_id = ${id}`).toHaveLength(0)
  expect(await db`select from outbox where account_id = ${other.accountId} and type like 'hit.%'`).toHaveLength(0)
  const [rollup] = await db`select clicks::int, counted from hit_rollups where account_id = ${other.accountId}`
  expect(rollup).toEqual({ clicks: 1, counted: false })
})

test('Sec-GPC makes a hit aggregate where the account wants it', async () => {
  const other = await newAccount(db)
  await db`update accounts set gpc = 'aggregate' where id = ${other.accountId}`
  const {
    paths: [path = ''],
  } = await sendOne('See https://shop.example/gpc', {}, other.key)
  await get(path, { headers: { 'sec-gpc': '1' } })
  await get(path)
  await vi.waitFor(async () => expect(await db`select from hits where account_id = ${other.accountId}`).toHaveLength(2), {
    timeout: 20_000,
  })
  expect(await db`select from hits where account_id = ${other.accountId} and message_id is null`).toHaveLength(1)
})

test('the codes of a cancelled message answer 410, and the hit is kept', async () => {
  const {
    id,
    paths: [path = ''],
  } = await sendOne('See https://shop.example/cancel', { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  await cancelMessage(db, { accountId, id })
  const { status, headers, body } = await get(path)
  expect(status).toBe(410)
  expect(headers.location).toBeUndefined()
  expect(body).not.toContain('<script')
  await untilHits(id, 1)
  expect((await hitsOf(id))[0]?.answer).toBe(410)
})

test.each([
  ['an unknown code', '/AAAAAAAA', {}, 404],
  ['the root', '/', {}, 404],
  ['a longer path', '/AAAAAAAA/more', {}, 404],
  ['a traversal', '/../../etc/passwd', {}, 404],
  ['robots.txt', '/robots.txt', {}, 200],
  ['the probe', '/healthz', {}, 200],
  ['another method', '/AAAAAAAA', { method: 'POST' }, 405],
  ['a method to delete', '/AAAAAAAA', { method: 'DELETE' }, 405],
])('%s is answered', async (_, path, options, status) => {
  const answer = await get(path, options)
  expect(answer.status).toBe(status)
  expect(answer.headers.location).toBeUndefined()
  expect(answer.headers.allow).toBe(status === 405 ? 'GET, HEAD' : undefined)
})

test('a known code on a wrong host is unknown', async () => {
  const {
    paths: [path = ''],
  } = await sendOne('See https://shop.example/host')
  expect((await get(path, { headers: { host: 'evil.example' } })).status).toBe(404)
  expect((await get(path, { headers: { host: 'S.TEST:443' } })).status).toBe(302)
})

test('a forged X-Forwarded-For is not believed without a trusted proxy', async () => {
  const {
    id,
    paths: [path = ''],
  } = await sendOne('See https://shop.example/xff')
  await get(path, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  await untilHits(id, 1)
  expect((await hitsOf(id))[0]?.network).toBe('127.0.0.0/24')
})

test('10,000 random paths never make a 5xx, and never a redirect that nobody created', async () => {
  const strange = fc.string({ unit: fc.constantFrom(...'abcXYZ0189-_.~%/?#:@!$&()*+,;=[]'), maxLength: 40 })
  const code = fc.string({
    unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'),
    minLength: 8,
    maxLength: 8,
  })
  const paths = fc.sample(fc.oneof(strange, code), 10_000)
  for (let at = 0; at < paths.length; at += 500) {
    const answers = await Promise.all(paths.slice(at, at + 500).map((path) => get(`/${path}`)))
    // A path of the script's beacons may be among them, which wants POST.
    for (const { status } of answers) expect([200, 400, 404, 405]).toContain(status)
  }
}, 60_000)
