import { beforeAll, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { makeHistory } from '../../test/helpers/fuzz/history.ts'
import { send } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { addressOf, routeTable } from '../../test/helpers/routeTable.ts'
import { roleScopes } from '../contract/roles.ts'
import { isScope } from '../contract/scopes.ts'

const db = await testDatabase({ max: 6 })
const node = await api(db)
const { app, accountId, call, key, parts } = node
const viewer = visitor(app, (await signInAs(db, { accountId, role: 'viewer' })).cookie)
const owner = visitor(app, (await signInAs(db, { accountId, role: 'owner' })).cookie)
const table = (await routeTable(app)).filter(
  ({ method, scope }) => method === 'GET' && scope !== undefined && isScope(scope) && roleScopes.viewer.includes(scope),
)
const ids = Array.from({ length: 12 }, (_, at) => String(at + 1))
/** Every number of this account begins so, whatever its form: enough of it to find a person by. */
const tell = /15112345|01511234|1511 ?2345/

beforeAll(async () => {
  await makeHistory(db, node)
  const phone = '+4915112345610'
  await send(parts, key, {
    to: { phone, values: { own: '0151 12345610', plain: '4915112345610', url: 'https://shop.example/?p=4915112345610' } },
    from: '4930123456',
    text: 'You are {own} or {plain}: {url}',
  })
  const audience = { include: [{ kind: 'phones', phones: [phone] }] }
  const made = [
    ['/v1/contacts', { phone, fields: { mobile: '015112345610', note: 'Tel. 0049 151 12345610, nights' } }],
    ['/v1/suppressions', { phones: ['+4915112345611'], source: 'manual' }],
    ['/v1/campaigns', { name: 'To 0151 12345610', from: 'Acme', text: 'Hi', audience }],
    ['/v1/segments', { name: 'One', rule: { kind: 'field', name: 'mobile', operator: 'is', value: '015112345610' } }],
    ['/v1/conversions', { name: 'order', phone, order_id: '0151-12345610' }],
    ['/v1/webhooks/endpoints', { url: 'https://receiver.example/hook', include_recipient: true }],
  ] as const
  for (const [url, body] of made) {
    const { status } = await call('POST', url, body)
    if (status >= 300) throw new Error(`${url} answered ${status}`)
  }
  await db`
    insert into inbound_messages (account_id, carrier_id, carrier_message_id, phone, recipient, text)
    select ${accountId}, id, 'one', ${phone}, '4930123456', 'Call me on 0151/12345610' from carriers limit 1`
})

const everywhere = (routes: typeof table) =>
  routes.flatMap((route) =>
    route.path.includes('{') ? ids.map((id) => ({ route, url: addressOf(route, id) })) : [{ route, url: route.path }],
  )

test('an owner sees numbers in many answers, and a viewer in none of them, nor in the same files', async () => {
  const shown = new Set<string>()
  for (const { route, url } of everywhere(table)) {
    const seen = await owner('GET', url)
    if (tell.test(JSON.stringify(seen.body))) shown.add(route.path)
    const { status, body } = await viewer('GET', url)
    expect([url, tell.exec(JSON.stringify(body))?.[0]]).toEqual([url, undefined])
    expect([url, url.endsWith('/rejections') || status === seen.status]).toEqual([url, true])
  }
  expect([...shown].toSorted()).toEqual(
    expect.arrayContaining([
      '/v1/contacts',
      '/v1/contacts/export',
      '/v1/contacts/{contact}',
      '/v1/messages',
      '/v1/messages/{id}',
      '/v1/suppressions',
      '/v1/suppressions/export',
      '/v1/conversions',
      '/v1/segments',
    ]),
  )
})

test.each(['/v1/events?since=2020-01-01T00:00:00.000Z&limit=200', '/v1/messages?test=true&limit=200', '/v1/inbound?test=false'])(
  'nor does %s show one',
  async (url) => {
    expect(tell.test(JSON.stringify((await owner('GET', url)).body))).toBe(true)
    const { status, body } = await viewer('GET', url)
    expect([status, tell.exec(JSON.stringify(body))?.[0]]).toEqual([200, undefined])
  },
)

test('ids, times and what is nobody’s number stay as they are', async () => {
  const [theirs, full] = [await viewer('GET', '/v1/messages?limit=1'), await owner('GET', '/v1/messages?limit=1')]
  const [masked] = theirs.body.messages as Record<string, unknown>[]
  const [plain] = full.body.messages as Record<string, unknown>[]
  expect(masked).toMatchObject({ id: plain?.id, created_at: plain?.created_at, from: '4930123456', phone: '+49 151 ••• ••10' })
  expect(masked?.text).toMatch(/^You are 0151 ••• ••10 or 4915 ••• ••10: https:\/\/s\.test\/\w{8}$/)
  expect(theirs.body.next_cursor).toBe(full.body.next_cursor)
})

test.each([
  '/v1/messages?phone=%2B4915112345610',
  '/v1/messages?phone=15112345',
  '/v1/contacts?phone=%2B49151',
  '/v1/contacts?field=mobile&value=015112345610',
  '/v1/contacts/export?phone=%2B49',
  '/v1/contacts/%2B4915112345610',
  '/v1/contacts/+4915112345610',
  '/v1/inbound?phone=4915112345610',
  '/v1/messages?label=0151%2012345610',
])('a viewer cannot find out a number by asking for it: GET %s', async (url) => {
  expect(await viewer('GET', url)).toMatchObject({ status: 403, body: { code: 'numbers_hidden' } })
})

test.each([
  { include: [{ kind: 'phones', phones: ['+4915112345610'] }] },
  { include: [{ kind: 'all' }], exclude: [{ kind: 'not', rule: { kind: 'phones', phones: ['0151'] } }] },
  { include: [{ kind: 'field', name: 'mobile', operator: 'is', value: '015112345610' }] },
  { include: [{ kind: 'field', name: 'mobile', operator: 'starts_with', value: '0151' }] },
  { include: [{ kind: 'field', name: 'mobile', operator: 'greater', value: 15112345000 }] },
])('a viewer cannot find out a number by counting: %j', async (audience) => {
  expect(await viewer('POST', '/v1/audiences/count', { audience })).toMatchObject({ status: 403, body: { code: 'numbers_hidden' } })
})

test('a viewer counts by what is no number', async () => {
  const { status, body } = await viewer('POST', '/v1/audiences/count?sample=5', {
    audience: { include: [{ kind: 'country', country: 'DE' }] },
  })
  expect(status).toBe(200)
  expect(JSON.stringify(body)).not.toMatch(tell)
})

test('the words of a refusal hold no number either', async () => {
  const { status, body } = await viewer('GET', '/v1/messages?since=%2B4915112345610x')
  expect(status).toBeGreaterThanOrEqual(400)
  expect(JSON.stringify(body)).not.toMatch(tell)
})

test('pages of phones and keys are not for viewers', async () => {
  for (const url of ['/phone', '/phone?number=%2B4915112345610', '/keys']) expect((await viewer('GET', url)).status).toBe(403)
})
