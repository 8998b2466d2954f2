import { expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'

const db = await testDatabase()
const { call } = await api(db)
const message = { to: '+4915112345678', text: 'Hi' }
const campaign = { name: 'Sale', text: 'Hi', audience: { include: [{ kind: 'all' }] } }

test('senders of an account are kept as carriers take them, each once, in their order', async () => {
  const { status, body } = await call('PATCH', '/v1/account', { senders: ['Acme', '+4915199', ' Acme ', 'Acme Shop'] })
  expect(status).toBe(200)
  expect(body).toMatchObject({ senders: ['Acme', '4915199', 'Acme Shop'], only_senders: false })
  expect((await call('GET', '/v1/account')).body.senders).toEqual(['Acme', '4915199', 'Acme Shop'])
})

test.each([
  ['a name that is too long', ['Acme', 'Acme Incorp. X'], 'sender_invalid', 'senders[1]'],
  ['a name that no phone shows', ['Äpfel'], 'sender_invalid', 'senders[0]'],
])('%s is no sender of an account', async (_, senders, code, field) => {
  expect((await call('PATCH', '/v1/account', { senders })).body).toMatchObject({ code, field })
})

test('where only listed senders are accepted, nothing else can be sent from', async () => {
  await call('PATCH', '/v1/account', { senders: ['Acme', '4915199'], only_senders: true })
  const refusal = {
    code: 'sender_not_listed',
    field: 'from',
    detail: 'This account does not send from "Other": it sends from "Acme" or "4915199".',
  }
  expect((await call('POST', '/v1/messages', { ...message, from: 'Other' })).body).toMatchObject(refusal)
  expect((await call('POST', '/v1/campaigns', { ...campaign, from: 'Other' })).body).toMatchObject(refusal)
  expect((await call('POST', '/v1/messages', { ...message, from: '+4915199' })).status).toBe(202)
  const { status, body } = await call('POST', '/v1/campaigns', { ...campaign, from: 'Acme' })
  expect(status).toBe(201)
  expect((await call('PATCH', `/v1/campaigns/${String(body.id)}`, { from: 'Other' })).body).toMatchObject(refusal)
})

test('a campaign whose sender was taken from the list cannot start', async () => {
  await call('PATCH', '/v1/account', { senders: ['Acme', 'Shop'], only_senders: true })
  const { body } = await call('POST', '/v1/campaigns', { ...campaign, from: 'Shop' })
  await call('PATCH', '/v1/account', { senders: ['Acme'] })
  expect(await call('POST', `/v1/campaigns/${String(body.id)}/start`, {})).toMatchObject({
    status: 422,
    body: { code: 'sender_not_listed' },
  })
})

test('an account that accepts only listed senders keeps at least one', async () => {
  await call('PATCH', '/v1/account', { senders: ['Acme'], only_senders: true })
  expect((await call('PATCH', '/v1/account', { senders: [] })).body).toMatchObject({ code: 'sender_not_listed', field: 'senders' })
  expect((await call('PATCH', '/v1/account', { senders: [], only_senders: false })).status).toBe(200)
})

test('quiet hours of an account are two times of day and a clock, or none', async () => {
  const hours = { from: '21:00', until: '08:00', clock: 'recipient' }
  expect((await call('PATCH', '/v1/account', { quiet_hours: hours })).body.quiet_hours).toEqual(hours)
  expect((await call('GET', '/v1/account')).body.quiet_hours).toEqual(hours)
  expect((await call('PATCH', '/v1/account', { quiet_hours: { ...hours, until: '21:00' } })).status).toBe(400)
  expect((await call('PATCH', '/v1/account', { quiet_hours: { ...hours, clock: 'server' } })).status).toBe(400)
  expect((await call('PATCH', '/v1/account', { quiet_hours: null })).body.quiet_hours).toBeNull()
})
