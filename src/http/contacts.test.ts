import { expect, test } from 'vitest'
import { contactsApi } from '../../test/helpers/contacts.ts'
import { caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { createKey } from '../domain/accounts/keys.ts'

const db = await testDatabase()
const { call, app, accountId, get } = await contactsApi(db)
const ana = '+4915112345678'

test('a contact is made once, and the second time changed', async () => {
  const made = await call('POST', '/v1/contacts', { phone: '+49 151 1234-5678', fields: { first_name: 'Ana', points: 7, empty: ' ' } })
  expect(made).toMatchObject({
    status: 201,
    body: {
      phone: ana,
      country: 'DE',
      mobile: true,
      time_zone: 'Europe/Berlin',
      time_zone_basis: 'country',
      fields: { first_name: 'Ana', points: '7' },
    },
  })
  const changed = await call('POST', '/v1/contacts', { phone: ana, fields: { city: 'Köln' } })
  expect(changed).toMatchObject({ status: 200, body: { id: made.body.id, fields: { first_name: 'Ana', points: '7', city: 'Köln' } } })
})

test.each([
  ['skip', { first_name: 'Bea' }],
  ['update', { first_name: 'New', city: 'Bonn' }],
  ['replace', { city: 'Bonn', first_name: 'New' }],
])('the rule %s does with a contact what it says', async (rule, fields) => {
  const phone = { skip: '+4915112345601', update: '+4915112345602', replace: '+4915112345603' }[rule] ?? ''
  await call('POST', '/v1/contacts', { phone, fields: { first_name: 'Bea', ...(rule === 'replace' ? { old: 'x' } : {}) } })
  await call('POST', '/v1/contacts', { phone, rule, fields: { first_name: 'New', city: 'Bonn' } })
  expect((await call('GET', `/v1/contacts/${encodeURIComponent(phone)}`)).body.fields).toEqual(fields)
})

test("a contact's own time zone goes before that of its number, and a later one of the number does not undo it", async () => {
  const phone = '+12125550123'
  const first = await call('POST', '/v1/contacts', { phone })
  expect(first.body).toMatchObject({ time_zone: 'America/New_York', time_zone_basis: 'area' })
  await call('POST', '/v1/contacts', { phone, time_zone: 'America/Denver' })
  const again = await call('POST', '/v1/contacts', { phone, fields: { a: 'b' } })
  expect(again.body).toMatchObject({ time_zone: 'America/Denver', time_zone_basis: 'own' })
  const reset = await call('PATCH', `/v1/contacts/${String(again.body.id)}`, { time_zone: null, fields: { a: null, c: 'd' } })
  expect(reset.body).toMatchObject({ time_zone: 'America/New_York', time_zone_basis: 'area', fields: { c: 'd' } })
})

test('each contact of a batch has an answer of its own', async () => {
  const { status, body } = await call('POST', '/v1/contacts/batch', {
    contacts: [
      { phone: '+4915120000001', fields: { a: '1' } },
      { phone: '123' },
      { phone: '+4930123456' },
      { phone: '+49 15120000001' },
      { phone: '+4915120000002', time_zone: 'Berlin' },
      { phone: '+4915120000003', fields: { phone: 'x' } },
      { phone: '+4915120000004', fields: { a: '\u0001' } },
      { phone: '+4915120000005', groups: ['VIP', 'News'] },
    ],
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    created: 2,
    refused: 6,
    contacts: [
      { status: 'created', phone: '+4915120000001' },
      { status: 'refused', code: 'phone_invalid' },
      { status: 'refused', code: 'phone_not_mobile' },
      { status: 'refused', code: 'contact_duplicate' },
      { status: 'refused', code: 'time_zone_invalid' },
      { status: 'refused', code: 'field_invalid' },
      { status: 'refused', code: 'field_invalid' },
      { status: 'created', phone: '+4915120000005' },
    ],
  })
})

test('a thousand contacts fit into one call, and one more does not', async () => {
  const contacts = Array.from({ length: 1_000 }, (_, at) => ({ phone: `+49151${30_000_000 + at}`, fields: { n: at } }))
  expect((await call('POST', '/v1/contacts/batch', { contacts })).body).toMatchObject({ created: 1_000, refused: 0 })
  expect((await call('POST', '/v1/contacts/batch', { contacts: [...contacts, { phone: ana }] })).status).toBe(400)
})

test('consents are recorded beside earlier ones, the same one once, and outlive the contact', async () => {
  const phone = '+4915140000001'
  const consent = { source: 'checkout', at: '2026-01-31T10:00:00+01:00', wording: 'Yes, send me offers by SMS.' }
  await call('POST', '/v1/contacts', { phone, consent })
  await call('POST', '/v1/contacts', { phone, consent })
  await call('POST', '/v1/contacts', { phone, consent: { source: 'fair' } })
  const { body } = await call('GET', `/v1/contacts/${encodeURIComponent(phone)}`)
  expect(body.consents).toMatchObject([
    { source: 'fair', wording: null },
    { source: 'checkout', at: '2026-01-31T09:00:00.000Z', wording: consent.wording },
  ])
  expect((await call('DELETE', `/v1/contacts/${encodeURIComponent(phone)}`)).status).toBe(200)
  expect((await call('GET', `/v1/contacts/${encodeURIComponent(phone)}`)).body).toMatchObject({ code: 'not_found' })
  const [row] = await db<{ count: number }[]>`select count(*)::int from consents where account_id = ${accountId} and phone = ${phone}`
  expect(row?.count).toBe(2)
})

test('a consent of a time before telephones is refused', async () => {
  const { body } = await call('POST', '/v1/contacts', { phone: ana, consent: { source: 'x', at: '0000-01-01T00:00:00Z' } })
  expect(body).toMatchObject({ code: 'consent_invalid' })
})

test('contacts are found by the beginning of the number, by country, group and field, page by page', async () => {
  await call('POST', '/v1/contacts/batch', {
    contacts: [1, 2, 3].map((n) => ({ phone: `+4366412345${n}0`, fields: { city: 'Wien', n }, groups: ['Austria'] })),
  })
  const phones = async (query: string) => {
    const { body } = await call('GET', `/v1/contacts?${query}`)
    return (body.contacts as { phone: string }[]).map(({ phone }) => phone)
  }
  const all = ['+436641234530', '+436641234520', '+436641234510']
  expect(await phones('phone=%2B43664')).toEqual(all)
  expect(await phones('phone=+43 664')).toEqual(all)
  expect(await phones('country=AT')).toEqual(all)
  expect(await phones('field=city&value=Wien')).toEqual(all)
  expect(await phones('field=n&value=2&country=AT')).toEqual([all[1]])
  const first = await call('GET', '/v1/contacts?country=AT&limit=2')
  expect(await phones(`country=AT&limit=2&cursor=${String(first.body.next_cursor)}`)).toEqual([all[2]])
  const { body } = await call('GET', '/v1/groups')
  const austria = (body.groups as { id: string; name: string }[]).find(({ name }) => name === 'Austria')
  expect(await phones(`group=${austria?.id}`)).toEqual(all)
  expect((await call('GET', '/v1/contacts?field=city')).body).toMatchObject({ code: 'query_invalid' })
  expect((await call('GET', '/v1/contacts?phone=abc')).body).toMatchObject({ code: 'query_invalid' })
  expect((await call('GET', '/v1/contacts?cursor=x')).body).toMatchObject({ code: 'cursor_invalid' })
})

test('groups are made, renamed, filled, emptied and deleted; their contacts stay', async () => {
  const { body: made, status } = await call('POST', '/v1/groups', { name: 'Spring' })
  expect(status).toBe(201)
  const group = `/v1/groups/${String(made.id)}`
  expect((await call('POST', '/v1/groups', { name: 'Spring' })).body).toMatchObject({ code: 'group_name_taken' })
  expect((await call('POST', '/v1/groups', { name: 'a;b' })).status).toBe(400)
  await call('POST', '/v1/groups', { name: 'Summer' })
  expect((await call('PATCH', group, { name: 'Summer' })).body).toMatchObject({ code: 'group_name_taken' })
  expect((await call('PATCH', group, { name: 'Spring 2027' })).body).toMatchObject({ name: 'Spring 2027' })
  const contact = await call('POST', '/v1/contacts', { phone: ana })
  const added = await call('POST', `${group}/members/add`, { contacts: [ana, String(contact.body.id), '+4915199999999', '99999999', 'x'] })
  expect(added.body).toEqual({ changed: 1, unknown: ['+4915199999999', '99999999', 'x'] })
  expect((await call('GET', group)).body).toMatchObject({ members: 1 })
  expect((await call('POST', `${group}/members/remove`, { contacts: [ana] })).body).toEqual({ changed: 1, unknown: [] })
  await call('POST', `${group}/members/add`, { contacts: [ana] })
  expect((await call('DELETE', group)).status).toBe(200)
  expect((await call('GET', group)).body).toMatchObject({ code: 'not_found' })
  expect((await call('GET', `/v1/contacts/${String(contact.body.id)}`)).body).toMatchObject({ phone: ana, groups: [] })
})

test('a list of groups is paged by name', async () => {
  await Promise.all(['Ähre; x', 'Öl', 'Über'].map((name) => call('POST', '/v1/groups', { name: name.replace(';', '') })))
  const names: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await call('GET', `/v1/groups?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
    names.push(...(body.groups as { name: string }[]).map(({ name }) => name))
    cursor = body.next_cursor as string | null
  }
  expect(names).toEqual([...new Set(names)].toSorted())
  expect(names).toContain('Ähre x')
})

test('an account has at most 200 names of fields, and the contact that would bring one more is refused alone', async () => {
  const other = await newAccount(db)
  const asOther = caller(app, other.secretKey)
  for (const from of [0, 100]) {
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`f${from + at}`, 'x']))
    expect((await asOther('POST', '/v1/contacts', { phone: ana, rule: 'replace', fields })).status).toBeLessThan(300)
  }
  const { body } = await asOther('POST', '/v1/contacts/batch', {
    contacts: [
      { phone: '+4915120000001', fields: { f1: 'ok' } },
      { phone: '+4915120000002', fields: { other: 'x' } },
    ],
  })
  expect(body.contacts).toMatchObject([{ status: 'created' }, { status: 'refused', code: 'too_many_fields' }])
  expect((await asOther('PATCH', `/v1/contacts/${encodeURIComponent(ana)}`, { fields: { f100: null, other: 'x' } })).body).toMatchObject({
    code: 'too_many_fields',
  })
})

test('an account has at most 1,000 groups', async () => {
  const other = await newAccount(db)
  await db`insert into contact_groups (account_id, name) select ${other.accountId}, 'g' || n from generate_series(1, 1000) as n`
  const asOther = caller(app, other.secretKey)
  expect((await asOther('POST', '/v1/groups', { name: 'one more' })).body).toMatchObject({ code: 'too_many_groups' })
  expect((await asOther('POST', '/v1/contacts', { phone: ana, groups: ['one more'] })).body).toMatchObject({ code: 'too_many_groups' })
  expect((await asOther('POST', '/v1/contacts', { phone: ana, groups: ['g7'] })).body).toMatchObject({ groups: [{ name: 'g7' }] })
})

test("no account sees or changes another's contacts and groups", async () => {
  const contact = await call('POST', '/v1/contacts', { phone: '+4915150000001', groups: ['Mine'] })
  const [mine] = contact.body.groups as { id: string }[]
  const stranger = await newAccount(db)
  const asStranger = caller(app, stranger.secretKey)
  const id = String(contact.body.id)
  for (const path of [`/v1/contacts/${id}`, '/v1/contacts/%2B4915150000001', `/v1/groups/${mine?.id}`])
    expect((await asStranger('GET', path)).body).toMatchObject({ code: 'not_found' })
  expect((await asStranger('PATCH', `/v1/contacts/${id}`, { fields: {} })).status).toBe(404)
  expect((await asStranger('DELETE', `/v1/contacts/${id}`)).status).toBe(404)
  expect((await asStranger('DELETE', `/v1/groups/${mine?.id}`)).status).toBe(404)
  expect((await asStranger('GET', `/v1/contacts?group=${mine?.id}`)).body.contacts).toEqual([])
  await asStranger('POST', '/v1/contacts', { phone: ana })
  const own = await asStranger('POST', '/v1/groups', { name: 'Own' })
  expect((await asStranger('POST', `/v1/groups/${String(own.body.id)}/members/add`, { contacts: [id] })).body).toEqual({
    changed: 0,
    unknown: [id],
  })
})

test('a key without the scope reads and writes no contacts', async () => {
  const { key } = await createKey(db, { accountId, name: 'sends', mode: 'live', scopes: ['messages:write'] })
  const weak = caller(app, key)
  expect((await weak('GET', '/v1/contacts')).body).toMatchObject({ code: 'scope_missing' })
  expect((await weak('POST', '/v1/contacts', { phone: ana })).body).toMatchObject({ code: 'scope_missing' })
})

test('the names of fields are listed', async () => {
  expect(JSON.parse(await get('/v1/contacts/fields')).fields).toContain('first_name')
})
