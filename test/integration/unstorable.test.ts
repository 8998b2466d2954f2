import { expect, test } from 'vitest'
import { api } from '../helpers/api.ts'
import { testDatabase } from '../helpers/database.ts'

const { call } = await api(await testDatabase())

test('an id that no column can hold is an address that leads nowhere', async () => {
  for (const path of ['/v1/messages/9223372036854775808', '/v1/messages/9999999999999999999/hits', '/v1/links/9223372036854775808'])
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'not_found' } })
})

test('a text with the character U+0000 is refused wherever it comes from', async () => {
  expect(await call('PATCH', '/v1/account', { name: 'a\u0000b' })).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
  expect(await call('GET', '/v1/messages?label=a%00b')).toMatchObject({ status: 400, body: { code: 'query_invalid', field: 'label' } })
})

test('a year that the calendar does not have is refused', async () => {
  for (const query of ['created_after=0000-01-01T00:00:00Z', 'created_before=0000-12-31T00:00:00Z'])
    expect(await call('GET', `/v1/messages?${query}`)).toMatchObject({ status: 400, body: { code: 'query_invalid' } })
  expect(await call('GET', '/v1/stats?to=0001-01-10T00:00:00Z')).toMatchObject({ status: 400, body: { field: 'to' } })
})

test('a cursor with a day that does not exist is no cursor', async () => {
  const { body } = await call('POST', '/v1/messages', { to: '+4915112345678', from: 'Acme', text: 'Hi' })
  const id = String(Array.isArray(body.messages) ? body.messages[0]?.id : '')
  const cursor = Buffer.from('2026-02-31T00:00:00.000Z 1:(0,0)').toString('base64url')
  expect(await call('GET', `/v1/messages/${id}/hits?cursor=${cursor}`)).toMatchObject({ status: 400, body: { code: 'cursor_invalid' } })
})
