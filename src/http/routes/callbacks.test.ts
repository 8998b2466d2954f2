import { afterAll, expect, test } from 'vitest'
import { ACCOUNT_SID, AUTH_TOKEN, carrierServer, openTestCarrier, twilioAnswers } from '../../../test/helpers/carrierServers.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { messaging, send, silentLog } from '../../../test/helpers/messaging.ts'
import { twilioSignature } from '../../carriers/http/twilioCallback.ts'
import type { RemoteCarrier } from '../../domain/messages/carrier.ts'
import { sendDue } from '../../domain/messages/send.ts'
import { sweepParked } from '../../domain/messages/sweep.ts'
import { insertCarrier, resumeCarrier, type CarrierKind } from '../../domain/routing/carriers.ts'
import { createDesk } from '../../domain/routing/desk.ts'
import { insertRoute } from '../../domain/routing/routes.ts'
import { parseConfig } from '../../platform/config.ts'
import { createMetrics } from '../../platform/metrics.ts'
import { createWebServer } from '../webServer.ts'

const db = await testDatabase()
const { parts, key, accountId } = await messaging(db)
const server = await carrierServer(twilioAnswers)
const BASE = 'https://tapline.test'

async function newCarrier(kind: CarrierKind, name: string): Promise<bigint> {
  const id = await insertCarrier(db, { kind, name, messagesPerSecond: 1_000, settings: {} })
  if (id === undefined) throw new Error('no carrier was made')
  await resumeCarrier(db, { id })
  return id
}
const [twilioId, genericId] = [await newCarrier('twilio', 'Twilio'), await newCarrier('generic', 'Generic')]
const twilioSettings = { account_sid: ACCOUNT_SID, base_url: server.origin }
const twilio = openTestCarrier('twilio', { settings: twilioSettings, secrets: { auth_token: AUTH_TOKEN }, origins: [server.origin] })
const genericSettings = {
  submit: { url: server.origin },
  answer: { id: '/id' },
  receipts: { id: '/id', state: '/state', states: { ok: 'delivered', no: 'undelivered' } },
  inbound: { id: '/in', from: '/from', to: '/to', text: '/text' },
}
const generic = openTestCarrier('generic', { settings: genericSettings, secrets: {}, origins: [server.origin] })
const carriers = new Map<bigint, RemoteCarrier>([
  [twilioId, twilio],
  [genericId, generic],
])
const desk = createDesk<RemoteCarrier>({ db, log: silentLog, open: ({ id }) => carriers.get(id) ?? fail() })
const fail = (): never => {
  throw new Error('the simulator is no remote carrier')
}
const config = parseConfig({ DATA_DIR: '/nonexistent', BASE_URL: BASE })
const app = await createWebServer({ config, log: silentLog, metrics: createMetrics(), probes: {}, route: { ...parts, desk } })
afterAll(() => app.close())
await insertRoute(db, { prefix: '43', senderPattern: '*', priority: 1, carrierId: genericId, fallbackCarrierId: undefined })
await insertRoute(db, { prefix: '', senderPattern: '*', priority: 2, carrierId: twilioId, fallbackCarrierId: undefined })
let phones = 4_000_000

async function sent(carrierId: bigint, prefix: string): Promise<{ id: bigint; phone: string; carrierMessageId: string }> {
  const [recipient] = (await send(parts, key, { to: `+${prefix}${++phones}0`, text: 'Hi', from: '4915799999999' })).recipients
  if (recipient === undefined || !('id' in recipient)) throw new Error('refused')
  const carrier = carriers.get(carrierId) ?? fail()
  await sendDue({ db, renderings: parts.renderings, carrier, carrierId, limit: 10, log: silentLog })
  const [row] = await db<{ id: bigint; phone: string; carrierMessageId: string }[]>`
    select id, phone, carrier_message_id as "carrierMessageId" from messages where id = ${recipient.id}`
  if (row === undefined) throw new Error('the message is gone')
  return row
}
const stateOf = async ({ id }: { id: bigint }) => (await db<{ state: string }[]>`select state from messages where id = ${id}`)[0]?.state

function fromTwilio(
  fields: Record<string, string>,
  { path = `/callbacks/${twilioId}/callback-secret`, token = AUTH_TOKEN, query = '' } = {},
) {
  const form = new URLSearchParams(fields)
  const signature = twilioSignature({ url: `${BASE}${path}${query}`, form }, token)
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
  return app.inject({ method: 'POST', url: path + query, headers, payload: form.toString() })
}
const fromGeneric = (value: unknown, secret = 'callback-secret') =>
  app.inject({
    method: 'POST',
    url: `/callbacks/${genericId}/${secret}`,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(value),
  })

test('receipts of Twilio count in any order and however often, and a terminal state never moves', async () => {
  const message = await sent(twilioId, '49151')
  const about = (MessageStatus: string) =>
    fromTwilio({ MessageSid: message.carrierMessageId, MessageStatus }, { query: `?message=${message.id}` })
  expect((await about('delivered')).statusCode).toBe(200)
  expect((await about('sent')).statusCode).toBe(200)
  expect((await about('undelivered')).statusCode).toBe(200)
  expect((await about('delivered')).statusCode).toBe(200)
  expect(await stateOf(message)).toBe('delivered')
  const events = await db`select from outbox where type = 'message.delivered' and data->>'message_id' = ${String(message.id)}`
  expect(events).toHaveLength(1)
})

test('a forged receipt changes nothing: wrong secret, wrong signature, none, for a message of another carrier', async () => {
  const message = await sent(twilioId, '49151')
  const fields = { MessageSid: message.carrierMessageId, MessageStatus: 'undelivered' }
  const query = `?message=${message.id}`
  expect((await fromTwilio(fields, { query, path: `/callbacks/${twilioId}/guessed` })).statusCode).toBe(404)
  expect((await fromTwilio(fields, { query, path: '/callbacks/999/callback-secret' })).statusCode).toBe(404)
  expect((await fromTwilio(fields, { query, token: 'guessed' })).statusCode).toBe(401)
  const bare = await app.inject({ method: 'POST', url: `/callbacks/${twilioId}/callback-secret`, payload: 'MessageStatus=undelivered' })
  expect(bare.statusCode).toBe(401)
  expect((await fromGeneric({ id: message.carrierMessageId, state: 'no' })).statusCode).toBe(200)
  expect(await stateOf(message)).toBe('accepted')
})

test('a receipt that comes before the answer to its submit is not lost', async () => {
  server.respondWith(() => ({ body: { id: 'g-early' } }))
  expect((await fromGeneric({ id: 'g-early', state: 'ok' })).statusCode).toBe(200)
  const message = await sent(genericId, '43664')
  server.respondWith(twilioAnswers)
  expect(await stateOf(message)).toBe('accepted')
  await sweepParked(db)
  expect(await stateOf(message)).toBe('delivered')
})

test('what somebody wrote back is stored once and told as an event, as an answer to the message', async () => {
  const message = await sent(twilioId, '49151')
  const fields = { MessageSid: 'SMin', SmsStatus: 'received', From: message.phone, To: '+4915799999999', Body: 'Stop <b>' }
  const answer = await fromTwilio(fields)
  expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, 'text/xml', expect.stringContaining('<Response>')])
  await fromTwilio(fields)
  const rows = await db`
    select account_id as account, answers_message_id as answers, recipient, text from inbound_messages where phone = ${message.phone}`
  expect([...rows]).toEqual([{ account: accountId, answers: message.id, recipient: '4915799999999', text: 'Stop <b>' }])
})

test('a body that is garbage, too long or of no known form is refused, and the next one is taken', async () => {
  const url = `/callbacks/${genericId}/callback-secret`
  const payload = (body: string, type: string) => app.inject({ method: 'POST', url, headers: { 'content-type': type }, payload: body })
  expect((await payload('{"id":', 'application/json')).statusCode).toBe(400)
  expect((await payload('<xml/>', 'text/xml')).statusCode).toBe(400)
  expect((await payload('x'.repeat(300_000), 'application/json')).statusCode).toBe(413)
  expect((await app.inject({ method: 'PUT', url })).statusCode).toBe(405)
  expect((await payload('{"id":"nobody","state":"ok"}', 'application/json')).statusCode).toBe(200)
  expect((await app.inject({ method: 'GET', url: `${url}?id=nobody&state=ok` })).statusCode).toBe(200)
})

test('genuine callbacks are not limited, and those with a wrong secret are', async () => {
  for (let each = 0; each < 1_300; each++) await fromGeneric({}, 'guessed')
  expect((await fromGeneric({}, 'guessed')).statusCode).toBe(429)
  expect((await fromGeneric({ id: 'x', state: 'sent' })).statusCode).toBe(200)
})
