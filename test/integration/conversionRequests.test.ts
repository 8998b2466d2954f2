import { expect, test } from 'vitest'
import { api, caller } from '../helpers/api.ts'
import { aShop, firstOf } from '../helpers/conversions.ts'
import { testDatabase } from '../helpers/database.ts'
import { newAccount } from '../helpers/messaging.ts'

const db = await testDatabase()
const given = await api(db)
const PHONE = '+4915112345678'
const DAY = 86_400_000

test('bad input is refused with the field that is wrong, and nothing is stored', async () => {
  const shop = await aShop(db, given)
  const cases: [number, string, Record<string, unknown>][] = [
    [422, 'click_id', {}],
    [422, 'value', { phone: PHONE, value: '1,5', currency: 'EUR' }],
    [422, 'value', { phone: PHONE, value: -1, currency: 'EUR' }],
    [422, 'currency', { phone: PHONE, value: 1 }],
    [422, 'phone', { phone: '12' }],
    [422, 'at', { phone: PHONE, at: new Date(Date.now() + DAY).toISOString() }],
    [422, 'at', { phone: PHONE, at: '2019-01-01T00:00:00Z' }],
    [400, 'name', { phone: PHONE, name: 'a b' }],
    [400, 'order_id', { phone: PHONE, order_id: '' }],
    [400, 'currency', { phone: PHONE, value: 1, currency: 'eur' }],
  ]
  for (const [status, field, conversion] of cases)
    expect([conversion, await shop.report(conversion)]).toMatchObject([conversion, { status, body: { field } }])
  const mixed = await shop.call('POST', '/v1/conversions', { conversions: [{ name: 'order' }, { name: 'order', phone: PHONE }] })
  expect(mixed).toMatchObject({
    status: 200,
    body: { recorded: 1, refused: 1, conversions: [{ code: 'conversion_invalid' }, { status: 'recorded' }] },
  })
  expect((await shop.call('POST', '/v1/conversions', { conversions: [] })).status).toBe(400)
})

test('another account neither sees nor corrects a conversion, and lists are paged', async () => {
  const shop = await aShop(db, given)
  for (const order_id of ['1', '2', '3']) await shop.report({ phone: PHONE, order_id })
  const { id } = firstOf(await shop.report({ phone: PHONE, order_id: '3' }))
  const stranger = caller(given.app, (await newAccount(db)).secretKey)
  expect((await stranger('GET', `/v1/conversions/${String(id)}`)).status).toBe(404)
  expect((await stranger('POST', `/v1/conversions/${String(id)}/corrections`, { kind: 'cancel' })).status).toBe(404)
  expect((await stranger('GET', '/v1/conversions')).body).toEqual({ conversions: [], next_cursor: null })
  const page = (await shop.call('GET', '/v1/conversions?limit=2')).body
  const rest = (await shop.call('GET', `/v1/conversions?limit=2&cursor=${String(page.next_cursor)}`)).body
  expect([page, rest]).toMatchObject([
    { conversions: [{ order_id: '3' }, { order_id: '2' }] },
    { conversions: [{ order_id: '1' }], next_cursor: null },
  ])
  expect((await shop.call('GET', '/v1/conversions?order_id=2')).body).toMatchObject({ conversions: [{ order_id: '2' }] })
})

test('a thousand at once, each with its own answer', async () => {
  const shop = await aShop(db, given)
  const click_id = await shop.tap(await shop.sendTo(PHONE))
  const conversions = Array.from({ length: 1_000 }, (_, at) => ({
    name: 'order',
    click_id,
    value: 1,
    currency: 'EUR',
    order_id: `o${at % 900}`,
  }))
  const { status, body } = await shop.call('POST', '/v1/conversions', { conversions })
  expect([status, body.recorded, body.known]).toEqual([200, 900, 100])
  expect((await shop.call('GET', '/v1/stats?by=link')).body).toMatchObject({
    conversions: { attributed: 900, values: [{ amount: '900.00' }] },
    groups: [{ conversions: 900 }],
  })
})

test('a thousand orders by telephone of somebody who gets many messages', async () => {
  const shop = await aShop(db, given)
  for (let count = 0; count < 50; count++) await shop.tap(await shop.sendTo(PHONE))
  const conversions = Array.from({ length: 1_000 }, (_, at) => ({ name: 'order', phone: PHONE, order_id: `o${at}` }))
  expect((await shop.call('POST', '/v1/conversions', { conversions })).body).toMatchObject({ recorded: 1_000 })
  expect((await shop.call('GET', '/v1/stats')).body).toMatchObject({ conversions: { attributed: 1_000 } })
})

test('the same orders from several sides at once count once each, and the sums stay right', async () => {
  const shop = await aShop(db, given)
  const click_id = await shop.tap(await shop.sendTo(PHONE))
  const orders = Array.from({ length: 150 }, (_, at) => ({ name: 'order', click_id, value: at, currency: 'EUR', order_id: `race-${at}` }))
  const first = (await shop.call('POST', '/v1/conversions', { conversions: orders.slice(0, 20) })).body.conversions as { id: string }[]
  const answers = await Promise.all([
    ...[orders, orders.toReversed(), orders.slice(75), orders.slice(0, 100).toReversed()].map((conversions) =>
      shop.call('POST', '/v1/conversions', { conversions }),
    ),
    ...first.map(({ id }) => shop.call('POST', `/v1/conversions/${id}/corrections`, { kind: 'cancel' })),
  ])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  const [sums] = await db<{ orders: number; conversions: number }[]>`
    select (select count(*)::int from conversions where account_id = ${shop.accountId}) as orders,
      (select sum(conversions)::int from conversion_rollups where account_id = ${shop.accountId}) as conversions`
  expect(sums).toEqual({ orders: 150, conversions: 130 })
})
