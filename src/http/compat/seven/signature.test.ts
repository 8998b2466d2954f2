import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { api } from '../../../../test/helpers/api.ts'
import { testDatabase } from '../../../../test/helpers/database.ts'
import { newAccount } from '../../../../test/helpers/messaging.ts'
import { asker, wire, type Wire } from '../../../../test/helpers/seven.ts'
import { sevenHeaders, sevenSignature } from '../../../platform/sevenSignature.ts'
import { deleteOldNonces } from '../../../domain/accounts/sevenNonces.ts'

const db = await testDatabase()
const node = await api(db)
const ask = wire(node)
const { body } = await node.call('GET', '/v1/seven/signing-key')
const key = String(body.signing_key)
const now = new Date()
const headers = { 'x-api-key': node.secretKey, accept: 'application/json', 'content-type': 'application/json' }
const sms = { method: 'POST' as const, body: JSON.stringify({ to: '+4915112345678', text: 'Grüße ünï 🎉', no_reload: 1 }) }

/** Signs as a client does that knows this address. */
const signed = (
  path: string,
  { method = 'GET', body = '', base = 'http://localhost:4100', at = now }: Wire & { base?: string; at?: Date } = {},
) => sevenHeaders({ url: `${base}/compat/seven/api/${path}`, method, body }, { key, now: at })

test('a signed request is answered, with the public address as well as with the one that was asked', async () => {
  for (const base of ['http://localhost:4100', 'http://localhost:80'])
    expect((await ask('balance', { headers: { ...headers, ...signed('balance', { base }) } })).text).toContain('amount')
  expect(await ask('balance', { headers: { ...headers, ...signed('balance', { base: 'https://other.example' }) } })).toMatchObject({
    text: '"901"',
  })
  expect(await ask('sms', { ...sms, headers: { ...headers, ...signed('sms', sms) } })).toMatchObject({
    text: expect.stringContaining('"100"'),
  })
  const query = 'journal/outbound?limit=5&date_from=undefined'
  expect((await ask(query, { headers: { ...headers, ...signed(query) } })).text).toMatch(/^\[/)
})

test('a request is answered once', async () => {
  const signature = signed('sms', sms)
  expect((await ask('sms', { ...sms, headers: { ...headers, ...signature } })).text).toContain('"100"')
  expect((await ask('sms', { ...sms, headers: { ...headers, ...signature } })).text).toBe('"901"')
  const twice = signed('balance')
  const answers = await Promise.all([1, 2, 3].map(() => ask('balance', { headers: { ...headers, ...twice } })))
  expect(answers.filter(({ text }) => text === '"901"')).toHaveLength(2)
})

test.each([
  ['another body', 'sms', () => signed('sms', { ...sms, body: '{}' })],
  ['another method', 'sms', () => signed('sms', { ...sms, method: 'GET' })],
  ['another address', 'sms', () => signed('balance', sms)],
  ['half a minute too late', 'sms', () => signed('sms', { ...sms, at: new Date(Date.now() - 33_000) })],
  ['a clock that is ahead', 'sms', () => signed('sms', { ...sms, at: new Date(Date.now() + 33_000) })],
  ['no time', 'sms', () => ({ ...signed('sms', sms), 'x-timestamp': '' })],
  ['a nonce that is none', 'sms', () => ({ ...signed('sms', sms), 'x-nonce': 'a b' })],
  ['half a signature', 'sms', () => ({ ...signed('sms', sms), 'x-signature': 'abc' })],
  ['a signature of other letters', 'sms', () => ({ ...signed('sms', sms), 'x-signature': 'ü'.repeat(64) })],
])('a signature with %s is answered 901, and nothing is sent', async (_what, path, sign) => {
  const before = await db`select count(*)::int as count from messages`
  const answer = await ask(path, { ...sms, headers: { ...headers, ...sign() } })
  expect(answer).toMatchObject({ status: 200, text: '"901"' })
  expect(String(answer.headers['x-tapline-detail'])).toMatch(/X-|signature/)
  expect(await db`select count(*)::int as count from messages`).toEqual(before)
})

test('a signature without time and nonce is answered 901', async () => {
  const signature = { 'x-signature': randomBytes(32).toString('hex') }
  expect(await ask('balance', { headers: { ...headers, ...signature } })).toMatchObject({ text: '"901"' })
})

test('the key of another account signs nothing', async () => {
  const stranger = await newAccount(db)
  const answer = await ask('balance', { headers: { ...headers, 'x-api-key': stranger.secretKey, ...signed('balance') } })
  expect(answer).toMatchObject({ text: '"901"' })
})

test('an account can demand signatures', async () => {
  expect((await node.call('PATCH', '/v1/seven', { requires_signature: true })).body).toEqual({ sender: null, requires_signature: true })
  expect(await ask('balance', { headers })).toMatchObject({ text: '"901"' })
  expect((await ask('balance', { headers: { ...headers, ...signed('balance', { at: new Date() }) } })).text).toContain('amount')
  await node.call('PATCH', '/v1/seven', { requires_signature: false })
  expect((await ask('balance', { headers })).text).toContain('amount')
})

test('the signing key stays until it is rotated; then the former one opens nothing', async () => {
  const again = await node.call('GET', '/v1/seven/signing-key')
  expect(again.body.signing_key).toBe(key)
  const rotated = await node.call('POST', '/v1/seven/signing-key/rotate')
  expect(rotated.body.signing_key).not.toBe(key)
  expect(await ask('balance', { headers: { ...headers, ...signed('balance', { at: new Date() }) } })).toMatchObject({ text: '"901"' })
  const url = 'http://localhost:4100/compat/seven/api/balance'
  const fresh = sevenHeaders({ url, method: 'GET', body: '' }, { key: String(rotated.body.signing_key), now: new Date() })
  expect((await ask('balance', { headers: { ...headers, ...fresh } })).text).toContain('amount')
  const entries = await db<{ action: string }[]>`select action from audit_entries where action like 'seven%' order by id`
  expect(entries.map(({ action }) => action)).toEqual([
    ...[
      'seven_signing_key.shown',
      'seven_settings.changed',
      'seven_settings.changed',
      'seven_signing_key.shown',
      'seven_signing_key.rotated',
    ],
  ])
})

test('the default sender of an account is its own', async () => {
  await node.call('PATCH', '/v1/seven', { sender: 'Shop' })
  expect(await asker(node)('POST', 'sms', { to: '+4915112345679', text: 'Hi' })).toMatchObject({ messages: [{ sender: 'Shop' }] })
  expect((await node.call('PATCH', '/v1/seven', { sender: 'far too long a' })).body).toMatchObject({ code: 'sender_invalid' })
  expect((await node.call('GET', '/v1/seven')).body).toEqual({ sender: 'Shop', requires_signature: false })
})

test('nonces are forgotten after five minutes', async () => {
  await db`update seven_nonces set at = now() - interval '6 min' where nonce = (select nonce from seven_nonces limit 1)`
  expect(await deleteOldNonces(db, { limit: 10 })).toBe(1)
  expect(await deleteOldNonces(db, { limit: 10 })).toBe(0)
})

test('the signature is that of the documentation', () => {
  const given = { timestamp: '1640995200', nonce: 'abc', method: 'GET', url: 'https://sms.example/api/balance', body: '' }
  const [hash, again] = [sevenSignature(given, 'secret'), sevenSignature({ ...given, body: new Uint8Array() }, 'secret')]
  expect(hash).toMatch(/^[0-9a-f]{64}$/)
  expect(again).toBe(hash)
})
