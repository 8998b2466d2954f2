import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { aHit } from '../../test/helpers/hits.ts'
import { newAccount, silentLog } from '../../test/helpers/messaging.ts'
import { expandSlices } from '../domain/campaigns/expand.ts'
import { watchCampaigns } from '../domain/campaigns/watch.ts'
import { sendDue } from '../domain/messages/send.ts'
import { storeHits } from '../domain/tracking/drain.ts'
import { inTransaction } from '../platform/db.ts'

const db = await testDatabase()
const { app, call, parts, accountId } = await api(db)
const phones = ['+4915110000001', '+4915110000002', '+4915110000003']
await call('POST', '/v1/contacts/batch', { contacts: phones.map((phone, at) => ({ phone, fields: { name: `N${at}` } })) })
const draft = {
  name: 'Spring',
  from: 'Acme',
  text: 'Hi {name}: https://shop.example.com/sale',
  audience: { include: [{ kind: 'all' }] },
}

async function made(body: Record<string, unknown> = {}): Promise<string> {
  const { status, body: campaign } = await call('POST', '/v1/campaigns', { ...draft, ...body })
  expect(status).toBe(201)
  return String(campaign.id)
}
async function sent(id: string): Promise<void> {
  const expandParts = { db, log: silentLog, phoneHash: parts.phoneHash, allowPrivateDestinations: false }
  while (await expandSlices(expandParts, { accountId, id: BigInt(id) }, { slices: 5 }));
  const submit = async (message: { id: bigint }) => ({ kind: 'accepted' as const, carrierMessageId: `h${message.id}` })
  const slice = { db, renderings: parts.renderings, carrierId: 1n, lane: BigInt(id), limit: 200, log: silentLog }
  while ((await sendDue({ ...slice, carrier: { submit } })) > 0);
  await watchCampaigns(db)
}

test('a campaign is made, tested, started, sent and reported over the API', async () => {
  const id = await made()
  const trial = await call('POST', `/v1/campaigns/${id}/test`, { to: [phones[0], '12'] })
  expect(trial.body.messages).toMatchObject([
    { to: phones[0], detail: null },
    { message_id: null, detail: expect.stringContaining('12') },
  ])
  expect(
    await db`select test, (select template_versions.text from renderings join template_versions on template_versions.id = template_version_id
    where renderings.id = rendering_id) as text from messages`,
  ).toEqual([{ test: true, text: draft.text }])
  expect((await call('POST', `/v1/campaigns/${id}/start`, {})).body).toMatchObject({ state: 'running' })
  await sent(id)
  const { body } = await call('GET', `/v1/campaigns/${id}`)
  expect(body).toMatchObject({ state: 'done', progress: { planned: 3, sent: 3, accepted: 3, failed: 0, states: { accepted: 3 } } })
  const [first, second] = await db<{ id: bigint; renderingId: bigint }[]>`
    select id, rendering_id as "renderingId" from messages where campaign_id = ${id} order by id`
  const hit = (message: typeof first) =>
    aHit({ accountId: Number(accountId), messageId: Number(message?.id), renderingId: Number(message?.renderingId) })
  await inTransaction(db, (tx) => storeHits(tx, [hit(first), hit(first), hit(second)]))
  await db`
    insert into conversion_rollups (account_id, hour, rendering_id, link, device, name, currency, outcome, test, conversions, value_micros, delay_seconds)
    values (${accountId}, date_trunc('hour', now()), ${first?.renderingId ?? 0n}, 0, 'phone', 'order', 'EUR', 'attributed', false, 2, 49900000, 60),
      (${accountId}, date_trunc('hour', now()), ${first?.renderingId ?? 0n}, 0, '', 'order', 'EUR', 'unattributed', false, 5, 1000000, 0)`
  const report = (await call('GET', `/v1/campaigns/${id}/report`)).body
  expect(report).toMatchObject({ conversions: 2, values: [{ currency: 'EUR', amount: '49.90' }] })
  expect(report).toMatchObject({
    planned: 3,
    sent: 3,
    reached: 3,
    total_clicks: 3,
    unique_clicks: 2,
    clickers: 2,
    cost: null,
    click_rate: 2 / 3,
  })
  expect(report.variants).toMatchObject([{ name: 'A', clickers: 2 }])
  expect(report.links).toMatchObject([{ destination: 'https://shop.example.com/sale', total_clicks: 3, position: 0 }])
  expect(report.devices).toMatchObject([{ total_clicks: 3, conversions: 2 }])
})

test('campaigns are listed, changed, cloned and deleted', async () => {
  const id = await made({ name: 'Listed' })
  const changed = await call('PATCH', `/v1/campaigns/${id}`, { name: 'Named', settings: { messages_per_second: 5 } })
  expect(changed.body).toMatchObject({ name: 'Named', settings: { messages_per_second: 5, validity_minutes: 2_880 } })
  expect((await call('PATCH', `/v1/campaigns/${id}`, { settings: { messages_per_second: null } })).body.settings).not.toHaveProperty(
    'messages_per_second',
  )
  const copy = (await call('POST', `/v1/campaigns/${id}/clone`)).body
  expect(copy).toMatchObject({ name: 'Named (copy)', state: 'draft' })
  expect((await call('DELETE', `/v1/campaigns/${String(copy.id)}`)).status).toBe(200)
  const scheduled = String((await call('POST', `/v1/campaigns/${id}/clone`)).body.id)
  await call('POST', `/v1/campaigns/${scheduled}/start`, { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  await call('POST', `/v1/campaigns/${scheduled}/unschedule`)
  expect((await call('DELETE', `/v1/campaigns/${scheduled}`)).status).toBe(200)
  const page = (await call('GET', '/v1/campaigns?state=draft&limit=1')).body
  expect(page.campaigns).toMatchObject([{ id, name: 'Named' }])
})

test('a change of one setting leaves the others as they were, and one of a text its weight', async () => {
  const settings = { flash: true, validity_minutes: 60, pause_at_failures: { rate: 0.5, after: 20 }, tracking: 'aggregate' }
  const id = await made({ text: undefined, variants: [{ text: 'One', weight: 3 }, { text: 'Two' }], settings })
  const before = (await call('GET', `/v1/campaigns/${id}`)).body
  const [one, two] = before.variants as { id: string }[]
  const variants = [{ id: one?.id, text: 'First' }, { id: two?.id }]
  const { body } = await call('PATCH', `/v1/campaigns/${id}`, { settings: { label: 'spring' }, variants })
  expect(body.settings).toEqual({ ...(before.settings as object), label: 'spring' })
  expect(body.variants).toEqual([{ ...one, text: 'First' }, two])
})

test.each([
  ['a text and variants', { variants: [{ text: 'Hi' }] }, 'campaign_invalid'],
  ['a text with half a field host', { text: 'https://{name}.example.com/' }, 'template_invalid'],
  ['an unknown group', { audience: { include: [{ kind: 'group', group_id: '999' }] } }, 'group_unknown'],
  ['a sender that is none', { from: '!' }, 'sender_invalid'],
  ['quiet hours that end where they begin', { settings: { quiet_hours: { from: '08:00', until: '08:00' } } }, 'body_invalid'],
])('%s is refused when the campaign is made', async (_name, body, code) => {
  expect((await call('POST', '/v1/campaigns', { ...draft, ...body })).body.code).toBe(code)
})

test('steps out of turn are refused, and campaigns of other accounts are not there', async () => {
  const id = await made()
  expect(await call('POST', `/v1/campaigns/${id}/pause`)).toMatchObject({ status: 409, body: { code: 'campaign_state' } })
  expect((await call('POST', `/v1/campaigns/${id}/start`, { send_at: '2020-01-01T00:00:00Z' })).body.code).toBe('send_at_invalid')
  for (const local of ['2027-02-30T09:00', '2027-13-01T09:00', '2027-01-01T24:30'])
    expect((await call('POST', `/v1/campaigns/${id}/start`, { local_time: local })).body.code).toBe('send_at_invalid')
  const scheduled = await call('POST', `/v1/campaigns/${id}/start`, { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  expect(scheduled.body).toMatchObject({ state: 'scheduled', schedule: 'at' })
  expect((await call('POST', `/v1/campaigns/${id}/unschedule`)).body.state).toBe('draft')
  const stranger = caller(app, (await newAccount(db)).secretKey)
  for (const path of ['', '/report']) expect((await stranger('GET', `/v1/campaigns/${id}${path}`)).status).toBe(404)
  expect((await stranger('POST', `/v1/campaigns/${id}/start`, {})).status).toBe(404)
})

test('spend limits are set, shown and taken away', async () => {
  expect((await call('PUT', '/v1/spend-limits', { period: 'day', limit: '10.00' })).body.code).toBe('spend_limit_invalid')
  const other = await newAccount(db)
  await db`update accounts set currency = 'EUR' where id = ${other.accountId}`
  const priced = caller(app, other.secretKey)
  const { body } = await priced('PUT', '/v1/spend-limits', { period: 'day', limit: '10.5' })
  expect(body.limits).toEqual([{ key_id: null, period: 'day', limit: '10.50', spent: '0.00', currency: 'EUR' }])
  expect((await priced('PUT', '/v1/spend-limits', { period: 'month', limit: '1', key_id: '999999' })).body.code).toBe('spend_limit_invalid')
  expect((await priced('PUT', '/v1/spend-limits', { period: 'day', limit: null })).body.limits).toEqual([])
})
