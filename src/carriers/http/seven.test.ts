import { expect, test } from 'vitest'
import { aMessage, API_KEY, carrierServer, openTestCarrier, sevenAnswers } from '../../../test/helpers/carrierServers.ts'
import type { CallbackRequest } from '../../domain/messages/carrier.ts'
import { sevenSignature } from '../../platform/sevenSignature.ts'

const server = await carrierServer(sevenAnswers)
const origins = [server.origin]
const settings = { base_url: `${server.origin}/api/` }
const seven = openTestCarrier('seven', { settings, secrets: { api_key: API_KEY }, origins })

test('a message goes out with our id, and comes back with the id of seven.io', async () => {
  const message = aMessage({ flash: true })
  expect(await seven.submit(message)).toEqual({ kind: 'accepted', carrierMessageId: expect.stringMatching(/^77\d{9}$/) })
  const asked = server.asked.at(-1)
  expect(asked?.headers).toMatchObject({ accept: 'application/json', 'x-api-key': API_KEY })
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    ...{ to: message.phone, from: 'Acme', text: message.text, foreign_id: String(message.id), flash: true },
    ttl: expect.toSatisfy((minutes: number) => minutes === 59 || minutes === 60),
  })
})

test('requests are signed where there is a signing key', async () => {
  const signed = openTestCarrier('seven', { settings, secrets: { api_key: API_KEY, signing_key: 'sign' }, origins })
  await signed.submit(aMessage())
  const asked = server.asked.at(-1)
  if (asked === undefined) throw new Error('nothing was asked')
  const { headers, body } = asked
  const [timestamp, nonce] = [String(headers['x-timestamp']), String(headers['x-nonce'])]
  expect(nonce).toMatch(/^\w{32}$/)
  expect(headers['x-signature']).toBe(sevenSignature({ timestamp, nonce, method: 'POST', url: `${server.origin}/api/sms`, body }, 'sign'))
})

const refusal = (error: number) => ({ body: { success: '101', messages: [{ id: null, success: false, error, error_text: 'x' }] } })

test.each([
  ['an unknown key', { body: '"900"' }, 'unavailable', /API key/],
  ['a code as plain text', { body: '900' }, 'unavailable', /API key/],
  ['a wrong signature', { body: '"901"' }, 'unavailable', /clock/],
  ['no credit', { body: { success: '500', messages: [] } }, 'unavailable', /balance/],
  ['a network that is away', { body: '11' }, 'unavailable', /network/],
  ['a wrong number', refusal(202), 'rejected', /^number_invalid$/],
  ['a wrong sender', { body: { success: '201' } }, 'rejected', /^sender_invalid$/],
  ['a code that nobody knows', refusal(455), 'rejected', /^seven_455$/],
  ['a text that was sent just now', refusal(402), 'rejected', /^repeated_text$/],
  ['an error while sending', refusal(600), 'unknown', /^seven_600$/],
  ['an unknown error', { body: '"700"' }, 'unknown', /^seven_700$/],
  ['success without an id', { body: { success: '100', messages: [{ id: null, success: true }] } }, 'unknown', /not_understood/],
  ['an id that is none', { body: { success: '100', messages: [{ id: 'a\u0000b', success: true }] } }, 'unknown', /not_understood/],
  ['garbage', { body: '<html>' }, 'unknown', /not_understood/],
  ['an endless body', { body: 'x'.repeat(100_000) }, 'unknown', /not_understood/],
  ['a 500', { status: 500, body: 'oops' }, 'unknown', /^http_500$/],
  ['a 502', { status: 502 }, 'unknown', /^http_502$/],
  ['a 429', { status: 429, headers: { 'retry-after': '7' } }, 'unavailable', /no more messages/],
  ['a redirect', { status: 308, headers: { location: 'https://elsewhere.example' } }, 'unavailable', /has moved/],
  ['a closed connection', undefined, 'unknown', /^connection_lost$/],
])('%s is told apart', async (_name, answer, kind, reason) => {
  server.respondWith(() => answer)
  const outcome = await seven.submit(aMessage())
  server.respondWith(sevenAnswers)
  expect(outcome).toMatchObject({ kind, reason: expect.stringMatching(reason) })
})

test('a wish for a pause is heeded', async () => {
  server.respondWith(() => ({ status: 429, headers: { 'retry-after': '7' } }))
  expect(await seven.submit(aMessage())).toMatchObject({ kind: 'unavailable', retryAfterMs: 7_000 })
  server.respondWith(sevenAnswers)
})

test('a text that was sent just now is, at a second try, the first one', async () => {
  server.respondWith(() => refusal(402))
  expect(await seven.submit(aMessage({ attempt: 2 }))).toEqual({ kind: 'unknown', reason: 'taken_before' })
  server.respondWith(sevenAnswers)
})

test('the test of the connection names the balance, the wrong key and the wrong address', async () => {
  expect(await seven.test()).toEqual({ works: true, sentence: 'seven.io accepts the key; the balance is 54.218 EUR.' })
  const wrong = openTestCarrier('seven', { settings, secrets: { api_key: 'wrong' }, origins })
  expect(await wrong.test()).toEqual({ works: false, sentence: 'seven.io is reached, and it does not know the API key (code 900).' })
  const astray = openTestCarrier('seven', { settings: { base_url: `${server.origin}/apj` }, secrets: { api_key: API_KEY }, origins })
  expect((await astray.test()).sentence).toContain('/apj/balance')
  server.respondWith(() => ({ body: { amount: 0, currency: 'EUR' } }))
  expect(await seven.test()).toMatchObject({ works: false, sentence: expect.stringContaining('top it up') })
  server.respondWith(() => ({ body: '"901"', headers: { date: new Date(Date.now() - 300_000).toUTCString() } }))
  expect((await seven.test()).sentence).toMatch(/clock of this machine is (?:299|300|301) s ahead/)
  server.respondWith(sevenAnswers)
})

const dlr = { msg_id: '77149843739', status: 'DELIVERED', timestamp: '2021-08-24 08:08:00.000000', foreign_id: '12' }
const callback = (body: string, contentType: string, more: Partial<CallbackRequest> = {}): CallbackRequest => ({
  ...{ method: 'POST', url: 'https://tapline.test/callbacks/7/x', headers: { 'content-type': contentType }, body },
  ...more,
})
const json = (value: unknown) => callback(JSON.stringify(value), 'application/json')
const form = new URLSearchParams({
  'data[msg_id]': '77149843739',
  'data[status]': 'DELIVERED',
  'data[foreign_id]': '12',
  webhook_event: 'dlr',
})

test.each([
  ['JSON', json({ data: dlr, webhook_event: 'dlr', webhook_timestamp: '2021-08-24T08:08:00+02:00' })],
  ['a form', callback(form.toString(), 'application/x-www-form-urlencoded')],
  ['a query', callback('', '', { method: 'GET', url: `https://tapline.test/callbacks/7/x?${new URLSearchParams(dlr)}` })],
])('a receipt is read as %s', (_name, request) => {
  expect(seven.readCallback(request)).toMatchObject({
    kind: 'read',
    receipts: [{ carrierMessageId: '77149843739', reference: 12n, state: 'delivered', failure: undefined }],
    inbound: [],
  })
})

test.each([
  ['NOTDELIVERED', 'undelivered'],
  ['FAILED', 'undelivered'],
  ['REJECTED', 'undelivered'],
  ['EXPIRED', 'expired'],
  ['TRANSMITTED', undefined],
  ['BUFFERED', undefined],
  ['ACCEPTED', undefined],
  ['UNKNOWN', undefined],
  ['__proto__', undefined],
])('the status %s ends a message as %s', (status, state) => {
  const read = seven.readCallback(json({ data: { ...dlr, status }, webhook_event: 'dlr' }))
  expect(read.kind === 'read' && read.receipts.map((receipt) => receipt.state)).toEqual(state === undefined ? [] : [state])
})

test('what somebody wrote back is read', () => {
  const data = {
    id: '681590',
    sender: '491771783130',
    system: '491771783131',
    text: 'STOP\u0000 it',
    time: '1605878104',
    message_type: 'SMS',
  }
  expect(seven.readCallback(json({ data, webhook_event: 'sms_mo', webhook_timestamp: '2020-12-02 11:55:44' }))).toMatchObject({
    kind: 'read',
    inbound: [{ carrierMessageId: '681590', phone: '+491771783130', recipient: '491771783131', text: 'STOP it' }],
  })
})

test('other events are taken and mean nothing; garbage is refused', () => {
  expect(seven.readCallback(json({ data: {}, webhook_event: 'voice_call' }))).toMatchObject({ kind: 'read', receipts: [], inbound: [] })
  expect(seven.readCallback(callback('{"data":', 'application/json'))).toMatchObject({ kind: 'unreadable' })
  expect(seven.readCallback(json({}))).toMatchObject({ kind: 'unreadable' })
})

test('with a signing key a callback must be signed, for its address and body, and not long ago', () => {
  const signed = openTestCarrier('seven', { settings, secrets: { api_key: API_KEY, signing_key: 'sign' }, origins })
  const request = json({ data: dlr, webhook_event: 'dlr' })
  const sign = (seconds: number) => {
    const [timestamp, nonce] = [String(Math.floor(Date.now() / 1_000) + seconds), 'n'.repeat(32)]
    const signature = sevenSignature({ timestamp, nonce, method: 'POST', url: request.url, body: request.body }, 'sign')
    return { ...request, headers: { ...request.headers, 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature } }
  }
  expect(signed.readCallback(sign(0))).toMatchObject({ kind: 'read' })
  expect(signed.readCallback(request)).toMatchObject({ kind: 'forged', reason: 'it is not signed' })
  expect(signed.readCallback({ ...sign(0), body: request.body.replace('DELIVERED', 'FAILED') })).toMatchObject({ kind: 'forged' })
  expect(signed.readCallback({ ...sign(0), url: `${request.url}?a=1` })).toMatchObject({ kind: 'forged' })
  expect(signed.readCallback(sign(-400))).toMatchObject({ kind: 'forged', reason: expect.stringContaining('older') })
})
