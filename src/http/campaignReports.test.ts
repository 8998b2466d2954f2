import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { campaignWorld } from '../../test/helpers/campaigns.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { aHit } from '../../test/helpers/hits.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { storeHits } from '../domain/tracking/drain.ts'
import { inTransaction } from '../platform/db.ts'

const db = await testDatabase()
const { app, parts } = await api(db)
const { world, sendAll } = campaignWorld(db, parts)
const text = 'Hi {name|you}: https://shop.example.com/sale and https://shop.example.com/terms'

type Message = { id: bigint; renderingId: bigint; phone: string }
const messagesOf = (id: bigint) => db<Message[]>`
  select id, rendering_id as "renderingId", phone from messages where campaign_id = ${id} order by id`

/** A campaign to some contacts that is out, with what is needed to tap on it. */
async function sent(contacts: number) {
  const own = await world(contacts)
  const id = await own.begin({ text })
  await sendAll(id)
  const messages = await messagesOf(id)
  const accountId = Number(own.accountId)
  const tap = (at: number, hit: { link?: number; userAgent?: string } = {}) => {
    const { id: messageId, renderingId } = messages[at] ?? { id: 0n, renderingId: 0n }
    return aHit({ accountId, messageId: Number(messageId), renderingId: Number(renderingId), at: Date.now(), ...hit })
  }
  const store = (hits: ReturnType<typeof tap>[]) => inTransaction(db, (tx) => storeHits(tx, hits))
  const call = caller(app, own.secretKey)
  /** An order of somebody who tapped before. */
  const convert = (at: number, more: Record<string, unknown> = {}) =>
    call('POST', '/v1/conversions', { name: 'order', phone: messages[at]?.phone, value: 5, currency: 'EUR', ...more })
  return { ...own, id, messages, tap, store, convert, call, url: `/v1/campaigns/${id}` }
}
const phonesOf = ({ body }: { body: Record<string, unknown> }) =>
  Array.isArray(body.recipients) ? body.recipients.map((row: { phone: string }) => row.phone).toSorted() : []

test('a report is narrowed down to a link, a device and a country', async () => {
  const { call, url, tap, store, convert } = await sent(4)
  const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36'
  await store([tap(0), tap(0, { link: 1 }), tap(1, { link: 1 }), tap(2, { userAgent: desktop })])
  await convert(1)
  await convert(2, { value: 20, currency: 'USD' })
  const { body: whole } = await call('GET', `${url}/report`)
  expect(whole).toMatchObject({
    reached: 4,
    clickers: 3,
    total_clicks: 4,
    unique_clicks: 4,
    conversions: 2,
    converted: 2,
    conversion_rate: 2 / 3,
    values: [
      { currency: 'EUR', amount: '5.00', per_message_sent: '1.25' },
      { currency: 'USD', amount: '20.00', per_message_sent: '5.00' },
    ],
    seconds_to_conversion: expect.any(Number),
    opt_outs: 0,
    links: [
      { conversions: 1, values: [{ currency: 'USD', amount: '20.00' }] },
      { conversions: 1, values: [{ currency: 'EUR', amount: '5.00' }] },
    ],
    hours: [{ conversions: 2 }],
    devices: [
      { key: 'phone', conversions: 1, values: [{ currency: 'EUR' }] },
      { key: 'desktop', conversions: 1, values: [{ currency: 'USD' }] },
    ],
    countries: [{ key: 'unknown', conversions: 2, values: [{ currency: 'EUR' }, { currency: 'USD' }] }],
    variants: [{ conversions: 2, converted: 2 }],
  })
  const links = whole.links
  const second = Array.isArray(links) ? String(links[1]?.key) : ''
  // Two people tapped the second link, although one of them had tapped the first one before.
  const { body: byLink } = await call('GET', `${url}/report?link_id=${second}`)
  expect(byLink).toMatchObject({ reached: 4, clickers: 2, total_clicks: 2, converted: 1, links: [{ key: second, unique_clicks: 2 }] })
  const { body: byDevice } = await call('GET', `${url}/report?device=desktop`)
  expect(byDevice).toMatchObject({
    ...{
      clickers: 1,
      conversions: 1,
      converted: 1,
      values: [{ currency: 'USD', amount: '20.00' }],
      devices: [{ key: 'desktop', conversions: 1 }],
    },
    // Who clicked first by phone and bought at a desk would make it more than one.
    conversion_rate: null,
  })
  expect((await call('GET', `${url}/report?country=unknown`)).body).toMatchObject({ total_clicks: 4, conversions: 2, converted: 2 })
  expect((await call('GET', `${url}/report?country=DE`)).body).toMatchObject({
    ...{ total_clicks: 0, sent: 4, click_rate: 0, conversions: 0, converted: 0, values: [] },
  })
})

test('a report that is narrowed down to what the campaign has not is refused', async () => {
  const [one, other] = [await sent(1), await sent(1)]
  const links = (await other.call('GET', `${other.url}/report`)).body.links
  const foreign = Array.isArray(links) ? String(links[0]?.key) : ''
  expect((await one.call('GET', `${one.url}/report?link_id=${foreign}`)).body.code).toBe('link_unknown')
  expect((await one.call('GET', `${one.url}/report?variant_id=999999`)).body).toMatchObject({ code: 'not_found', field: 'variant_id' })
  expect((await one.call('GET', `${one.url}/report?country=Germany`)).status).toBe(400)
})

test('hours of a report hold clicks and conversions, also an hour with conversions alone', async () => {
  const { call, url, accountId, messages, tap, store } = await sent(2)
  await store([tap(0)])
  await db`
    insert into conversion_rollups (account_id, hour, rendering_id, link, name, currency, outcome, test, conversions, value_micros, delay_seconds)
    values (${accountId}, date_trunc('hour', now()) + interval '3 h', ${messages[0]?.renderingId ?? 0n}, 0, 'order', 'EUR', 'attributed', false, 2, 1, 1)`
  expect((await call('GET', `${url}/report`)).body.hours).toMatchObject([
    { total_clicks: 1, conversions: 0 },
    { total_clicks: 0, conversions: 2 },
  ])
})

test('recipients are told apart by what they did, page by page', async () => {
  const { call, url, messages, tap, store, convert } = await sent(5)
  const phone = (at: number) => messages[at]?.phone ?? ''
  await store([tap(0), tap(1, { link: 1 }), tap(2, { userAgent: 'Applebot/0.1' })])
  await convert(0)
  await db`update messages set state = 'undelivered' where id = ${messages[4]?.id ?? 0n}`
  const ask = async (query: string) => phonesOf(await call('GET', `${url}/recipients?${query}`))
  expect(await ask('did=clicked')).toEqual([phone(0), phone(1)])
  expect(await ask('did=not_clicked')).toEqual([phone(2), phone(3)])
  expect(await ask('did=converted')).toEqual([phone(0)])
  expect(await ask('did=failed')).toEqual([phone(4)])
  expect(await ask('state=undelivered')).toEqual([phone(4)])
  expect(await ask('did=viewed')).toEqual([])
  const links = (await call('GET', `${url}/report`)).body.links
  const second = Array.isArray(links) ? String(links[1]?.key) : ''
  expect(await ask(`link_id=${second}`)).toEqual([phone(1)])
  // Whoever tapped the first link did not tap the second one.
  expect(await ask(`link_id=${second}&did=not_clicked`)).toEqual([phone(0), phone(2), phone(3)])
  expect(await ask('device=phone')).toEqual([phone(0), phone(1)])
  expect(await ask('device=desktop')).toEqual([])
  const first = await call('GET', `${url}/recipients?limit=3`)
  const rest = await call('GET', `${url}/recipients?limit=3&cursor=${String(first.body.next_cursor)}`)
  expect(rest.body.next_cursor).toBeNull()
  expect([...phonesOf(first), ...phonesOf(rest)].toSorted()).toEqual(messages.map((message) => message.phone).toSorted())
})

test('the file of recipients holds what the list shows, and starts no formula', async () => {
  const { call, url, secretKey, messages, tap, store } = await sent(2)
  await store([tap(0)])
  await db`update messages set failure = '=cmd()' where id = ${messages[0]?.id ?? 0n}`
  const file = await app.inject({ url: `${url}/recipients/export?did=clicked`, headers: { authorization: `Bearer ${secretKey}` } })
  expect(file.headers['content-type']).toContain('text/csv')
  const lines = file.body.trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(new RegExp(`^\\${messages[0]?.phone},accepted,.*,0,1,.*,0,0,'=cmd\\(\\),${messages[0]?.id}$`))
  expect((await call('GET', `${url}/recipients/export?cursor=x`)).status).toBe(400)
})

test('recipients who did not click become a group, and doing it again adds nobody', async () => {
  const { call, url, accountId, messages, tap, store } = await sent(4)
  await store([tap(0)])
  await db`delete from contacts where account_id = ${accountId} and phone = ${messages[3]?.phone ?? ''}`
  const { body: made } = await call('POST', `${url}/group`, { name: 'Silent', recipients: { did: 'not_clicked' } })
  expect(made).toMatchObject({ group: { name: 'Silent' }, matched: 3, added: 2, without_contact: 1, next_cursor: null })
  const groupId = (made.group as { id: string }).id
  expect((await call('GET', `/v1/groups/${groupId}`)).body).toMatchObject({ members: 2 })
  const again = await call('POST', `${url}/group`, { group_id: groupId, recipients: { did: 'not_clicked' } })
  expect(again.body).toMatchObject({ matched: 3, added: 0 })
  expect((await call('POST', `${url}/group`, { name: 'Silent' })).body).toMatchObject({ code: 'group_name_taken', field: 'name' })
  expect((await call('POST', `${url}/group`, {})).body).toMatchObject({ code: 'body_invalid', field: 'name' })
})

test('a campaign is compared with those before it, in the same time after the start', async () => {
  const own = await world(4)
  const call = caller(app, own.secretKey)
  const ids: bigint[] = []
  for (const name of ['First', 'Second']) {
    const id = await own.begin({ text, name })
    await sendAll(id)
    await db`update campaigns set state = 'done' where id = ${id}`
    ids.push(id)
  }
  const [first = 0n, second = 0n] = ids
  await db`update campaigns set started_at = now() - interval '30 days' where id = ${first}`
  const earlier = await messagesOf(first)
  const tapAt = (at: number, message: Message | undefined) =>
    aHit({ accountId: Number(own.accountId), messageId: Number(message?.id), renderingId: Number(message?.renderingId), at })
  // Of the first campaign one tap came at once and one ten days later, which the second cannot have yet.
  const days = 86_400_000
  await inTransaction(db, (tx) =>
    storeHits(tx, [tapAt(Date.now() - 30 * days + 1_000, earlier[0]), tapAt(Date.now() - 20 * days, earlier[1])]),
  )
  const latest = await messagesOf(second)
  await inTransaction(db, (tx) => storeHits(tx, [tapAt(Date.now(), latest[0]), tapAt(Date.now(), latest[1])]))
  expect((await call('GET', `/v1/campaigns/${second}/comparison`)).body).toMatchObject({
    against: [{ id: String(first), name: 'First' }],
    hours: expect.any(Number),
    click_rate: { own: 0.5, earlier: 0.25, change: 1 },
    conversion_rate: { own: 0, earlier: 0, change: null },
  })
  // What happens in the hour that has begun counts, too, however late in an hour the campaign started.
  await db`update campaigns set started_at = date_trunc('hour', now()) - interval '1 minute' where id = ${second}`
  expect((await call('GET', `/v1/campaigns/${second}/comparison`)).body).toMatchObject({ click_rate: { own: 0.5 } })
  expect((await call('GET', `/v1/campaigns/${first}/comparison`)).body).toMatchObject({
    against: [],
    click_rate: { earlier: null, change: null },
  })
})

test('campaigns are found by a part of their name and listed with their figures', async () => {
  const { call, id, tap, store } = await sent(2)
  await call('PATCH', `/v1/campaigns/${id}`, { name: 'Größe 100%' })
  await store([tap(0)])
  for (const search of ['größe', '100%'])
    expect((await call('GET', `/v1/campaigns?search=${encodeURIComponent(search)}`)).body.campaigns).toMatchObject([
      { id: String(id), figures: { planned: 2, sent: 2, waiting: 0, reached: 2, clickers: 1, click_rate: 0.5, conversions: 0 } },
    ])
  for (const search of ['_r', '%%'])
    expect((await call('GET', `/v1/campaigns?search=${encodeURIComponent(search)}`)).body.campaigns).toEqual([])
})

test('nothing of a campaign is told to another account', async () => {
  const { url } = await sent(1)
  const stranger = caller(app, (await newAccount(db)).secretKey)
  for (const path of ['/report', '/comparison', '/recipients', '/recipients/export'])
    expect((await stranger('GET', `${url}${path}`)).status).toBe(404)
  expect((await stranger('POST', `${url}/group`, { name: 'Mine' })).status).toBe(404)
})
