import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { aMessage, carrierServer, openTestCarrier, type Respond } from '../../../test/helpers/carrierServers.ts'
import type { CallbackRequest } from '../../domain/messages/carrier.ts'

const ok: Respond = () => ({ body: { result: { messages: [{ ref: 'g-1' }] }, status: 'ok' } })
const server = await carrierServer(ok)
const origins = [server.origin]
const secrets = { token: 'hush', signing: 'sign' }
const settings = {
  submit: {
    url: `${server.origin}/send`,
    headers: { authorization: 'Bearer {secret.token}', 'x-id': '{id}' },
    body: {
      to: '{phone_digits}',
      from: '{sender}',
      text: '{text}',
      options: { ttl: '{validity_minutes}', dlr: true, url: '{callback_url}' },
    },
  },
  answer: {
    id: '/result/messages/0/ref',
    accepted: [{ status: [200], where: { '/status': ['ok'] } }],
    later: [{ where: { '/error/code': ['busy', 'busy for +4915112345678'] } }],
    rejected: [{ status: [200, 422], where: { '/error/code': ['blocked', '17'] } }],
    reason: '/error/code',
  },
  receipts: {
    list: '/reports',
    id: '/id',
    state: '/state',
    states: { DELIVRD: 'delivered', UNDELIV: 'undelivered' },
    failure: '/why',
    at: '/at',
  },
  inbound: { list: '/inbox', from: '/from', to: '/to', text: '/text' },
  signature: { header: 'x-signature', prefix: 'sha256=', secret: 'signing' },
}
const open = (more: Record<string, unknown> = {}, given: Record<string, string> = secrets) =>
  openTestCarrier('generic', { settings: { ...settings, ...more }, secrets: given, origins })
const generic = open()

test('a message is filled in where it belongs, and a text stays a text', async () => {
  const message = aMessage({ text: '","admin":true,"x":"{secret.token}' })
  expect(await generic.submit(message)).toEqual({ kind: 'accepted', carrierMessageId: 'g-1' })
  const asked = server.asked.at(-1)
  expect(asked?.headers).toMatchObject({ authorization: 'Bearer hush', 'x-id': String(message.id), 'content-type': 'application/json' })
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    ...{ to: '4915112345678', from: 'Acme', text: message.text },
    options: { ttl: expect.stringMatching(/^(?:59|60)$/), dlr: true, url: 'https://tapline.test/callbacks/7/callback-secret' },
  })
})

test('forms and queries are encoded', async () => {
  const body = { to: '{phone}', text: '{text}' }
  await open({ submit: { url: `${server.origin}/form`, encoding: 'form', body } }).submit(aMessage({ text: 'a&b=c' }))
  expect(server.asked.at(-1)).toMatchObject({ method: 'POST', body: 'to=%2B4915112345678&text=a%26b%3Dc' })
  await open({ submit: { url: `${server.origin}/{sender}/get?v=1`, method: 'GET', encoding: 'query', body } }).submit(
    aMessage({ sender: 'A/b' }),
  )
  const asked = server.asked.at(-1)
  expect([asked?.method, asked?.path, asked?.query.get('v'), asked?.query.get('text')]).toEqual([
    'GET',
    '/A%2Fb/get',
    '1',
    'Hi "you" & {text}',
  ])
})

test.each([
  ['busy', { body: { error: { code: 'busy' } } }, 'unavailable', 'it said "busy"'],
  ['a number in what it says', { body: { error: { code: 'busy for +4915112345678' } } }, 'unavailable', 'it said "busy_for__..."'],
  ['blocked', { status: 422, body: { error: { code: 'blocked' } } }, 'rejected', 'blocked'],
  ['a number as a code', { body: { error: { code: 17 } } }, 'rejected', '17'],
  ['success that is not described', { body: { status: 'maybe' } }, 'unknown', 'answer_not_understood'],
  ['success without an id', { body: { status: 'ok' } }, 'unknown', 'answer_not_understood'],
  ['a 400', { status: 400 }, 'rejected', 'http_400'],
  ['a 401', { status: 401 }, 'unavailable', 'it does not accept the key (HTTP 401)'],
  ['a 408', { status: 408 }, 'unknown', 'http_408'],
  ['a 503', { status: 503 }, 'unknown', 'http_503'],
  ['a redirect that may follow a success', { status: 303 }, 'unknown', 'http_303'],
])('%s is told apart', async (_name, answer, kind, reason) => {
  server.respondWith(() => answer)
  const outcome = await generic.submit(aMessage())
  server.respondWith(ok)
  expect(outcome).toMatchObject({ kind, reason })
})

test('without an id of the provider a message is known by ours', async () => {
  const message = aMessage()
  expect(await open({ answer: {} }).submit(message)).toEqual({ kind: 'accepted', carrierMessageId: String(message.id) })
})

function callback(value: unknown, key = 'sign'): CallbackRequest {
  const body = JSON.stringify(value)
  const signature = `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
  return { method: 'POST', url: 'https://tapline.test/c', headers: { 'content-type': 'application/json', 'x-signature': signature }, body }
}

test('receipts and inbound messages are read from where the settings say', () => {
  const at = new Date(Date.now() - 60_000).toISOString()
  const value = {
    reports: [{ id: 'g-1', state: 'DELIVRD', at }, { id: 'g-2', state: 'UNDELIV', why: 'no such\nphone' }, { id: 'g-3', state: 'SENT' }, 7],
    inbox: [{ from: '4915112345678', to: '+4915799999999', text: 'Yes' }],
  }
  const read = generic.readCallback(callback(value))
  expect(read).toMatchObject({
    kind: 'read',
    receipts: [
      { carrierMessageId: 'g-1', state: 'delivered', at: new Date(at) },
      { carrierMessageId: 'g-2', state: 'undelivered', failure: 'no_such_phone' },
    ],
    inbound: [{ carrierMessageId: expect.stringMatching(/^[\w-]{43}$/), phone: '+4915112345678', recipient: '4915799999999', text: 'Yes' }],
  })
  expect(generic.readCallback(callback(value))).toMatchObject({ inbound: read.kind === 'read' ? read.inbound : [] })
})

test('a callback with a wrong signature or none is forged', () => {
  expect(generic.readCallback(callback({}, 'other'))).toMatchObject({ kind: 'forged' })
  expect(generic.readCallback({ ...callback({}), headers: {} })).toMatchObject({ kind: 'forged' })
})

test.each([
  ['a placeholder that means nothing', { submit: { url: `${server.origin}/send`, body: { to: '{number}' } } }, /\{number\}/],
  ['a secret that was not given', { submit: { url: `${server.origin}/send`, headers: { 'x-key': '{secret.key}' } } }, /\{secret\.key\}/],
  ['a text in a header', { submit: { url: `${server.origin}/send`, headers: { 'x-text': '{text}' } } }, /Headers take/],
  ['an address with a password', { submit: { url: 'https://me:secret@sms.example/' } }, /submit\.url: Expected an address/],
  ['a setting that there is not', { submt: {} }, /submt/],
  ['a signature without its secret', { signature: { header: 'x', secret: 'other' } }, /"other"/],
  ['too many requests at a time', { parallel: 1_000 }, /parallel/],
])('%s is refused in a sentence', (_name, more, sentence) => {
  expect(() => open(more)).toThrow(sentence)
})

test('the test of the connection says what is wrong with it', async () => {
  expect(await generic.test()).toMatchObject({ works: true, sentence: expect.stringContaining('only a message shows') })
  const tested = open({ test: { url: `${server.origin}/me`, headers: { authorization: 'Bearer {secret.token}' } } })
  expect(await tested.test()).toEqual({ works: true, sentence: 'It answers, and accepts the request.' })
  server.respondWith(() => ({ status: 401 }))
  expect(await tested.test()).toMatchObject({ works: false, sentence: expect.stringContaining('does not accept the key') })
  server.respondWith(() => ({ status: 302, headers: { location: 'https://elsewhere.example/' } }))
  expect(await tested.test()).toMatchObject({ works: false, sentence: expect.stringContaining('https://elsewhere.example/') })
  server.respondWith(ok)
})

test.each([
  ['http://10.0.0.5:8080/send', [], /guard refused http:\/\/10\.0\.0\.5:8080.*TAPLINE_PRIVATE_ORIGINS/],
  ['http://localhost/send', [], /guard refused/],
  ['http://127.0.0.1:9/send', ['http://127.0.0.1:9'], /Nothing listens at http:\/\/127\.0\.0\.1:9/],
  ['https://nowhere.invalid/send', [], /cannot be resolved/],
])('%s cannot be reached, and it is said why; no message is lost by it', async (url, allowed, sentence) => {
  const carrier = openTestCarrier('generic', { settings: { submit: { url } }, secrets: {}, origins: allowed })
  expect(await carrier.test()).toMatchObject({ works: false, sentence: expect.stringMatching(sentence) })
  expect(await carrier.submit(aMessage())).toMatchObject({ kind: 'unavailable', reason: expect.stringMatching(sentence) })
})

test('an answer that does not come in time leaves it open whether the message was taken', async () => {
  const silent = await carrierServer(ok, { hold: () => new Promise(() => undefined) })
  const carrier = openTestCarrier('generic', {
    settings: { submit: { url: silent.origin }, timeout_seconds: 1 },
    secrets: {},
    origins: [silent.origin],
  })
  expect(await carrier.submit(aMessage())).toEqual({ kind: 'unknown', reason: 'deadline_passed' })
})

test('what waits for a free connection is given back when the carrier stops, and what is on its way is answered', async () => {
  let answer: () => void = () => undefined
  const first = new Promise<void>((resolve) => (answer = resolve))
  const slow = await carrierServer(ok, { hold: () => first })
  const carrier = openTestCarrier('generic', {
    settings: { submit: { url: slow.origin }, parallel: 1 },
    secrets: {},
    origins: [slow.origin],
  })
  const [sent, waiting] = [carrier.submit(aMessage()), carrier.submit(aMessage())]
  carrier.stop?.()
  expect(await waiting).toEqual({ kind: 'unavailable', retryAfterMs: undefined })
  answer()
  expect(await sent).toMatchObject({ kind: 'accepted' })
  expect(slow.asked).toHaveLength(1)
})
