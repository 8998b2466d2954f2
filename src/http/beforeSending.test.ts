/** What the composer asks before it sends, and how it takes back what it sent. */
import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { watchCampaigns } from '../domain/campaigns/watch.ts'
import { suppress } from '../domain/contacts/suppressions.ts'
import { setPrice } from '../domain/routing/prices.ts'

const db = await testDatabase()
const { app, call, parts, accountId } = await api(db)
const ana = '+4915110000001'
const ben = '+4915110000002'
const eve = '+436641000003'
await setPrice(db, { country: 'DE', currency: 'EUR', priceMicros: 75_000n })
await call('POST', '/v1/contacts/batch', {
  contacts: [
    { phone: ana, fields: { first_name: 'Ana-Maria-Magdalena', secret: 'x' } },
    { phone: ben, fields: { first_name: 'Ben' } },
    { phone: eve, fields: { first_name: 'Ева' } },
  ],
})
const everybody = { include: [{ kind: 'all' }], exclude: [] }

test('each number of a list is told apart: those that can be sent to with the values a text uses, the others with their reason', async () => {
  await suppress(db, parts.phoneHash, { accountId, phone: '+4915110000009', source: 'manual' })
  const to = [ana, '+49 1511 0000001', '12', '+4930123456', '+4915110000009', '+4915110000007']
  const { status, body } = await call('POST', '/v1/messages/recipients', { to, text: 'Hi {first_name|there}', from: 'Acme' })
  expect(status).toBe(200)
  expect(body.recipients).toEqual([
    { phone: ana, country: 'DE', contact_id: expect.any(String), values: { first_name: 'Ana-Maria-Magdalena' } },
    { phone: '+4915110000007', country: 'DE', contact_id: null, values: {} },
  ])
  expect((body.left_out as { reason: string }[]).map(({ reason }) => reason)).toEqual([
    'recipient_duplicate',
    'phone_invalid',
    'phone_not_mobile',
    'suppressed',
  ])
  expect(body.countries).toEqual([{ country: 'DE', recipients: 2, price: { amount: '0.075', currency: 'EUR' } }])
})

test('a key that may not read contacts learns of none by its numbers', async () => {
  const { key } = await createKey(db, { accountId, name: 'sends only', mode: 'live', scopes: ['messages:write'] })
  const { body } = await caller(app, key)('POST', '/v1/messages/recipients', { to: [ana], text: '{first_name}' })
  expect(body.recipients).toEqual([{ phone: ana, country: 'DE', contact_id: null, values: {} }])
})

test('a number without a route is left out, since sending would refuse it', async () => {
  await db`insert into routes (prefix, sender_pattern, priority, carrier_id) values ('49', '*', 1, 1)`
  const { body } = await call('POST', '/v1/messages/recipients', { to: [ana, eve], from: 'Acme' })
  expect(body.left_out).toMatchObject([{ to: eve, reason: 'no_route' }])
  await db`delete from routes`
})

test('a sample begins with the longest and the shortest, UCS-2 counting as longest, and tells the countries of all', async () => {
  const { status, body } = await call('POST', '/v1/audiences/sample', { audience: everybody, text: 'Hi {first_name}', from: 'Acme' })
  expect(status).toBe(200)
  expect(body.will_receive).toBe(3)
  const recipients = body.recipients as { phone: string; values: Record<string, string> }[]
  expect(recipients.map(({ phone }) => phone)).toEqual([eve, ben, ana])
  expect(recipients[2]?.values).toEqual({ first_name: 'Ana-Maria-Magdalena' })
  expect(body.countries).toEqual([
    { country: 'DE', recipients: 2, price: { amount: '0.075', currency: 'EUR' } },
    { country: 'AT', recipients: 1, price: null },
  ])
})

test('a sample holds only who will get it, and nobody of another account', async () => {
  const { body } = await call('POST', '/v1/audiences/sample', {
    audience: { include: [{ kind: 'all' }], exclude: [{ kind: 'phones', phones: [ben] }] },
    text: '{first_name} {secret}',
  })
  expect((body.recipients as { phone: string }[]).map(({ phone }) => phone)).toEqual([ana])
  const foreign = await newAccount(db)
  const { body: theirs } = await caller(app, foreign.secretKey)('POST', '/v1/audiences/sample', { audience: everybody })
  expect(theirs).toEqual({ will_receive: 0, recipients: [], countries: [] })
})

test('a campaign that starts with a delay waits on the schedule, and can be taken back until it has begun', async () => {
  const { body: made } = await call('POST', '/v1/campaigns', { name: 'Spring', from: 'Acme', text: 'Hi', audience: everybody })
  const id = String(made.id)
  const { body: waiting } = await call('POST', `/v1/campaigns/${id}/start`, { delay_seconds: 10 })
  expect(waiting.state).toBe('scheduled')
  await watchCampaigns(db)
  const { body: back } = await call('POST', `/v1/campaigns/${id}/unschedule`)
  expect(back.state).toBe('draft')
  await call('POST', `/v1/campaigns/${id}/start`, { delay_seconds: 10 })
  await db`update campaigns set starts_at = now() where id = ${id}`
  await watchCampaigns(db)
  const { status, body } = await call('POST', `/v1/campaigns/${id}/unschedule`)
  expect([status, body.code]).toEqual([409, 'campaign_state'])
})

test('a delay beside a time is refused', async () => {
  const sent = await call('POST', '/v1/messages', {
    to: ana,
    from: 'Acme',
    text: 'Hi',
    delay_seconds: 10,
    send_at: new Date(Date.now() + 3_600_000).toISOString(),
  })
  expect([sent.status, sent.body.code, sent.body.field]).toEqual([422, 'send_at_invalid', 'delay_seconds'])
  const { body: made } = await call('POST', '/v1/campaigns', { name: 'Spring', from: 'Acme', text: 'Hi', audience: everybody })
  const started = await call('POST', `/v1/campaigns/${String(made.id)}/start`, { delay_seconds: 10, local_time: '2099-01-01T09:00' })
  expect([started.status, started.body.code]).toEqual([422, 'send_at_invalid'])
})

test('messages are cancelled together; those that are on their way or of others are too late', async () => {
  const { body } = await call('POST', '/v1/messages', { to: [ana, ben], from: 'Acme', text: 'Hi', delay_seconds: 10 })
  const [first, second] = (body.messages as { id: string }[]).map(({ id }) => id)
  await db`update messages set state = 'submitting', attempts = 1, claimed_until = now() + interval '60 s' where id = ${second ?? ''}`
  const foreign = await newAccount(db)
  const { body: theirs } = await caller(app, foreign.secretKey)('POST', '/v1/messages/cancel', { ids: [first] })
  expect(theirs).toEqual({ cancelled: [], too_late: [first] })
  const { body: ours } = await call('POST', '/v1/messages/cancel', { ids: [first, second] })
  expect(ours).toEqual({ cancelled: [first], too_late: [second] })
  const [{ events } = { events: 0 }] = await db<
    { events: number }[]
  >`select count(*)::int as events from outbox where type = 'message.cancelled' and data->>'message_id' = ${first ?? ''}`
  expect(events).toBe(1)
})

test('a trial goes out marked as a test', async () => {
  const { body } = await call('POST', '/v1/messages', { to: ana, from: 'Acme', text: 'Hi', trial: true })
  const [{ id } = { id: '' }] = body.messages as { id: string }[]
  const { body: message } = await call('GET', `/v1/messages/${id}`)
  expect(message).toMatchObject({ test: true, state: 'queued' })
})
