import { expect, test } from 'vitest'
import { encodeBrowserRecord, storeBrowserConversions, type BrowserRecord } from '../../src/domain/conversions/browserRecord.ts'
import { redecideAll } from '../../src/domain/conversions/redecide.ts'
import { verifyConversions } from '../../src/domain/conversions/verify.ts'
import { inTransaction } from '../../src/platform/db.ts'
import { api } from '../helpers/api.ts'
import { aShop, firstOf } from '../helpers/conversions.ts'
import { testDatabase } from '../helpers/database.ts'

const db = await testDatabase()
const given = await api(db)
const PHONE = '+4915112345678'
const ORIGIN = 'https://shop.example'
const MINUTE = 60_000

/** A shop whose page reports a sign-up of somebody who tapped. */
async function withPage(settings: Record<string, unknown> = {}) {
  const shop = await aShop(db, given)
  await shop.call('PATCH', '/v1/conversions/settings', { origins: [ORIGIN], ...settings })
  const clickId = await shop.tap(await shop.sendTo(PHONE))
  const place = shop.clickIds.decode(clickId)
  if (place === undefined) throw new Error('not a click id of this shop')
  const sent = (more: Partial<BrowserRecord> = {}) =>
    encodeBrowserRecord({
      ...{ accountId: Number(shop.accountId), at: Date.now(), name: 'sign_up', orderId: null, valueMicros: null, currency: null },
      ...{ origin: ORIGIN, clicks: [{ id: clickId, place }], ...more },
    })
  const store = (...records: ReturnType<typeof sent>[]) => inTransaction(db, (tx) => storeBrowserConversions(tx, records))
  const list = async () =>
    db<{ id: bigint; state: string; reason: string; repeatOf: bigint | null }[]>`
      select id, state, reason, repeat_of as "repeatOf" from conversions where account_id = ${shop.accountId} order by id`
  const counted = async () => (await shop.call('GET', '/v1/stats')).body.conversions
  return { ...shop, clickId, sent, store, list, counted }
}

test('a double tap and a reload count once, and each says what it repeats', async () => {
  const { sent, store, list, counted, detail, call, events } = await withPage()
  await store(sent(), sent())
  await store(sent({ at: Date.now() + 20 * MINUTE }))
  const [first, ...repeats] = await list()
  expect(first).toMatchObject({ state: 'attributed', reason: 'click_id', repeatOf: null })
  expect(repeats).toEqual([1, 2].map(() => expect.objectContaining({ state: 'voided', reason: 'repeated', repeatOf: first?.id })))
  expect(await counted()).toMatchObject({ attributed: 1, unattributed: 0 })
  expect(await detail(repeats[0]?.id)).toMatchObject({
    state: 'voided',
    repeat_of: String(first?.id),
    detail: expect.stringMatching('reload'),
  })
  expect((await events()).map(({ type }) => type)).toEqual(['conversion.recorded', 'conversion.attributed'])
  const correction = await call('POST', `/v1/conversions/${String(repeats[0]?.id)}/corrections`, { kind: 'cancel' })
  expect(correction).toMatchObject({
    status: 422,
    body: { code: 'correction_invalid', detail: expect.stringMatching(`repeats conversion ${first?.id}`) },
  })
})

test('another value, another name, another order, and the same after the time each count', async () => {
  const { sent, store, list } = await withPage()
  await store(sent(), sent({ name: 'lead' }), sent({ valueMicros: '5', currency: 'EUR' }), sent({ valueMicros: '5', currency: 'USD' }))
  await store(sent({ at: Date.now() + 31 * MINUTE }), sent({ orderId: 'A' }), sent({ orderId: 'B' }))
  expect((await list()).map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'attributed'))
})

test('an account may let each report count, or choose another time', async () => {
  const each = await withPage({ repeat_minutes: 0 })
  await each.store(each.sent(), each.sent())
  expect(await each.counted()).toMatchObject({ attributed: 2 })
  const day = await withPage({ repeat_minutes: 1_440 })
  await day.store(day.sent())
  await day.store(day.sent({ at: Date.now() + 1_439 * MINUTE }))
  expect(await day.counted()).toMatchObject({ attributed: 1 })
})

test('what comes in on several nodes at once counts once', async () => {
  const { sent, store, list, counted } = await withPage()
  await Promise.all(Array.from({ length: 6 }, () => store(sent())))
  expect((await list()).filter(({ repeatOf }) => repeatOf === null)).toHaveLength(1)
  expect(await counted()).toMatchObject({ attributed: 1 })
})

test('a repetition stays one when all is decided again, and the sums stay right', async () => {
  const { sent, store, list } = await withPage()
  await store(sent(), sent())
  const before = await list()
  await redecideAll(db)
  expect(await list()).toEqual(before)
  await db`update conversions set received_at = received_at - interval '401 days'`
  expect(await verifyConversions(db)).toEqual([])
})

test("a server's reports each count, but for a request that is repeated with its Idempotency-Key", async () => {
  const { call, clickId, counted } = await withPage()
  const body = { name: 'sign_up', click_id: clickId }
  await call('POST', '/v1/conversions', body)
  await call('POST', '/v1/conversions', body)
  expect(await counted()).toMatchObject({ attributed: 2 })
  const once = (body: unknown) => call('POST', '/v1/conversions', body, { 'idempotency-key': 'sign-up-17' })
  const [first, again] = [await once(body), await once(body)]
  expect(again.body).toEqual(first.body)
  expect(firstOf(first)).toMatchObject({ status: 'recorded' })
  expect(await counted()).toMatchObject({ attributed: 3 })
  expect(await once({ ...body, name: 'order' })).toMatchObject({ status: 422, body: { code: 'idempotency_mismatch' } })
  expect(await call('POST', '/v1/conversions', { name: 'order' }, { 'idempotency-key': 'two' })).toMatchObject({ status: 422 })
})
