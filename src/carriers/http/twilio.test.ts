import { expect, test } from 'vitest'
import { ACCOUNT_SID, aMessage, AUTH_TOKEN, carrierServer, openTestCarrier, twilioAnswers } from '../../../test/helpers/carrierServers.ts'
import type { CallbackRequest } from '../../domain/messages/carrier.ts'
import { twilioSignature } from './twilioCallback.ts'

const server = await carrierServer(twilioAnswers)
const origins = [server.origin]
const settings = { account_sid: ACCOUNT_SID, base_url: server.origin }
const twilio = openTestCarrier('twilio', { settings, secrets: { auth_token: AUTH_TOKEN }, origins })

test('a message goes out as a form, with an address for its receipt', async () => {
  const message = aMessage({ sender: '4915799999999' })
  expect(await twilio.submit(message)).toEqual({ kind: 'accepted', carrierMessageId: expect.stringMatching(/^SM\d{32}$/) })
  const form = Object.fromEntries(new URLSearchParams(server.asked.at(-1)?.body))
  expect(form).toMatchObject({
    ...{ To: message.phone, From: '+4915799999999', Body: message.text },
    StatusCallback: `https://tapline.test/callbacks/7/callback-secret?message=${message.id}`,
  })
  expect(Number(form.ValidityPeriod)).toBeGreaterThan(3_590)
})

test.each(['Acme', '12345'])('the sender %s goes out as it is', async (sender) => {
  await twilio.submit(aMessage({ sender }))
  expect(new URLSearchParams(server.asked.at(-1)?.body).get('From')).toBe(sender)
})

const error = (status: number, code: number) => ({ status, body: { code, message: 'x', status } })

test.each([
  ['a wrong token', error(401, 20003), 'unavailable', /auth token/],
  ['too many requests', error(429, 20429), 'unavailable', /no more requests/],
  ['a full queue', error(400, 21611), 'unavailable', /queue/],
  ['a wrong number', error(400, 21211), 'rejected', /^number_invalid$/],
  ['somebody who opted out', error(400, 21610), 'rejected', /^opted_out$/],
  ['a country that is not enabled', error(400, 21408), 'rejected', /^country_not_enabled$/],
  ['an error that nobody knows', error(400, 21999), 'rejected', /^twilio_21999$/],
  [
    'a message that failed at once',
    { status: 201, body: { sid: 'SM1', status: 'failed', error_code: 30007 } },
    'rejected',
    /^twilio_30007$/,
  ],
  ['a 500', error(500, 20500), 'unknown', /^http_500$/],
  ['a 503', error(503, 20503), 'unknown', /^http_503$/],
  ['garbage with 201', { status: 201, body: 'created' }, 'unknown', /not_understood/],
  ['no SID', { status: 201, body: { status: 'queued' } }, 'unknown', /not_understood/],
  ['a closed connection', undefined, 'unknown', /^connection_lost$/],
])('%s is told apart', async (_name, answer, kind, reason) => {
  server.respondWith(() => answer)
  const outcome = await twilio.submit(aMessage())
  server.respondWith(twilioAnswers)
  expect(outcome).toMatchObject({ kind, reason: expect.stringMatching(reason) })
})

test('the test of the connection tells an active account from a wrong token and a closed account', async () => {
  expect(await twilio.test()).toEqual({ works: true, sentence: 'Twilio accepts the key, and the account is active.' })
  const wrong = openTestCarrier('twilio', { settings, secrets: { auth_token: 'wrong' }, origins })
  expect(await wrong.test()).toMatchObject({ works: false, sentence: expect.stringContaining('error 20003') })
  server.respondWith(() => ({ body: { sid: ACCOUNT_SID, status: 'suspended' } }))
  expect(await twilio.test()).toMatchObject({ works: false, sentence: expect.stringContaining('suspended') })
  server.respondWith(twilioAnswers)
})

test('the signature is that of the published example', () => {
  const form = new URLSearchParams({ CallSid: 'CA1234567890ABCDE', Digits: '1234', From: '+14158675309', To: '+18005551212' })
  form.set('Caller', '+14158675309')
  expect(twilioSignature({ url: 'https://mycompany.com/myapp.php?foo=1&bar=2', form }, '12345')).toBe('RSOYDt4T1cUTdK1PDd93/VVr8B8=')
})

const url = 'https://tapline.test/callbacks/7/callback-secret?message=12'
function signed(fields: Record<string, string>, { token = AUTH_TOKEN, signedUrl = url } = {}): CallbackRequest {
  const form = new URLSearchParams(fields)
  const signature = twilioSignature({ url: signedUrl, form }, token)
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'x-twilio-signature': signature }
  return { method: 'POST', url, headers, body: form.toString() }
}
const status = (MessageStatus: string, more: Record<string, string> = {}) =>
  signed({
    MessageSid: 'SM1',
    SmsSid: 'SM1',
    MessageStatus,
    SmsStatus: MessageStatus,
    To: '+4915112345678',
    AccountSid: ACCOUNT_SID,
    ...more,
  })

test.each([
  ['delivered', {}, 'delivered', undefined],
  ['read', {}, 'delivered', undefined],
  ['undelivered', { ErrorCode: '30003' }, 'undelivered', 'twilio_30003'],
  ['failed', { ErrorCode: '30007' }, 'undelivered', 'twilio_30007'],
  ['failed', { ErrorCode: '30036' }, 'expired', 'twilio_30036'],
  ['canceled', {}, 'undelivered', 'twilio_canceled'],
])('the status %s %o ends a message as %s', (word, more, state, failure) => {
  const read = twilio.readCallback(status(word, more))
  expect(read).toMatchObject({ kind: 'read', receipts: [{ carrierMessageId: 'SM1', reference: 12n, state, failure }], inbound: [] })
})

test.each(['accepted', 'scheduled', 'queued', 'sending', 'sent'])('the status %s ends nothing', (word) => {
  expect(twilio.readCallback(status(word))).toMatchObject({ kind: 'read', receipts: [] })
})

test('what somebody wrote back is read, and answered with nothing', () => {
  const request = signed({ MessageSid: 'SM2', SmsStatus: 'received', From: '+4915112345678', To: '+4915799999999', Body: 'STOP' })
  expect(twilio.readCallback(request)).toMatchObject({
    kind: 'read',
    inbound: [{ carrierMessageId: 'SM2', phone: '+4915112345678', recipient: '4915799999999', text: 'STOP' }],
    answer: { contentType: 'text/xml', body: expect.stringContaining('<Response></Response>') },
  })
})

test('a callback without its signature, or signed for another address or body or by another key, is forged', () => {
  const good = status('delivered')
  expect(twilio.readCallback({ ...good, headers: {} })).toMatchObject({ kind: 'forged', reason: 'it is not signed' })
  expect(twilio.readCallback({ ...good, body: good.body.replace('SM1', 'SM9') })).toMatchObject({ kind: 'forged' })
  expect(twilio.readCallback({ ...good, url: url.replace('12', '13') })).toMatchObject({ kind: 'forged' })
  expect(twilio.readCallback(signed({ MessageSid: 'SM1', MessageStatus: 'delivered' }, { token: 'other' }))).toMatchObject({
    kind: 'forged',
  })
})
