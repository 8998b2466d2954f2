import { expect, test } from 'vitest'
import { api } from '../../../../test/helpers/api.ts'
import { testDatabase } from '../../../../test/helpers/database.ts'
import { wire } from '../../../../test/helpers/seven.ts'
import { createKey, revokeKey } from '../../../domain/accounts/keys.ts'

const db = await testDatabase()
const node = await api(db)
const ask = wire(node)
const key = node.secretKey
const json = { accept: 'application/json' }
const form = { 'content-type': 'application/x-www-form-urlencoded' }

test.each([
  ['the header X-Api-Key', 'balance', { 'x-api-key': key }],
  ['the header X-Api-Key with Bearer before it', 'balance', { 'x-api-key': `Bearer ${key}` }],
  ['Basic with the bare key', 'balance', { authorization: `Basic ${key}` }],
  ['basic in lower case', 'balance', { authorization: `basic ${key}` }],
  ['Bearer', 'balance', { authorization: `Bearer ${key}` }],
  ['p in the query', `balance?p=${key}`, {}],
  ['u and p in the query', `balance?u=shop&p=${key}&sentWith=python`, {}],
])('a key opens as %s', async (_how, path, headers) => {
  expect(await ask(path, { headers: { ...json, ...headers } })).toMatchObject({ status: 200, text: '{"amount":1000000,"currency":"EUR"}' })
})

test.each([
  ['a form', form, `p=${key}&sentWith=csharp`],
  ['JSON', { 'content-type': 'application/json' }, JSON.stringify({ p: key })],
])('a key opens as p in %s', async (_how, headers, body) => {
  expect(await ask('balance', { method: 'POST', headers: { ...json, ...headers }, body })).toMatchObject({ status: 200, isJson: true })
})

test('without a key, with a wrong, a foreign or a revoked one the answer is 900, in a form that each client understands', async () => {
  const gone = await createKey(db, { accountId: node.accountId, name: 'gone', mode: 'live', scopes: ['messages:write'] })
  await revokeKey(db, { accountId: node.accountId, keyId: gone.id })
  for (const headers of [{}, { 'x-api-key': 'nonsense' }, { 'x-api-key': gone.key }, { authorization: 'Basic dXNlcjpwYXNz' }]) {
    expect(await ask('balance', { headers })).toMatchObject({ status: 200, text: '900', isJson: false })
    expect(await ask('balance', { headers: { ...json, ...headers } })).toMatchObject({ status: 200, text: '"900"', isJson: true })
  }
  expect(await ask('sms', { method: 'POST', headers: form, body: 'to=49170&text=Hi' })).toMatchObject({ text: '900' })
  expect((await ask('balance')).headers['x-tapline-detail']).toMatch(/X-Api-Key/)
})

test('a key without the scope, and one that asks for a subaccount, is answered 902', async () => {
  const reader = await createKey(db, { accountId: node.accountId, name: 'reader', mode: 'live', scopes: ['messages:read'] })
  expect(await ask('balance', { headers: { ...json, 'x-api-key': reader.key } })).toMatchObject({ status: 200, text: '"902"' })
  expect(await ask('balance', { headers: { ...json, 'x-api-key': key, 'x-account-id': '7' } })).toMatchObject({ text: '"902"' })
})

test.each([
  'nothing',
  'lookup/hlr?number=49',
  'lookup/mnp',
  'lookup/cnam',
  'rcs/messages',
  'voice',
  'validate_for_voice',
  'subaccounts/read',
])('%s is not there, and is answered 902 with a sentence', async (path) => {
  const answer = await ask(path, { headers: { ...json, 'x-api-key': key } })
  expect(answer).toMatchObject({ status: 200, text: '"902"' })
  expect(String(answer.headers['x-tapline-detail'])).toMatch(/^There |not looked up here/)
  expect(await ask(path, { headers: json })).toMatchObject({ status: 200, text: '"900"' })
})

test('a method that an address does not have is answered 902', async () => {
  expect(await ask('balance', { method: 'DELETE', headers: { 'x-api-key': key } })).toMatchObject({ status: 200, text: '902' })
})

test('json=1 asks for JSON too, in the query and in a form', async () => {
  expect(await ask('balance?json=1', { headers: { 'x-api-key': key } })).toMatchObject({ isJson: true })
  expect(await ask('balance', { method: 'POST', headers: { 'x-api-key': key, ...form }, body: 'json=1' })).toMatchObject({ isJson: true })
  expect(await ask('balance', { headers: { 'x-api-key': key } })).toMatchObject({ text: '1000000', isJson: false })
})

test('a body that nobody can read is answered 700, one that is too large 413, and neither ends a request badly', async () => {
  const headers = { 'x-api-key': key, ...json, 'content-type': 'application/json' }
  for (const body of ['{"to":', '[1,2]', '{"to":{"a":1},"text":"Hi"}', '{"__proto__":{"to":"1"}}'])
    expect([body, await ask('sms', { method: 'POST', headers, body })]).toMatchObject([body, { status: 200, text: '"700"' }])
  const multipart = { ...headers, 'content-type': 'multipart/form-data; boundary=x' }
  expect(await ask('sms', { method: 'POST', headers: multipart, body: '--x--' })).toMatchObject({ status: 200, text: '"700"' })
  expect(await ask('sms', { method: 'POST', headers, body: 'x'.repeat(1_100_000) })).toMatchObject({ status: 413, text: '"700"' })
})

test('whoever asks more often than the key may is told when to come again', async () => {
  const slow = await createKey(db, { accountId: node.accountId, name: 'slow', mode: 'live', scopes: ['messages:write'] })
  await db`update api_keys set rate_per_minute = 1 where id = ${slow.id}`
  const headers = { ...json, 'x-api-key': slow.key }
  expect(await ask('balance', { headers })).toMatchObject({ status: 200 })
  const answer = await ask('balance', { headers })
  expect(answer).toMatchObject({ status: 429, text: '"700"' })
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
})
