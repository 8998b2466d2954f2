import { expect, test } from 'vitest'
import { api } from '../../../../test/helpers/api.ts'
import { testDatabase } from '../../../../test/helpers/database.ts'
import { newAccount } from '../../../../test/helpers/messaging.ts'
import { asker, wire } from '../../../../test/helpers/seven.ts'
import { createKey } from '../../../domain/accounts/keys.ts'

const db = await testDatabase()
const node = await api(db)
const ask = asker(node)
const raw = wire(node)
const target = 'https://receiver.example/hooks'
const all = async () => ((await ask('GET', 'hooks')) as { hooks: Record<string, unknown>[] }).hooks

test('a hook is made, listed as clients read it, and taken away', async () => {
  const made = await ask('POST', 'hooks', {
    target_url: target,
    event_type: 'tracking',
    request_method: 'JSON',
    headers: 'X-Shop: 7\nX-Key: a:b',
  })
  const { id } = made as { id: number }
  expect(made).toEqual({ success: true, code: null, id: expect.any(Number) })
  expect(await ask('GET', 'hooks')).toEqual({
    ...{ success: true, code: null },
    hooks: [
      {
        ...{ id: String(id), target_url: target, headers: 'x-shop: ********\nx-key: ********', event_type: 'tracking', event_filter: null },
        ...{ request_method: 'JSON', enabled: true, created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) },
      },
    ],
  })
  expect(await ask('DELETE', 'hooks', { id })).toEqual({ success: true, code: null })
  expect(await ask('DELETE', 'hooks', { id })).toMatchObject({ success: false, code: null })
  expect(await all()).toEqual([])
})

test('older clients say what to do by a word, and name a hook by what it was made with', async () => {
  const headers = { 'x-api-key': node.secretKey }
  const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
  for (const type of ['all', 'dlr', 'sms_mo']) {
    const body = `action=subscribe&target_url=${encodeURIComponent(target)}&event_type=${type}&event_filter=4915100000`
    expect(JSON.parse((await raw('hooks', { method: 'POST', headers: form, body })).text)).toMatchObject({
      success: true,
      id: expect.any(Number),
    })
  }
  const listed = JSON.parse((await raw('hooks?action=read', { headers })).text) as { hooks: unknown[] }
  expect(listed.hooks).toMatchObject([
    { event_type: 'all', request_method: 'POST', headers: '', event_filter: '4915100000' },
    { event_type: 'dlr' },
    { event_type: 'sms_mo' },
  ])
  const named = `hooks?action=unsubscribe&target_url=${encodeURIComponent(target)}&event_type=dlr`
  expect(JSON.parse((await raw(`${named}&request_method=JSON`, { headers })).text)).toMatchObject({ success: false })
  expect(JSON.parse((await raw(named, { headers })).text)).toEqual({ success: true, code: null })
  const [first, last] = await all()
  expect(JSON.parse((await raw(`hooks?id=${String(first?.id)}`, { method: 'DELETE', headers })).text)).toMatchObject({ success: true })
  expect(await ask('POST', 'hooks', { action: 'unsubscribe', id: last?.id })).toMatchObject({ success: true })
  expect(await ask('DELETE', 'hooks')).toBe('700')
})

test.each([
  ['an address that is none', { target_url: 'nonsense' }, /^Invalid URL/],
  ['no address', { target_url: undefined }, /^Invalid URL/],
  ['an address in a private network', { target_url: 'http://127.0.0.1/hooks' }, /^Invalid URL: .*private/],
  ['an event that is not here', { event_type: 'voice_call' }, /voice_call/],
  ['no event', { event_type: undefined }, /expected one of tracking/],
  ['headers that are none', { headers: 'nonsense' }, /^Invalid headers/],
  ['a header that signs', { headers: 'X-Signature: mine' }, /x-signature/],
])('%s is refused with a sentence', async (_what, body, sentence) => {
  const answer = await ask('POST', 'hooks', { target_url: target, event_type: 'all', ...body })
  expect(answer).toEqual({ success: false, code: null, error_message: expect.stringMatching(sentence) })
})

test('a method that is none is answered 700', async () => {
  expect(await ask('POST', 'hooks', { target_url: target, event_type: 'all', request_method: 'PUT' })).toBe('700')
})

test('hooks tell numbers, so who makes one must be allowed to read messages', async () => {
  const { accountId } = node
  const writer = await createKey(db, { accountId, name: 'writer', mode: 'live', scopes: ['webhooks:read', 'webhooks:write'] })
  expect(await asker(node, writer.key)('POST', 'hooks', { target_url: target, event_type: 'all' })).toBe('902')
  const reader = await createKey(db, { accountId, name: 'reader', mode: 'live', scopes: ['webhooks:read', 'messages:read'] })
  expect(await asker(node, reader.key)('POST', 'hooks', { target_url: target, event_type: 'all' })).toBe('902')
})

test('our own endpoints are not among them, and those of another account are nobody’s', async () => {
  await node.call('POST', '/v1/webhooks/endpoints', { url: target })
  expect(await all()).toEqual([])
  const { id } = (await ask('POST', 'hooks', { target_url: target, event_type: 'all' })) as { id: number }
  const stranger = asker({ app: node.app, secretKey: (await newAccount(db)).secretKey })
  expect(await stranger('GET', 'hooks')).toMatchObject({ hooks: [] })
  expect(await stranger('DELETE', 'hooks', { id })).toMatchObject({ success: false })
  expect(await all()).toMatchObject([{ id: String(id) }])
  const { body } = await node.call('GET', '/v1/webhooks/endpoints')
  expect(body.endpoints).toMatchObject([{ format: 'standard' }, { format: 'seven', description: 'seven.io' }])
})
