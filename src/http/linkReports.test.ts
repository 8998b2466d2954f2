import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { aHit } from '../../test/helpers/hits.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { storeHits } from '../domain/tracking/drain.ts'
import { inTransaction } from '../platform/db.ts'

const db = await testDatabase()
const { app } = await api(db)
const HOUR_MS = 3_600_000
const hourOf = (at: number) => `${new Date(at).toISOString().slice(0, 13)}:00:00Z`

/** An account with a single message that has two links. */
async function sent() {
  const { accountId, secretKey } = await newAccount(db)
  const call = caller(app, secretKey)
  const text = 'See https://shop.example.com/sale or https://shop.example.com/terms'
  const { body } = await call('POST', '/v1/messages', { to: '+4915112345678', from: 'Acme', text })
  const [message] = body.messages as { id: string }[]
  const messageId = message?.id ?? ''
  // Whoever asks for a link before its message has gone out is a program.
  await db`update messages set state = 'delivered', submitted_at = now() - interval '6 hours' where id = ${messageId}::text::bigint`
  const [{ id, renderingId } = { id: '', renderingId: 0n }] = await db<{ id: string; renderingId: bigint }[]>`
    select links.id::text as id, links.rendering_id as "renderingId" from links join messages using (rendering_id)
    where messages.id = ${messageId}::text::bigint and position = 0`
  const tap = (at: number, more: { link?: number; userAgent?: string } = {}) =>
    aHit({ accountId: Number(accountId), messageId: Number(messageId), renderingId: Number(renderingId), at, ...more })
  const store = (hits: ReturnType<typeof tap>[]) => inTransaction(db, (tx) => storeHits(tx, hits))
  return { accountId, call, messageId, tap, store, url: `/v1/links/${id}` }
}

test('a link is read with its figures, its text and the newest message that holds it', async () => {
  const { call, url, messageId, tap, store } = await sent()
  await store([tap(Date.now()), tap(Date.now()), tap(Date.now(), { link: 1 }), tap(Date.now(), { userAgent: 'curl/8.5.0' })])
  const { status, body } = await call('GET', url)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ destination: 'https://shop.example.com/sale', state: 'active', campaign_id: null, variant_name: null, last_message_id: messageId },
    ...{ total_clicks: 2, unique_clicks: 1, views: 0, bots: 1, conversions: 0 },
  })
  expect(body.text).toContain('https://shop.example.com/terms')
})

test('its report tells what happened hour by hour, oldest first, without what happened at other links of the text', async () => {
  const { call, url, tap, store } = await sent()
  const [before, now] = [Date.now() - 3 * HOUR_MS, Date.now()]
  await store([tap(before), tap(before), tap(now, { userAgent: 'curl/8.5.0' }), tap(now, { link: 1 })])
  const { body } = await call('GET', `${url}/report`)
  expect(body.hours).toMatchObject([
    { key: hourOf(before), total_clicks: 2, unique_clicks: 1, clickers: 1, bots: 0 },
    { key: hourOf(now), total_clicks: 0, unique_clicks: 0, bots: 1 },
  ])
  expect(body.history).toEqual([])
})

test('an order stands in the hour in which it happened, although nobody tapped then', async () => {
  const { accountId, call, url, tap, store } = await sent()
  const tapped = Date.now() - 5 * HOUR_MS
  await store([tap(tapped)])
  await call('POST', '/v1/conversions', { name: 'order', phone: '+4915112345678', value: '12.50', currency: 'EUR' })
  const hours = (await call('GET', `${url}/report`)).body.hours as { key: string; total_clicks: number; conversions: number }[]
  expect(hours.map(({ total_clicks: clicks, conversions }) => [clicks, conversions])).toEqual([
    [1, 0],
    [0, 1],
  ])
  expect(await db`select from conversion_rollups where account_id = ${accountId} and outcome = 'attributed'`).toHaveLength(1)
})

test('every change stands in its history once, newest first, and only people read whose address did it', async () => {
  const { accountId, call, url } = await sent()
  const owner = await signInAs(db, { accountId, role: 'owner' })
  const viewer = visitor(app, (await signInAs(db, { accountId, role: 'viewer' })).cookie)
  const own = visitor(app, owner.cookie)
  await own('PATCH', url, { destination: 'https://shop.example.com/summer' })
  await own('PATCH', url, { destination: 'https://shop.example.com/summer' })
  await call('PATCH', url, { expires_at: '2031-01-01T00:00:00Z' })
  await call('PATCH', url, { expires_at: null })
  await own('POST', `${url}/takedown`)
  await own('POST', `${url}/restore`)
  const nothing = { from: null, to: null, expires_at: null }
  const { history } = (await viewer('GET', `${url}/report`)).body
  expect(history).toMatchObject([
    { what: 'restored', by_name: owner.email, ...nothing },
    { what: 'taken_down', by_name: owner.email, ...nothing },
    { what: 'expiry', by: expect.stringMatching(/^key:\d+$/), by_name: expect.stringMatching(/\w/), ...nothing },
    { what: 'expiry', expires_at: '2031-01-01T00:00:00.000Z' },
    {
      ...{ what: 'destination', from: 'https://shop.example.com/sale', to: 'https://shop.example.com/summer', expires_at: null },
      ...{ by: `user:${owner.userId}`, by_name: owner.email },
    },
  ])
  const { history: forKeys } = (await call('GET', `${url}/report`)).body
  expect(forKeys).toMatchObject([{ by: `user:${owner.userId}`, by_name: null }, {}, { by_name: null }, {}, {}])
  await db`delete from sessions where user_id = ${owner.userId}`
  await db`delete from users where id = ${owner.userId}`
  expect(((await viewer('GET', `${url}/report`)).body.history as unknown[])[0]).toMatchObject({ by_name: null })
})

test('a viewer may look at a link and not change it, and another account finds none', async () => {
  const { accountId, url } = await sent()
  const viewer = visitor(app, (await signInAs(db, { accountId, role: 'viewer' })).cookie)
  expect((await viewer('GET', url)).status).toBe(200)
  expect((await viewer('PATCH', url, { destination: 'https://else.example' })).body.code).toBe('scope_missing')
  expect((await viewer('POST', `${url}/takedown`)).status).toBe(403)
  const stranger = caller(app, (await newAccount(db)).secretKey)
  for (const address of [url, `${url}/report`]) expect((await stranger('GET', address)).body.code).toBe('not_found')
})
