import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { recordInbound } from '../domain/messages/inbound.ts'

const db = await testDatabase()
const { app, call, parts, accountId } = await api(db)
const viewer = visitor(app, (await signInAs(db, { accountId, role: 'viewer' })).cookie)
const OURS = '4915799999999'
const PHONE = '+4915112340001'
const { body: made } = await call('POST', '/v1/contacts', { phone: PHONE, fields: { first_name: 'Ana' } })
const contact = `/v1/contacts/${String(made.id)}`
for (const text of ['first', 'second', 'third']) await call('POST', '/v1/messages', { to: PHONE, from: OURS, text, reference: text })
await call('POST', '/v1/messages', { to: '+4915112340002', from: OURS, text: 'to somebody else' })
await db`update messages set state = 'accepted', attempts = 1, submitted_at = now() where account_id = ${accountId}`
await recordInbound(parts, { carrierId: 1n, messages: [{ carrierMessageId: 'in-1', phone: PHONE, recipient: OURS, text: 'Thanks' }] })
await call('POST', '/v1/conversions', { name: 'order', phone: PHONE, value: '9.90', currency: 'EUR', order_id: 'A-1' })
await call('POST', '/v1/conversions', { name: 'order', phone: '+4915112340002', order_id: 'A-2' })

const textsOf = ({ body }: { body: Record<string, unknown> }) => (body.messages as { text: string }[]).map(({ text }) => text)

test('what a contact got is listed page by page, newest first, and nothing of others', async () => {
  const first = await call('GET', `${contact}/messages?limit=2`)
  expect(textsOf(first)).toEqual(['third', 'second'])
  const second = await call('GET', `${contact}/messages?limit=2&cursor=${String(first.body.next_cursor)}`)
  expect(textsOf(second)).toEqual(['first'])
  expect(second.body.next_cursor).toBeNull()
})

test('replies and conversions of a contact are listed, those by its number and those that follow from a message to it', async () => {
  expect((await call('GET', `${contact}/inbound`)).body).toMatchObject({ inbound: [{ text: 'Thanks', kind: 'text' }], next_cursor: null })
  const [message] = (await call('GET', `${contact}/messages?limit=1`)).body.messages as { id: string }[]
  await db`
    insert into conversions (account_id, test, name, at, source, state, reason, message_id, rendering_id, link, clicked_at)
    select account_id, false, 'sign_up', now() + interval '1 minute', 'server', 'attributed', 'click_id', id, rendering_id, 0, now()
    from messages where account_id = ${accountId} and id = ${message?.id ?? ''}::text::bigint`
  const { body } = await call('GET', `${contact}/conversions?limit=1`)
  expect(body.conversions).toMatchObject([{ name: 'sign_up', message_id: message?.id }])
  const rest = await call('GET', `${contact}/conversions?cursor=${String(body.next_cursor)}`)
  expect(rest.body).toMatchObject({ conversions: [{ order_id: 'A-1' }], next_cursor: null })
})

test('a viewer reads the history by the contact, with numbers masked, and not by the number', async () => {
  const messages = await viewer('GET', `${contact}/messages`)
  expect(messages.status).toBe(200)
  expect(JSON.stringify(messages.body)).not.toContain('15112340001')
  expect(textsOf(messages)).toEqual(['third', 'second', 'first'])
  for (const list of ['messages', 'inbound', 'conversions']) {
    expect((await viewer('GET', `${contact}/${list}`)).status).toBe(200)
    expect(await viewer('GET', `/v1/contacts/${encodeURIComponent(PHONE)}/${list}`)).toMatchObject({
      ...{ status: 403, body: { code: 'numbers_hidden' } },
    })
  }
})

test('a key without the scope of what is listed does not read it, nor does another account', async () => {
  const narrow = caller(app, (await createKey(db, { accountId, mode: 'live', name: 'narrow', scopes: ['contacts:read'] })).key)
  const foreign = caller(app, (await newAccount(db)).secretKey)
  for (const list of ['messages', 'inbound', 'conversions']) {
    expect(await narrow('GET', `${contact}/${list}`)).toMatchObject({ status: 403, body: { code: 'scope_missing' } })
    expect(await foreign('GET', `${contact}/${list}`)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  }
})
