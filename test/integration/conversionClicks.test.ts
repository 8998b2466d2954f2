import { expect, test } from 'vitest'
import { redecideAll } from '../../src/domain/conversions/redecide.ts'
import { verifyConversions } from '../../src/domain/conversions/verify.ts'
import { networkOf } from '../../src/domain/tracking/network.ts'
import { api } from '../helpers/api.ts'
import { aShop, firstOf } from '../helpers/conversions.ts'
import { testDatabase } from '../helpers/database.ts'

const db = await testDatabase()
const given = await api(db)
const PHONE = '+4915112345678'
const desk = {
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  network: networkOf('8.8.8.8'),
}
type Group = Record<string, unknown>
const groupsOf = ({ groups }: Record<string, unknown>, ...keys: string[]) =>
  (groups as Group[]).map((group) => keys.map((key) => group[key]))

test('a conversion stands at the device and in the country of the click that it follows from', async () => {
  const shop = await aShop(db, given)
  const message = await shop.sendTo(PHONE)
  await shop.tap(message, { at: Date.now() - 60_000 })
  const atDesk = await shop.tap(message, desk)
  const byId = firstOf(await shop.report({ click_id: atDesk, value: 20, currency: 'EUR' }))
  const byNumber = firstOf(await shop.report({ name: 'sign_up', phone: PHONE }))
  const nowhere = firstOf(await shop.report({ phone: '+4915100000000' }))
  expect(await shop.detail(byId.id)).toMatchObject({ device: 'desktop', network_country: 'US', repeat_of: null })
  expect(await shop.detail(byNumber.id)).toMatchObject({ device: 'desktop', network_country: 'US' })
  expect(await shop.detail(nowhere.id)).toMatchObject({ state: 'unattributed', device: null, network_country: null })
  const { body: devices } = await shop.call('GET', '/v1/stats?by=device')
  expect(groupsOf(devices, 'key', 'total_clicks', 'conversions')).toEqual(
    expect.arrayContaining([
      ['phone', 1, 0],
      ['desktop', 1, 2],
    ]),
  )
  const { body: countries } = await shop.call('GET', '/v1/stats?by=country')
  expect(groupsOf(countries, 'key', 'conversions', 'values')).toEqual(
    expect.arrayContaining([
      ['US', 2, [{ currency: 'EUR', amount: '20.00' }]],
      ['unknown', 0, []],
    ]),
  )
})

test('a click of a number in another country than the last one keeps its own, also where that is unknown', async () => {
  const shop = await aShop(db, given)
  const message = await shop.sendTo(PHONE)
  await shop.tap(message, { ...desk, userAgent: 'GoogleMessages', at: Date.now() - 30_000 })
  await shop.tap(message)
  expect(await shop.detail(firstOf(await shop.report({ phone: PHONE })).id)).toMatchObject({ device: 'phone', network_country: null })
})

test('what was decided before devices were kept gets its own when all is decided again, and the sums follow', async () => {
  const shop = await aShop(db, given)
  const { id } = firstOf(await shop.report({ click_id: await shop.tap(await shop.sendTo(PHONE), desk) }))
  const ours = db`account_id = ${shop.accountId}`
  await db`update conversions set device = null, country = null where ${ours}`
  await db`update conversion_rollups set device = '', country = '' where ${ours}`
  expect((await shop.call('GET', '/v1/stats?by=device')).body).toMatchObject({
    groups: expect.arrayContaining([expect.objectContaining({ key: 'unknown', conversions: 1 })]),
  })
  expect((await redecideAll(db)).changed).toBe(1)
  expect(await shop.detail(id)).toMatchObject({ device: 'desktop', network_country: 'US' })
  expect(await db`select device, country, conversions::int from conversion_rollups where ${ours} and conversions <> 0`).toEqual([
    { device: 'desktop', country: 'US', conversions: 1 },
  ])
})

test('the sums by device and country are those of the conversions, and one that is not is named', async () => {
  await db`update conversions set received_at = received_at - interval '401 days'`
  expect(await verifyConversions(db)).toEqual([])
  await db`update conversion_rollups set conversions = conversions + 1 where device = 'desktop' and name = 'sign_up'`
  const [difference] = await verifyConversions(db)
  expect(difference).toMatchObject({ table: 'conversion_rollups', column: 'conversions', expected: '1', found: '2' })
  expect(difference?.key).toContain('desktop, US')
})
