import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test, vi } from 'vitest'
import { updateConversionSettings, type ConversionSettings } from '../../src/domain/accounts/conversionSettings.ts'
import { withParameter } from '../../src/http/landing.ts'
import { snippetCode, snippetFile } from '../../src/http/snippet.ts'
import { connect } from '../../src/platform/db.ts'
import { testServer } from '../helpers/database.ts'
import { linkServer, type Got } from '../helpers/links.ts'
import { send, SHORT_HOST } from '../helpers/messaging.ts'

const server = await testServer()
const db = connect({ server, max: 6, applicationName: 'test' })
afterAll(() => db.end())
const { parts, key, accountId, get, port, directory } = await linkServer(db, { server })
const { clickIdsOf, publicIds } = parts.conversionKeys
const clickIds = clickIdsOf(Number(accountId))
const account = publicIds.of(accountId)
const LATER = { timeout: 20_000 }
const ORIGIN = 'https://shop.example'
const CLICK = /[?&]tl=([0-9A-Za-z]{22})/

let phones = 7_000_000
async function sendOne(request: Record<string, unknown> = {}) {
  const [recipient] = (await send(parts, key, { to: `+49151${++phones}0`, text: 'See https://shop.example/sale?a=1#top', ...request }))
    .recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  await db`update messages set state = 'delivered', submitted_at = now() where id = ${recipient.id}`
  return { id: recipient.id, path: new URL(recipient.links[0]?.shortLink ?? '').pathname }
}
async function want(changes: Partial<ConversionSettings>): Promise<void> {
  await updateConversionSettings(db, { accountId, actor: 'operator', changes })
  await directory.follow()
}
const locationOf = ({ headers }: Got) => String(headers.location)

/** As a browser's beacon: plain text, with the page's origin. */
const beacon = (body: unknown, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; body: string; origin: unknown }>((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path: '/c',
        method: 'POST',
        headers: { host: SHORT_HOST, origin: ORIGIN, 'content-type': 'text/plain', ...headers },
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: text, origin: answer.headers['access-control-allow-origin'] }),
        )
      },
    )
    sent.on('error', reject).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
const conversionsOf = (order: string) =>
  db`select source, origin, state, reason, message_id as "messageId", value_micros as micros, currency from conversions where order_id = ${order}`
const stored = (order: string, row: Record<string, unknown>) =>
  vi.waitFor(async () => expect(await conversionsOf(order)).toMatchObject([row]), LATER)

test('an account that wants nothing gets its address untouched', async () => {
  const { path } = await sendOne()
  const answer = await get(path)
  expect(locationOf(answer)).toBe('https://shop.example/sale?a=1#top')
  expect(answer.headers['set-cookie']).toBeUndefined()
})

test('the click id stands in the address, names the hit to the millisecond, and is the same in fast lane and slow', async () => {
  await want({ parameter: 'tl' })
  const { id, path } = await sendOne()
  const slow = locationOf(await get(path, { method: 'HEAD' }))
  const fast = locationOf(await get(path))
  const places = [slow, fast].map((location) => clickIds.decode(CLICK.exec(location)?.[1] ?? ''))
  expect(fast).toMatch(/^https:\/\/shop\.example\/sale\?a=1&tl=[0-9A-Za-z]{22}#top$/)
  await vi.waitFor(async () => {
    const hits = await db<{ at: Date; number: bigint }[]>`select at, number from hits where message_id = ${id} order by at`
    expect(hits.map(({ at, number }) => [at.getTime(), Number(number)])).toEqual(places.map((place) => [place?.at, place?.number]))
  }, LATER)
})

test.each([
  ['https://a.example/', 'https://a.example/?tl=1'],
  ['https://a.example/?b=2', 'https://a.example/?b=2&tl=1'],
  ['https://a.example/#x?y', 'https://a.example/?tl=1#x?y'],
  ['https://a.example/?b#c', 'https://a.example/?b&tl=1#c'],
])('a parameter goes behind the query of %s and before its fragment', (location, expected) => {
  expect(withParameter(location, 'tl=1')).toBe(expected)
})

test('no click id and no cookie for Sec-GPC, for aggregate mode, and for a link that is over; the hit counts', async () => {
  await want({ parameter: 'tl', cookieDays: 30 })
  const [plain, aggregate] = [await sendOne(), await sendOne({ tracking: 'aggregate' })]
  for (const answer of [await get(plain.path, { headers: { 'sec-gpc': '1' } }), await get(aggregate.path)]) {
    expect(locationOf(answer)).not.toMatch(CLICK)
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  await vi.waitFor(
    async () => expect(await db`select verdict from hits where message_id = ${plain.id}`).toEqual([{ verdict: 'click' }]),
    LATER,
  )
})

test('the cookie belongs to the short domain, or to the domain of the account above it, and carries the click id', async () => {
  await want({ parameter: null, cookieDays: 30, cookieDomain: null })
  const { path } = await sendOne()
  const own = String((await get(path)).headers['set-cookie'])
  expect(own).toMatch(new RegExp(`^tl_${account}=[0-9A-Za-z]{22}; Path=/; Max-Age=2592000; HttpOnly; SameSite=None; Secure$`))
  await db`insert into short_domains (account_id, host, scheme, code_space_id) values (${accountId}, 'go.shop.test', 'https', 1)`
  await want({ cookieDomain: 'shop.test' })
  const below = await sendOne({ short_domain: 'go.shop.test' })
  const cookie = async (at: string, host: string) => String((await get(at, { headers: { host } })).headers['set-cookie'])
  expect(await cookie(below.path, 'go.shop.test')).toMatch(/Max-Age=2592000; Domain=shop\.test; SameSite=Lax; Secure$/)
  // Nobody sets a cookie for the domain above a host that all share.
  await want({ cookieDomain: 'test' })
  expect(await cookie(path, SHORT_HOST)).toContain('HttpOnly; SameSite=None; Secure')
})

test("a browser's conversion is durable before its answer, marked browser, and completed by the server's", async () => {
  await want({ parameter: 'tl', cookieDays: null, origins: [ORIGIN] })
  const { id, path } = await sendOne()
  const click = CLICK.exec(locationOf(await get(path)))?.[1]
  const answer = await beacon({ a: account, n: 'order', c: [click, 'nonsense'], v: 20, u: 'EUR', o: 'web-1' })
  expect(answer).toEqual({ status: 204, body: '', origin: ORIGIN })
  await stored('web-1', { source: 'browser', origin: ORIGIN, state: 'attributed', messageId: id, micros: 20_000_000n })
})

test('a pixel reads the cookie of its own account, and needs a page that is allowed', async () => {
  await want({ cookieDays: 30, origins: [ORIGIN] })
  const { id, path } = await sendOne()
  const cookie = String((await get(path)).headers['set-cookie']).split(';')[0] ?? ''
  const pixel = (order: string, headers: Record<string, string>) => get(`/p.gif?a=${account}&n=order&v=5.50&u=EUR&o=${order}`, { headers })
  const taken = await pixel('px-1', { cookie: `other=1; ${cookie}`, referer: `${ORIGIN}/thanks?secret=1` })
  expect([taken.status, taken.headers['content-type']]).toEqual([200, 'image/gif'])
  expect((await pixel('px-2', { cookie })).status).toBe(403)
  expect((await pixel('px-3', { cookie: cookie.replace(account, 'AAAAAAAA'), referer: ORIGIN })).status).toBe(200)
  expect((await pixel('px-4', { cookie, referer: ORIGIN, 'sec-gpc': '1' })).status).toBe(200)
  await stored('px-1', { source: 'browser', messageId: id, micros: 5_500_000n, origin: ORIGIN })
  expect(await db`select order_id from conversions where order_id like 'px-%'`).toEqual([{ order_id: 'px-1' }])
})

test('what browsers make up is refused: wrong pages, accounts, bodies, methods, and floods', async () => {
  await want({ parameter: 'tl', origins: [ORIGIN] })
  const click = CLICK.exec(locationOf(await get((await sendOne()).path)))?.[1]
  const good = { a: account, n: 'order', c: [click] }
  expect((await beacon(good, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await beacon({ ...good, a: 'zzzzzzzz' })).status).toBe(404)
  for (const body of [
    '',
    '[]',
    'null',
    '{',
    { ...good, n: '<b>' },
    { ...good, v: 1 },
    { ...good, v: '1,0', u: 'EUR' },
    { ...good, o: 'a\0' },
  ])
    expect([body, (await beacon(body)).status]).toEqual([body, 400])
  expect((await beacon('x'.repeat(3_000))).status).toBe(413)
  expect((await get('/c')).status).toBe(405)
  const statuses = []
  for (let count = 0; count < 14; count++) statuses.push((await beacon(good)).status)
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 204), ...Array.from({ length: 4 }, () => 429)])
})

test('the script is served with the hash that pages name, for a year, below 2 kB', async () => {
  const answer = await get('/t1.js')
  expect([
    answer.status,
    answer.headers['content-type'],
    answer.headers['cache-control'],
    answer.headers['access-control-allow-origin'],
  ]).toEqual([200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable', '*'])
  const settings = {
    parameter: 'tl',
    cookieDays: 30,
    cookieDomain: null,
    model: 'last',
    windowDays: 7,
    windows: {},
    repeatMinutes: 30,
    snippetDays: 90,
    origins: [],
  } as const
  const code = snippetCode({
    linkUrl: 'https://s.test',
    publicId: account,
    settings: { ...settings, origins: [], windows: {} },
    query: { consent: 'wait', strip: 'true', days: 30 },
  })
  expect(code.script).toContain(`integrity="sha384-${createHash('sha384').update(answer.body).digest('base64')}"`)
  expect(code.script).toContain(`data-account="${account}" data-parameter="tl" data-days="30" data-consent="wait" data-strip data-cookie`)
  expect(gzipSync(code.inline).length).toBeLessThan(2_048)
  // Pages name this hash: a change needs a file and a path of its own, and this one stays.
  expect(createHash('sha256').update(snippetFile().body).digest('hex')).toBe(
    'f7dac9635ed023f051160b1cecc8beaf61835e519cbbbd31fcb8359d4cb9c1ea',
  )
})
