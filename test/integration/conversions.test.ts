import { expect, test } from 'vitest'
import { redecideAll, retryPending } from '../../src/domain/conversions/redecide.ts'
import { verifyConversions } from '../../src/domain/conversions/verify.ts'
import { api } from '../helpers/api.ts'
import { aShop, firstOf } from '../helpers/conversions.ts'
import { testDatabase } from '../helpers/database.ts'

const db = await testDatabase()
const given = await api(db)
const PHONE = '+4915112345678'
const DAY = 86_400_000

test('a conversion with a click id follows from that click, and tells why', async () => {
  const shop = await aShop(db, given)
  const message = await shop.sendTo(PHONE)
  const click_id = await shop.tap(message)
  const answer = await shop.report({ click_id, value: '49.90', currency: 'EUR', order_id: 'A-1' })
  expect(answer).toMatchObject({
    status: 200,
    body: { recorded: 1, conversions: [{ status: 'recorded', state: 'attributed', reason: 'click_id' }] },
  })
  expect(await shop.detail(firstOf(answer).id)).toMatchObject({
    ...{
      message_id: String(message.id),
      link: 0,
      value: { amount: '49.90', currency: 'EUR' },
      order_id: 'A-1',
      source: 'server',
      click_ids: [click_id],
    },
    ...{ model: 'last', window_days: 7, trace: [{ click_id, verdict: 'click', finding: 'chosen', message_id: String(message.id) }] },
  })
  expect((await shop.events()).map(({ type }) => type)).toEqual(['conversion.recorded', 'conversion.attributed'])
  expect((await shop.call('GET', `/v1/messages/${message.id}`)).body).toMatchObject({
    conversions: 1,
    timeline: [{}, {}, {}, { event: 'conversion', detail: 'order A-1, 49.90 EUR' }],
  })
})

test('what a conversion would follow from is told without a trace in the figures', async () => {
  const shop = await aShop(db, given)
  const message = await shop.sendTo(PHONE)
  const click_id = await shop.tap(message)
  const asked = await shop.call('POST', '/v1/conversions/explain', { name: 'order', click_id })
  expect(asked.body).toMatchObject({
    ...{ state: 'attributed', reason: 'click_id', message_id: String(message.id), link: 0, model: 'last', window_days: 7 },
    trace: [{ click_id, verdict: 'click', finding: 'chosen' }],
  })
  const unknown = await shop.call('POST', '/v1/conversions/explain', { name: 'order', click_id: '5QzZxK0fVd3mTq8LhN2aBc' })
  expect(unknown.body).toMatchObject({ state: 'unattributed', reason: 'click_id_invalid', message_id: null })
  const nothing = await shop.call('POST', '/v1/conversions/explain', { name: 'order' })
  expect(nothing).toMatchObject({ status: 422, body: { code: 'conversion_invalid', field: 'click_id' } })
  expect((await shop.call('GET', '/v1/conversions')).body.conversions).toEqual([])
  expect(await shop.events()).toEqual([])
})

test('one order counts once: a repetition is known, another value is refused, another name is another order', async () => {
  const shop = await aShop(db, given)
  const click_id = await shop.tap(await shop.sendTo(PHONE))
  const order = { click_id, value: 10, currency: 'EUR', order_id: 'A-2' }
  const first = firstOf(await shop.report(order))
  expect(firstOf(await shop.report(order))).toEqual({ ...first, status: 'known' })
  expect(await shop.report({ ...order, value: 11 })).toMatchObject({ status: 422, body: { code: 'order_mismatch', field: 'order_id' } })
  expect(firstOf(await shop.report({ ...order, name: 'upsell' }))).toMatchObject({ status: 'recorded' })
  const bulk = await shop.call('POST', '/v1/conversions', {
    conversions: [
      { name: 'order', ...order, order_id: 'B' },
      { name: 'order', ...order, order_id: 'B' },
      { name: 'order', ...order, order_id: 'B', value: 3 },
    ],
  })
  expect(bulk.body).toMatchObject({
    recorded: 1,
    known: 1,
    refused: 1,
    conversions: [{ status: 'recorded' }, { status: 'known' }, { code: 'order_mismatch' }],
  })
  expect(await db`select count(*)::int as n from conversions where account_id = ${shop.accountId}`).toEqual([{ n: 3 }])
})

test('by number or reference: the newest message with a click inside the window, and what follows from nothing is stored with its number', async () => {
  const shop = await aShop(db, given)
  const older = await shop.sendTo(PHONE, { reference: 'cart-1' })
  const newer = await shop.sendTo(PHONE)
  await shop.sendTo(PHONE)
  await shop.tap(older)
  await shop.tap(newer, { at: Date.now() - 2_000 })
  const byPhone = firstOf(await shop.report({ phone: PHONE }))
  expect(await shop.detail(byPhone.id)).toMatchObject({ reason: 'phone', message_id: String(newer.id), phone: PHONE })
  const byReference = firstOf(await shop.report({ reference: 'cart-1' }))
  expect(await shop.detail(byReference.id)).toMatchObject({ reason: 'reference', message_id: String(older.id) })
  const stranger = firstOf(await shop.report({ phone: '+4915112345699' }))
  expect(await shop.detail(stranger.id)).toMatchObject({ state: 'unattributed', reason: 'no_message', phone: '+4915112345699' })
})

test('what cannot be the cause is stored with its reason: a bot, another account, the past, the window, an invented id', async () => {
  const [shop, other] = [await aShop(db, given), await aShop(db, given)]
  const message = await shop.sendTo(PHONE)
  const now = Date.now()
  const cases: [string, Record<string, unknown>][] = [
    ['bot_hit', { click_id: await shop.tap(message, { userAgent: 'curl/8.5.0' }) }],
    ['preview_hit', { click_id: await shop.tap(message, { userAgent: 'WhatsApp/2.23', at: now - 3_000 }) }],
    ['out_of_window', { click_id: await shop.tap(message, { at: now - 8 * DAY }) }],
    ['before_click', { click_id: await shop.tap(message, { at: now - 4_000 }), at: new Date(now - DAY).toISOString() }],
    ['click_id_invalid', { click_id: await other.tap(await other.sendTo(PHONE)) }],
    ['click_id_invalid', { click_id: 'x' }],
    ['unknown_message', { click_id: shop.clickIds.encode({ codeSpaceId: 1, number: 999_999_999, at: now }) }],
    ['unknown_message', { click_id: await shop.tap(await shop.sendTo(PHONE, {}, shop.testKey), { test: true }) }],
  ]
  for (const [reason, conversion] of cases)
    expect([reason, firstOf(await shop.report(conversion))]).toMatchObject([reason, { state: 'unattributed', reason }])
  const viewed = await shop.sendTo('+4915112345601')
  await shop.tap(viewed, { userAgent: 'WhatsApp/2.23' })
  await db`update conversions set received_at = received_at - interval '11 minutes', next_try_at = now() where id = ${String(firstOf(await shop.report({ phone: '+4915112345601' })).id)}`
  await retryPending(db)
  const { body } = await shop.call('GET', '/v1/stats')
  expect(body).toMatchObject({ conversions: { attributed: 0, unattributed: 9, view_through: 1 } })
})

test('a click that is not drained yet is waited for, and found; one that never comes is given up after 10 minutes', async () => {
  const shop = await aShop(db, given)
  const message = await shop.sendTo(PHONE)
  const at = Date.now() - 500
  const click = { codeSpaceId: 1, number: Number(message.number), at }
  const waiting = firstOf(await shop.report({ click_id: shop.clickIds.encode(click) }))
  const lost = firstOf(await shop.report({ click_id: shop.clickIds.encode({ ...click, at: at - 7 }) }))
  expect([waiting, lost]).toMatchObject([{ state: 'pending', reason: 'waiting' }, { state: 'pending' }])
  await shop.tap(message, { at })
  await db`update conversions set next_try_at = now(), received_at = received_at - interval '9 minutes' where account_id = ${shop.accountId}`
  await retryPending(db)
  expect(await shop.detail(waiting.id)).toMatchObject({ state: 'attributed', message_id: String(message.id) })
  expect(await shop.detail(lost.id)).toMatchObject({ state: 'pending' })
  await db`update conversions set next_try_at = now(), received_at = received_at - interval '2 minutes' where state = 'pending'`
  await retryPending(db)
  expect(await shop.detail(lost.id)).toMatchObject({ state: 'unattributed', reason: 'hit_not_found' })
})

test('refunds lower the value, a cancellation takes the conversion out, and each correction is applied once', async () => {
  const shop = await aShop(db, given)
  const click_id = await shop.tap(await shop.sendTo(PHONE))
  const { id } = firstOf(await shop.report({ click_id, value: 50, currency: 'EUR' }))
  const correct = (body: Record<string, unknown>) => shop.call('POST', `/v1/conversions/${String(id)}/corrections`, body)
  const refund = { kind: 'refund', amount: '9.90', correction_id: 'R-1' }
  expect((await correct(refund)).body).toMatchObject({ value: { amount: '40.10' }, gross_value: { amount: '50.00' } })
  expect((await correct(refund)).body).toMatchObject({ value: { amount: '40.10' }, corrections: [{ kind: 'refund', amount: '9.90' }] })
  expect(await correct({ kind: 'refund', amount: 41 })).toMatchObject({
    status: 422,
    body: { code: 'correction_invalid', field: 'amount' },
  })
  expect((await shop.call('GET', '/v1/stats?by=hour')).body).toMatchObject({
    ...{
      messages: { converted: 1, conversion_rate: 1 },
      conversions: { attributed: 1, values: [{ currency: 'EUR', amount: '40.10', per_message_sent: '40.10' }] },
    },
    groups: [{ conversions: 1, values: [{ currency: 'EUR', amount: '40.10' }] }],
  })
  expect((await correct({ kind: 'cancel' })).body).toMatchObject({ state: 'voided', message_id: expect.any(String) })
  expect(await correct({ kind: 'cancel' })).toMatchObject({ status: 422, body: { code: 'correction_invalid' } })
  expect((await shop.call('GET', '/v1/stats')).body).toMatchObject({
    messages: { converted: 0 },
    conversions: { attributed: 0, values: [] },
  })
  expect((await shop.events()).map(({ type }) => type).slice(2)).toEqual(['conversion.corrected', 'conversion.voided'])
})

test('reclassify decides again: a click that is a bot now takes its conversion along, another window brings it back', async () => {
  const shop = await aShop(db, given)
  const message = await shop.sendTo(PHONE)
  const gone = firstOf(await shop.report({ click_id: await shop.tap(message) }))
  const late = firstOf(await shop.report({ click_id: await shop.tap(message, { at: Date.now() - 9 * DAY }) }))
  const kept = firstOf(await shop.report({ click_id: await shop.tap(message, { at: Date.now() - 2 * DAY }) }))
  expect([gone.state, late.state, kept.state]).toEqual(['attributed', 'unattributed', 'attributed'])
  await db`update hits set verdict = 'bot' where message_id = ${message.id} and at > now() - interval '1 day'`
  await db`delete from hits where message_id = ${message.id} and at between now() - interval '3 days' and now() - interval '1 day'`
  await shop.call('PATCH', '/v1/conversions/settings', { window_days: 30 })
  expect((await redecideAll(db)).changed).toBe(2)
  const states = await Promise.all([gone, late, kept].map(async ({ id }) => (await shop.detail(id)).reason))
  expect(states).toEqual(['bot_hit', 'click_id', 'click_id'])
  expect((await redecideAll(db)).changed).toBe(0)
})

test('windows of names and the first click instead of the last', async () => {
  const shop = await aShop(db, given)
  const [one, two] = [await shop.sendTo(PHONE), await shop.sendTo(PHONE)]
  const click_id = [await shop.tap(one, { at: Date.now() - 3 * DAY }), await shop.tap(two)]
  await shop.call('PATCH', '/v1/conversions/settings', { model: 'first', windows: { sign_up: 1 } })
  expect(await shop.detail(firstOf(await shop.report({ click_id })).id)).toMatchObject({ message_id: String(one.id), model: 'first' })
  expect(await shop.detail(firstOf(await shop.report({ name: 'sign_up', click_id })).id)).toMatchObject({
    message_id: String(two.id),
    window_days: 1,
  })
})

test('after all of this the sums are those of the conversions, and a sum that is not is named', async () => {
  // Sums of the hour in which the oldest came in are left to those who know what went before.
  await db`update conversions set received_at = received_at - interval '401 days'`
  expect(await verifyConversions(db)).toEqual([])
  await db`update conversion_rollups set conversions = conversions + 1 where name = 'upsell'`
  expect(await verifyConversions(db)).toMatchObject([{ table: 'conversion_rollups', column: 'conversions', expected: '1', found: '2' }])
})
