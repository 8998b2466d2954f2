import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { recordInbound } from '../domain/messages/inbound.ts'

const db = await testDatabase()
const { app, call, parts, accountId } = await api(db)
const other = await newAccount(db)
const callOther = caller(app, other.secretKey)
const OURS = '4915799999999'
let phones = 7_000_000
const aPhone = () => `+49151${++phones}0`

/** A message that was sent, and what its recipient wrote back. */
async function written(text: string): Promise<{ phone: string; messageId: string }> {
  const phone = aPhone()
  const { body } = await call('POST', '/v1/messages', { to: phone, from: OURS, text: 'Hi' })
  await db`update messages set state = 'accepted', attempts = 1, submitted_at = now() where phone = ${phone}`
  await recordInbound(parts, { carrierId: 1n, messages: [{ carrierMessageId: `in-${phone}`, phone, recipient: OURS, text }] })
  return { phone, messageId: (body.messages as { id: string }[])[0]?.id ?? '' }
}
const listed = async (query = '') =>
  ((await call('GET', `/v1/suppressions?limit=200${query}`)).body.suppressions as { phone: string }[]).map(({ phone }) => phone)
const remove = (phone: string, by = call) => by('DELETE', `/v1/suppressions/${encodeURIComponent(phone)}`)

test('numbers are suppressed with an answer for each, and stop what is sent to them', async () => {
  const [first, second] = [aPhone(), aPhone()]
  await call('POST', '/v1/suppressions', { phones: [second] })
  const { status, body } = await call('POST', '/v1/suppressions', { phones: [first, second, '12', first], source: 'import' })
  expect(status).toBe(200)
  expect(body).toEqual({
    ...{ added: 1, already: 2, refused: 1 },
    phones: [
      { phone: first, status: 'added' },
      { phone: second, status: 'already' },
      { phone: '12', status: 'refused', code: 'phone_invalid', detail: expect.stringContaining('Cannot parse') },
      { phone: first, status: 'already' },
    ],
  })
  const sent = await call('POST', '/v1/messages', { to: first, from: 'Acme', text: 'Hi' })
  const [message] = sent.body.messages as { id: string }[]
  expect((await call('GET', `/v1/messages/${message?.id}`)).body.state).toBe('suppressed')
  expect((await listed('&source=import')).filter((phone) => [first, second].includes(phone))).toEqual([first])
})

test('ten thousand numbers in one call are taken, one more is refused', async () => {
  const many = Array.from({ length: 10_000 }, (_, at) => `+4915${String(200_000_000 + at)}`)
  expect((await call('POST', '/v1/suppressions', { phones: many })).body).toMatchObject({ added: 10_000 })
  expect(await call('POST', '/v1/suppressions', { phones: [...many, '+4915112345678'] })).toMatchObject({ status: 400 })
  const [row] = await db`select count(*)::int as count from suppressions where account_id = ${accountId} and phone like '+49152%'`
  expect(row?.count).toBe(10_000)
  await db`delete from suppressions where phone like '+49152%'`
})

test('the list goes page by page, the newest first, and the file holds all, guarded', async () => {
  await db`delete from suppressions where account_id = ${accountId}`
  const own = [aPhone(), aPhone(), aPhone()]
  for (const phone of own) await call('POST', '/v1/suppressions', { phones: [phone] })
  const first = await call('GET', '/v1/suppressions?limit=2')
  const second = await call('GET', `/v1/suppressions?limit=2&cursor=${String(first.body.next_cursor)}`)
  const seen = [first, second].flatMap(({ body }) => (body.suppressions as { phone: string }[]).map(({ phone }) => phone))
  expect(seen).toEqual(own.toReversed())
  expect(second.body.next_cursor).toBeNull()
  const file = await app.inject({
    url: '/v1/suppressions/export',
    headers: { authorization: `Bearer ${(await createKey(db, { accountId, name: 'x', mode: 'live', scopes: ['contacts:read'] })).key}` },
  })
  expect(file.headers['content-type']).toContain('text/csv')
  expect(file.body.split('\r\n').slice(0, 2)).toEqual(['\ufeffphone,source,created_at', expect.stringMatching(/^\+\d+,manual,\d{4}-/)])
  expect(file.body.split('\r\n')).toHaveLength(5)
})

test('a number is let free by hand, whoever suppressed it, which ends its opt-out', async () => {
  const { phone } = await written('STOP')
  expect(await remove(phone)).toMatchObject({ status: 200, body: { phone, removed: true } })
  expect(await remove(phone)).toMatchObject({ status: 404, body: { code: 'not_found' } })
  expect(await remove('12')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  const { body } = await call('GET', '/v1/opt-outs')
  expect((body.opt_outs as { phone: string; ended_at: string | null }[]).find((each) => each.phone === phone)?.ended_at).toEqual(
    expect.any(String),
  )
  expect(await db`select data->>'by' as by from outbox where type = 'contact.opted_in' order by id desc limit 1`).toEqual([
    { by: 'manual' },
  ])
})

test('opt-outs that are not sure are listed for review; dismissing one lifts it, confirming one keeps it', async () => {
  const kept = await written('please stop it')
  const lifted = await written('cancel my appointment')
  const plain = await written('STOP')
  const pending = async () =>
    (await call('GET', '/v1/opt-outs?review=pending')).body.opt_outs as { id: string; phone: string; text: string; message_id: string }[]
  expect((await pending()).map(({ phone, text, message_id }) => [phone, text, message_id])).toEqual([
    [lifted.phone, 'cancel my appointment', lifted.messageId],
    [kept.phone, 'please stop it', kept.messageId],
  ])
  const idOf = async (phone: string) => (await db<{ id: bigint }[]>`select id from opt_outs where phone = ${phone}`)[0]?.id
  const confirm = async (phone: string, by = call) => by('POST', `/v1/opt-outs/${await idOf(phone)}/confirm`)
  const dismiss = async (phone: string, by = call) => by('POST', `/v1/opt-outs/${await idOf(phone)}/dismiss`)
  expect(await confirm(kept.phone)).toMatchObject({ status: 200, body: { review: 'confirmed', ended_at: null } })
  expect(await confirm(kept.phone)).toMatchObject({ status: 200 })
  expect(await dismiss(kept.phone)).toMatchObject({ status: 409, body: { code: 'opt_out_not_pending' } })
  expect(await dismiss(lifted.phone, callOther)).toMatchObject({ status: 404 })
  expect(await dismiss(lifted.phone)).toMatchObject({ status: 200, body: { review: 'dismissed', ended_at: expect.any(String) } })
  expect(await dismiss(lifted.phone)).toMatchObject({ status: 200 })
  expect(await dismiss(plain.phone)).toMatchObject({ status: 409, body: { code: 'opt_out_not_pending' } })
  expect(await pending()).toEqual([])
  const suppressed = await listed()
  expect([kept, lifted, plain].map(({ phone }) => suppressed.includes(phone))).toEqual([true, false, true])
  const actions = await db<{ action: string }[]>`select action from audit_entries where action like 'opt_out.%' order by id`
  expect(actions.map(({ action }) => action)).toEqual(['opt_out.confirmed', 'opt_out.dismissed'])
})

test('a dismissal lifts nothing that was suppressed for another reason too', async () => {
  const { phone } = await written('please stop it now')
  await call('POST', '/v1/suppressions', { phones: [phone], source: 'complaint' })
  const [row] = await db<{ id: bigint }[]>`select id from opt_outs where phone = ${phone}`
  await call('POST', `/v1/opt-outs/${row?.id}/dismiss`)
  expect(await listed('&source=complaint')).toContain(phone)
})

test('what people wrote is listed by phone, kind and time, and read by its account alone', async () => {
  const { phone, messageId } = await written('Where is my parcel?')
  await written('STOP')
  const query = `/v1/inbound?phone=${encodeURIComponent(phone)}`
  const { body } = await call('GET', query)
  expect(body.inbound).toEqual([
    {
      ...{ id: expect.any(String), phone, to: OURS, text: 'Where is my parcel?', kind: 'text', sure: true, handled: 'none', test: false },
      ...{ message_id: messageId, answer_message_id: null, received_at: expect.any(String) },
    },
  ])
  const [message] = body.inbound as { id: string }[]
  expect((await call('GET', `/v1/inbound/${message?.id}`)).body).toEqual(message)
  expect((await callOther('GET', `/v1/inbound/${message?.id}`)).status).toBe(404)
  expect((await callOther('GET', '/v1/inbound')).body.inbound).toEqual([])
  expect((await call('GET', `${query}&kind=opt_out`)).body.inbound).toEqual([])
  expect((await call('GET', `${query}&since=2999-01-01T00:00:00Z`)).body.inbound).toEqual([])
  expect((await call('GET', `${query}&test=true`)).body.inbound).toEqual([])
  const first = await call('GET', '/v1/inbound?limit=1')
  const second = await call('GET', `/v1/inbound?limit=1&cursor=${String(first.body.next_cursor)}`)
  expect((second.body.inbound as unknown[]).length).toBe(1)
  expect(second.body).not.toEqual(first.body)
})

test('answers to replies that could not be sent later are refused when they are set', async () => {
  const set = (changes: Record<string, unknown>) => call('PATCH', '/v1/account', changes)
  expect(await set({ help_reply: 'Ask us: {opt_out_link} or {name|x}' })).toMatchObject({ status: 200 })
  expect(await set({ stop_reply: 'Bye {name}' })).toMatchObject({ status: 422, body: { code: 'template_invalid', field: 'stop_reply' } })
  expect(await set({ start_reply: 'a\u0001b' })).toMatchObject({ status: 422, body: { code: 'template_invalid' } })
  expect(await set({ start_reply: '   ' })).toMatchObject({ status: 400 })
  expect((await set({ help_reply: null })).body).toMatchObject({ stop_reply: null, start_reply: null, help_reply: null })
})

test('scopes of contacts are asked for', async () => {
  const { key } = await createKey(db, { accountId, name: 'reader', mode: 'live', scopes: ['messages:read'] })
  const reader = caller(app, key)
  for (const [method, url] of [
    ['GET', '/v1/suppressions'],
    ['GET', '/v1/opt-outs'],
    ['DELETE', '/v1/suppressions/%2B4915112345678'],
  ] as const)
    expect((await reader(method, url)).body).toMatchObject({ code: 'scope_missing' })
  expect((await reader('GET', '/v1/inbound')).status).toBe(200)
})
