import { expect, test } from 'vitest'
import { redecideAll } from '../../src/domain/conversions/redecide.ts'
import { verifyConversions } from '../../src/domain/conversions/verify.ts'
import { erasePerson } from '../../src/domain/persons/erase.ts'
import { exportPerson } from '../../src/domain/persons/export.ts'
import { retentionSlices } from '../../src/jobs/retention/rules.ts'
import { simulatorData } from '../../src/carriers/simulator/simulator.ts'
import { parseConfig } from '../../src/platform/config.ts'
import { api } from '../helpers/api.ts'
import { aShop, firstOf } from '../helpers/conversions.ts'
import { testDatabase } from '../helpers/database.ts'

const db = await testDatabase()
const given = await api(db)
const PHONE = '+4915112345678'

async function aSale() {
  const shop = await aShop(db, given)
  const message = await shop.sendTo(PHONE, { reference: 'cart-1' })
  const click_id = await shop.tap(message)
  const by = { click: firstOf(await shop.report({ click_id, order_id: 'order-4711', value: 5, currency: 'EUR' })).id }
  await shop.report({ phone: PHONE, order_id: 'order-4712' })
  await shop.report({ reference: 'cart-1', order_id: 'order-4713' })
  return { shop, message, click_id, by }
}

test('an export tells what somebody did, by click, number and reference', async () => {
  const { shop } = await aSale()
  const pieces: string[] = []
  for await (const piece of exportPerson(given.parts, { accountId: shop.accountId, phone: PHONE, now: new Date() })) pieces.push(piece)
  const { conversions } = JSON.parse(pieces.join(''))
  expect(conversions).toMatchObject([
    { order_id: 'order-4711', value_micros: '5000000' },
    { order_id: 'order-4712', phone: PHONE },
    { reference: 'cart-1' },
  ])
})

test('an erase takes number, reference, order and click ids from conversions and events; what was sold for how much stays', async () => {
  const { shop, message, click_id, by } = await aSale()
  const { accountId } = shop
  expect((await erasePerson(given.parts, { accountId, phone: PHONE, actor: 'operator' })).state).toBe('finished')
  for (const word of [PHONE, 'order-47', 'cart-1', click_id])
    for (const table of ['conversions', 'outbox'])
      expect([
        word,
        table,
        await db`select 1 from ${db(table)} as t where account_id = ${accountId} and position(${word} in t::text) > 0`,
      ]).toEqual([word, table, []])
  await redecideAll(db)
  expect(await shop.detail(by.click)).toMatchObject({
    ...{
      state: 'attributed',
      message_id: String(message.id),
      value: { amount: '5.00', currency: 'EUR' },
      order_id: null,
      click_ids: [],
      trace: [],
    },
  })
  // Hours before the oldest that came in are not recounted.
  await db`update conversions set received_at = received_at - interval '1 day'`
  expect(await verifyConversions(db)).toEqual([])
})

test('conversions go by the retention of messages, their corrections with them, sums by that of reports', async () => {
  const { shop, by } = await aSale()
  await shop.call('POST', `/v1/conversions/${String(by.click)}/corrections`, { kind: 'refund', amount: 1 })
  await db`update conversions set received_at = now() - interval '26 months'`
  await db`update conversion_rollups set hour = now() - interval '62 months' where outcome = 'unattributed'`
  const slices = retentionSlices({ db, simulator: simulatorData(db), retention: parseConfig({}).retention })
  for (const slice of [...(slices.conversions ?? []), ...(slices.conversion_rollups ?? [])]) await slice()
  expect(
    await db`select (select count(*)::int from conversions) as conversions, (select count(*)::int from conversion_corrections) as corrections`,
  ).toEqual([{ conversions: 0, corrections: 0 }])
  expect(await db`select distinct outcome from conversion_rollups`).toEqual([{ outcome: 'attributed' }])
})
