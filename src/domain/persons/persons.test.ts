import { expect, test } from 'vitest'
import { aHit, appendAll, aFolder, nothingForeign, silent } from '../../../test/helpers/hits.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { api, caller } from '../../../test/helpers/api.ts'
import { newAccount, send, SHORT_HOST, silentLog } from '../../../test/helpers/messaging.ts'
import { createKey } from '../accounts/keys.ts'
import { suppress, isSuppressed } from '../contacts/suppressions.ts'
import { createSimulator } from '../../carriers/simulator/simulator.ts'
import { recordInbound } from '../messages/inbound.ts'
import { sendDue } from '../messages/send.ts'
import { drainDirectory } from '../tracking/drainDirectory.ts'
import { openJournal } from '../tracking/journal.ts'
import { reclassify } from '../tracking/reclassify.ts'
import type { HitRecord } from '../tracking/record.ts'
import { verify } from '../tracking/verify.ts'
import { columns } from './columns.ts'
import { continueErasures, erasePerson } from './erase.ts'

const db = await testDatabase({ max: 6 })
const { app, parts, call, key, accountId, resolver } = await api(db)
let phones = 4_000_000
const aPhone = () => `+49151${++phones}0`

const simulator = createSimulator({ db, onReceipts: async () => undefined, fetchPreview: async () => undefined })
const sendAll = () => sendDue({ db, renderings: parts.renderings, carrier: simulator, carrierId: 1n, limit: 200, log: silentLog })
const erase = (phone: string, account = accountId) => erasePerson(parts, { accountId: account, phone, actor: 'operator' })
const rowOf = async (id: bigint) => (await db`select * from messages where id = ${id}`)[0]

async function queue(phone: string, request: Record<string, unknown> = {}) {
  const [recipient] = (
    await send(parts, key, { to: phone, text: 'Hi {name}, see https://shop.example/', values: { name: 'Ana' }, ...request })
  ).recipients
  if (recipient?.kind !== 'prepared') throw new Error('refused')
  return { id: recipient.id, code: new URL(recipient.links[0]?.shortLink ?? 'http://none.test/').pathname.slice(1) }
}

/** Brings hits into the database as a node does. */
async function drain(hits: readonly Partial<HitRecord>[]): Promise<void> {
  const dir = aFolder()
  const journal = await openJournal({ dir, log: silent })
  await appendAll(
    journal,
    hits.map((hit) => aHit({ accountId: Number(accountId), ...hit })),
  )
  await journal.close()
  await drainDirectory(db, { dir, log: silent, storeForeign: nothingForeign })
}

/** Tables in which a word stands anywhere. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await db<{ name: string }[]>`select table_name as name from information_schema.tables where table_schema = 'public'`
  const found = []
  for (const { name } of tables) {
    const [row] = await db<{ n: number }[]>`select count(*)::int as n from ${db(name)} as t where position(${word} in t::text) > 0`
    if ((row?.n ?? 0) > 0) found.push(name)
  }
  return found
}

test('every column of the schema is classed, and no other', async () => {
  const rows = await db<{ name: string; column: string }[]>`
    select relname as name, attname as column from pg_attribute join pg_class on pg_class.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and attnum > 0 and not attisdropped`
  const classed = Object.entries(columns).flatMap(([table, { recipient = {}, user = [], other = [] }]) =>
    [...Object.keys(recipient), ...user, ...other].map((column) => `${table}.${column}`),
  )
  expect(classed.toSorted()).toEqual(rows.map(({ name, column }) => `${name}.${column}`).toSorted())
})

test('after an erase the number, its names and its user agents stand nowhere in the database, while totals stay', async () => {
  const phone = aPhone()
  const body = {
    to: phone,
    from: 'Acme',
    text: 'Hi {name}, see https://shop.example/',
    values: { name: 'Annabell' },
    reference: 'order-4711',
  }
  const sent = await call('POST', '/v1/messages', body, { 'idempotency-key': 'persons-1' })
  expect(sent.status).toBe(202)
  await sendAll()
  const [message] = await db<{ id: bigint; rendering: bigint }[]>`select id, rendering_id as rendering from messages where phone = ${phone}`
  const id = Number(message?.id)
  const hit = { messageId: id, renderingId: Number(message?.rendering), userAgent: 'Mozilla/5.0 Annabellphone Firefox/99' }
  await drain([hit, hit])
  await suppress(db, parts.phoneHash, { accountId, phone, source: 'manual' })
  expect(await tablesWith('Annabell')).toEqual(expect.arrayContaining(['hits', 'idempotency_answers', 'messages', 'simulator_messages']))
  const totals = await db`select * from link_totals where message_id = ${id}`

  expect(await erase(phone)).toEqual({ state: 'finished', messages: 1 })
  await drain([hit])
  for (const word of [phone, phone.slice(1), 'Annabell', 'order-4711']) expect(await tablesWith(word)).toEqual([])
  const hits = await db`select verdict, user_agent, network, erased, device from hits where message_id = ${id}`
  expect(hits).toEqual(
    Array.from({ length: 3 }, () => ({ verdict: 'click', user_agent: '', network: null, erased: true, device: 'other' })),
  )
  expect((await db`select clicks from link_totals where message_id = ${id}`)[0]?.clicks).toBe(Number(totals[0]?.clicks) + 1)
  expect((await verify(db)).differences).toEqual([])
  await reclassify(db, { onSlice: () => undefined })
  expect(await db`select distinct verdict from hits where message_id = ${id}`).toEqual([{ verdict: 'click' }])
  expect((await verify(db)).differences).toEqual([])
  expect(await isSuppressed(db, parts.phoneHash, { accountId, phone })).toBe(true)
  const again = await call('POST', '/v1/messages', body, { 'idempotency-key': 'persons-1' })
  expect(again.body).toMatchObject({ messages: [{ phone: '[erased]', text: '[erased]', links: [] }] })
  const shown = await call('GET', `/v1/messages/${id}`)
  expect(shown.body).toMatchObject({ phone: '[erased]', text: '[erased]', reference: null, clicks: 3 })
})

test('a recipient that was refused is erased from stored answers too, as it was written', async () => {
  const phone = aPhone()
  const twice = { to: [phone, phone.replace('+49', '0'), '12'], from: 'Acme', text: 'Hi' }
  await db`update accounts set default_country = 'DE' where id = ${accountId}`
  expect((await call('POST', '/v1/messages', twice, { 'idempotency-key': 'persons-2' })).body).toMatchObject({ queued: 1, refused: 2 })
  expect((await erase(phone)).state).toBe('finished')
  expect(await tablesWith(phone.slice(4))).toEqual([])
  const again = await call('POST', '/v1/messages', twice, { 'idempotency-key': 'persons-2' })
  expect(again.body).toMatchObject({ messages: [{ to: '[erased]' }, { to: '[erased]', detail: '[erased]' }, { to: '12' }] })
})

test('a link that a machine hammered is erased too, in slices', async () => {
  const phone = aPhone()
  const [much, little] = [await queue(phone), await queue(phone)]
  await drain(Array.from({ length: 1_300 }, (_, at) => ({ messageId: Number(at === 7 ? little.id : much.id), at: Date.now() - at })))
  expect((await erase(phone)).state).toBe('finished')
  expect(
    await db`select count(*)::int as n from hits where message_id in (${much.id}, ${little.id}) and erased and user_agent = ''`,
  ).toEqual([{ n: 1_300 }])
})

test('messages that wait are cancelled, and their codes and those that were sent answer as deleted', async () => {
  const phone = aPhone()
  const sent = await queue(phone)
  await sendAll()
  await resolver.resolve(SHORT_HOST, sent.code)
  const waiting = await queue(phone, { send_at: new Date(Date.now() + 3_600_000).toISOString() })
  expect(await erase(phone)).toEqual({ state: 'finished', messages: 2 })
  expect(await rowOf(waiting.id)).toMatchObject({ state: 'cancelled', phone: '[erased]', merge_values: null })
  expect(await db`select type from outbox where data->>'message_id' = ${String(waiting.id)}`).toEqual([{ type: 'message.cancelled' }])
  expect(await resolver.resolve(SHORT_HOST, waiting.code)).toEqual({ kind: 'deleted' })
})

test('a message on its way to a carrier is waited for, and the job finishes the rest', async () => {
  const phone = aPhone()
  const { id } = await queue(phone)
  await db`update messages set state = 'submitting', claimed_until = now() + interval '1 min', attempts = 1 where id = ${id}`
  expect(await erase(phone)).toEqual({ state: 'working', messages: 0 })
  expect(await rowOf(id)).toMatchObject({ state: 'submitting', phone })
  await db`update messages set state = 'unknown', claimed_until = null, on_unknown = 'resend' where id = ${id}`
  await Promise.all([continueErasures(parts), continueErasures(parts)])
  await continueErasures(parts)
  expect(await rowOf(id)).toMatchObject({ state: 'unknown', phone: '[erased]', on_unknown: 'keep' })
  expect(await db`select 1 from erasures where finished_at is null`).toHaveLength(0)
})

test('a text that only this person got goes with it, one that others got stays', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  await queue(phone, { text: 'Dear Beatrix, your doctor says https://clinic.example/beatrix', values: {} })
  await queue(phone, { text: 'Shared words https://shared.example/', values: {} })
  const shared = await queue(other, { text: 'Shared words https://shared.example/', values: {} })
  await erase(phone)
  expect(await tablesWith('Beatrix')).toEqual([])
  expect(await tablesWith('beatrix')).toEqual([])
  expect(await tablesWith('Shared words')).toEqual(['template_versions'])
  expect(await resolver.resolve(SHORT_HOST, shared.code)).toMatchObject({ kind: 'redirect', location: 'https://shared.example/' })
  const sameElsewhere =
    await db`select 1 from renderings join template_versions on template_versions.id = template_version_id where text = '[erased]' and renderings.hash is not null`
  expect(sameElsewhere).toHaveLength(0)
  const anew = await queue(other, { text: 'Dear Beatrix, your doctor says https://clinic.example/beatrix', values: {} })
  expect(await resolver.resolve(SHORT_HOST, anew.code)).toMatchObject({ kind: 'redirect' })
})

test('erasing touches neither another number nor another account, and the audit log names nobody', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  const stranger = await newAccount(db)
  const mine = await queue(other)
  await send(parts, stranger.key, { to: phone, text: 'Theirs' })
  await queue(phone)
  await erase(phone)
  expect(await rowOf(mine.id)).toMatchObject({ phone: other, merge_values: { name: 'Ana' } })
  expect(await db`select account_id from messages where phone = ${phone}`).toEqual([{ account_id: stranger.accountId }])
  const subject = `person:${parts.phoneHash({ accountId, phone }).toString('hex')}`
  const audit = await db`select action, data from audit_entries where account_id = ${accountId} and subject = ${subject} order by id`
  expect(audit).toEqual([
    { action: 'person.erasure_ordered', data: {} },
    { action: 'person.erased', data: { messages: 1 } },
  ])
})

test('a person with thousands of messages is erased in slices, by several workers at once', async () => {
  const phone = aPhone()
  const { id } = await queue(phone)
  await db`
    insert into messages select (json_populate_record(messages, json_build_object('id', 5000000 + n, 'first_number', 900000000 + n, 'state', 'delivered'))).*
    from messages, generate_series(1, 7000) as n where id = ${id}`
  const first = await erase(phone)
  expect(first).toEqual({ state: 'working', messages: 6_000 })
  for (let turn = 0; turn < 20; turn++) await Promise.all([continueErasures(parts), continueErasures(parts), continueErasures(parts)])
  expect(await db`select messages, phone from erasures order by id desc limit 1`).toEqual([{ messages: 7_001, phone: null }])
  expect(await db`select 1 from messages where phone = ${phone} limit 1`).toHaveLength(0)
})

test('the API exports and erases with a scope of its own', async () => {
  const phone = aPhone()
  const { id } = await queue(phone)
  await sendAll()
  await drain([{ messageId: Number(id) }])
  const found = await call('POST', '/v1/persons/export', { phone })
  expect(found.status).toBe(200)
  expect(found.body).toMatchObject({
    phone,
    messages: [{ id: String(id), text: expect.stringMatching(/^Hi Ana, see https:/), state: 'accepted', merge_values: { name: 'Ana' } }],
    hits: [{ message_id: String(id), verdict: 'click', network: '192.0.2.0/24' }],
    events: [{ type: 'message.accepted' }, { type: 'hit.click' }],
    carriers: [{ text: expect.stringContaining('Hi Ana') }],
    suppressions: [],
  })
  expect((await call('POST', '/v1/persons/erase', { phone })).body).toEqual({ state: 'finished', messages: 1 })
  expect((await call('POST', '/v1/persons/export', { phone })).body).toMatchObject({ messages: [], hits: [], events: [], carriers: [] })
  expect((await call('POST', '/v1/persons/erase', { phone: '12' })).body).toMatchObject({ code: 'phone_invalid' })
  const { key: reader } = await createKey(db, { accountId, name: 'reader', mode: 'live', scopes: ['messages:read', 'account:write'] })
  for (const path of ['export', 'erase'])
    expect((await caller(app, reader)('POST', `/v1/persons/${path}`, { phone })).body).toMatchObject({ code: 'scope_missing' })
})

test('what a person wrote back is exported, and erased with the rest', async () => {
  const phone = aPhone()
  await queue(phone)
  await sendAll()
  const inbound = { carrierMessageId: 'inbound-1', phone, recipient: '+4915199999999', text: 'Where is my parcel?' }
  expect(await recordInbound(parts, { carrierId: 1n, messages: [inbound] })).toBe(1)
  const { body } = await call('POST', '/v1/persons/export', { phone })
  expect(body.inbound_messages).toMatchObject([{ phone, to: '+4915199999999', text: 'Where is my parcel?' }])
  await erase(phone)
  expect(await tablesWith('Where is my parcel?')).toEqual([])
})

test('a contact goes with its consents, and both are exported before', async () => {
  const phone = aPhone()
  await db`insert into contacts (account_id, phone, fields) values (${accountId}, ${phone}, '{"first_name":"Zuzanna"}')`
  await db`insert into consents (account_id, phone, source, at) values (${accountId}, ${phone}, 'shop', now())`
  const { body } = await call('POST', '/v1/persons/export', { phone })
  expect(body).toMatchObject({ contacts: [{ phone, fields: { first_name: 'Zuzanna' } }], consents: [{ source: 'shop' }] })
  await erase(phone)
  expect(await tablesWith('Zuzanna')).toEqual([])
  expect(await db`select from consents where account_id = ${accountId} and phone = ${phone}`).toEqual([])
})
