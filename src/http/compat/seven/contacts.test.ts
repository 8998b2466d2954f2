import { expect, test } from 'vitest'
import { api } from '../../../../test/helpers/api.ts'
import { testDatabase } from '../../../../test/helpers/database.ts'
import { newAccount } from '../../../../test/helpers/messaging.ts'
import { asker, wire } from '../../../../test/helpers/seven.ts'

const db = await testDatabase()
const node = await api(db)
const ask = asker(node)
const raw = wire(node)
const form = { 'x-api-key': node.secretKey, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
type Answer = Record<string, unknown> & { id: number; groups: number[]; properties: Record<string, unknown> }
const post = async (path: string, body: string, method: 'POST' | 'PATCH' = 'POST') =>
  JSON.parse((await raw(path, { method, headers: form, body })).text) as Answer
const group = async (name: string) => (await ask('POST', 'groups', { name })) as { id: number }
let phones = 5_000_000
const aPhone = () => `49151${++phones}0`

test('a contact has every property that clients read, its own ones, and its groups', async () => {
  const [one, two] = [await group('One'), await group('Two')]
  const phone = aPhone()
  const made = await post(
    'contacts',
    `avatar=&groups=${one.id}&groups=${two.id}&firstname=Ana&lastname=L%C3%B6w&mobile_number=%2B${phone}&shoe_size=38`,
  )
  expect(made).toEqual({
    ...{ id: expect.any(Number), avatar: '', validation: { state: null, timestamp: null }, groups: [one.id, two.id] },
    initials: { initials: 'AL', color: 'EEE0C9' },
    properties: {
      ...{ firstname: 'Ana', lastname: 'Löw', fullname: 'Ana Löw', mobile_number: phone, shoe_size: '38' },
      ...{ home_number: null, email: null, address: null, postal_code: null, city: null, birthday: null, notes: null },
    },
    created: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
  })
  expect(await ask('GET', `contacts/${made.id}`)).toEqual(made)
})

test('groups are understood as clients in JavaScript, PHP and others write lists', async () => {
  const [one, two] = [await group('Three'), await group('Four')]
  for (const lists of [
    `groups=${one.id}&groups=${two.id}`,
    `groups[0]=${one.id}&groups[1]=${two.id}`,
    `groups[]=${one.id}&groups[]=${two.id}`,
    `groups=${one.id},${two.id}`,
  ])
    expect((await post('contacts', `mobile_number=${aPhone()}&${lists}`)).groups).toEqual([two.id, one.id])
})

test('a change keeps what it does not name, takes away what comes empty, and sets the groups', async () => {
  const [one, two] = [await group('Five'), await group('Six')]
  const { id } = await post('contacts', `mobile_number=${aPhone()}&firstname=Bo&city=Ulm&groups[]=${one.id}`)
  const changed = await post(`contacts/${id}`, `city=&lastname=Ek&groups[]=${two.id}`, 'PATCH')
  expect(changed).toMatchObject({ id, properties: { firstname: 'Bo', lastname: 'Ek', city: null }, groups: [two.id] })
  expect(await post(`contacts/${id}`, 'notes=x', 'PATCH')).toMatchObject({ groups: [two.id], properties: { notes: 'x' } })
  expect(await post(`contacts/${id}`, `mobile_number=${aPhone()}`, 'PATCH')).toBe('202')
})

test('contacts are listed in pages, by group, number and field', async () => {
  const { id: groupId } = await group('Listed')
  const phone = aPhone()
  await post('contacts', `mobile_number=${phone}&groups[]=${groupId}&city=Trier`)
  for (const _ of [1, 2]) await post('contacts', `mobile_number=${aPhone()}&groups[]=${groupId}`)
  expect(await ask('GET', `contacts?group_id=${groupId}&limit=2`)).toMatchObject({
    data: [{ groups: [groupId] }, { groups: [groupId] }],
    pagingMetadata: { offset: 0, count: 2, total: 3, limit: 2, has_more: true },
  })
  expect(await ask('GET', `contacts?group_id=${groupId}&limit=2&offset=2`)).toMatchObject({
    data: [{ properties: { mobile_number: phone } }],
    pagingMetadata: { offset: 2, count: 1, total: 3, has_more: false },
  })
  for (const search of ['Trier', phone, `%2B${phone}`])
    expect(await ask('GET', `contacts?search=${search}`)).toMatchObject({ pagingMetadata: { total: 1, limit: 30 } })
})

test('a contact is deleted once; what is not there is answered 600, what cannot be one 202', async () => {
  const { id } = await post('contacts', `mobile_number=${aPhone()}`)
  expect(await ask('DELETE', `contacts/${id}`)).toEqual({ success: true })
  for (const method of ['GET', 'PATCH', 'DELETE'] as const)
    expect(await ask(method, `contacts/${id}`, method === 'PATCH' ? {} : undefined)).toBe('600')
  expect(await post('contacts', 'firstname=Ana')).toBe('202')
  expect(await post('contacts', 'mobile_number=12')).toBe('202')
  expect(await post('contacts', `mobile_number=${aPhone()}&groups=999999`)).toBe('600')
  expect(await post('contacts', `mobile_number=${aPhone()}&a-b=1`)).toBe('700')
})

test('groups are made, listed with their members, renamed and deleted', async () => {
  const made = await ask('POST', 'groups', { name: 'Customers' })
  const { id } = made as { id: number }
  expect(made).toEqual({ id, name: 'Customers', members_count: 0, created: expect.stringMatching(/^[-\d]{10} [:\d]{8}$/) })
  const { id: contactId } = await post('contacts', `mobile_number=${aPhone()}&groups[]=${id}`)
  expect(await ask('GET', `groups/${id}`)).toMatchObject({ name: 'Customers', members_count: 1 })
  expect(await ask('PATCH', `groups/${id}`, { name: 'Clients' })).toMatchObject({ id, name: 'Clients' })
  expect(await ask('GET', 'groups?limit=1&offset=0')).toMatchObject({
    data: [{ name: 'Clients' }],
    pagingMetadata: { count: 1, limit: 1, has_more: true },
  })
  expect(await ask('DELETE', `groups/${id}`)).toEqual({ success: true })
  expect(await ask('GET', `contacts/${contactId}`)).toMatchObject({ groups: [] })
  for (const nothing of [`groups/${id}`, 'groups/abc']) expect(await ask('GET', nothing)).toBe('600')
  for (const name of ['', 'a;b', 'One']) expect(await ask('POST', 'groups', { name })).toBe('700')
})

test('a group is deleted with its contacts only when that is asked for', async () => {
  const { id } = await group('Gone')
  const { id: contactId } = await post('contacts', `mobile_number=${aPhone()}&groups[]=${id}`)
  expect(await ask('DELETE', `groups/${id}?delete_contacts=true`)).toEqual({ success: true })
  expect(await ask('GET', `contacts/${contactId}`)).toBe('600')
})

test('a message goes to the members of a group, and to a contact by name', async () => {
  const { id } = await group('Team')
  const [one, two, three] = [aPhone(), aPhone(), aPhone()]
  for (const phone of [one, two]) await post('contacts', `mobile_number=${phone}&groups[]=${id}`)
  await post('contacts', `mobile_number=${three}&firstname=Cleo&lastname=von Thal`)
  const answer = await ask('POST', 'sms', { to: `Team,Cleo von Thal,+${one}`, text: 'Hello all' })
  expect(answer).toMatchObject({ success: '100', messages: [{ recipient: one }, { recipient: two }, { recipient: three }] })
})

test('nobody sees or changes what belongs to another account', async () => {
  const stranger = asker({ app: node.app, secretKey: (await newAccount(db)).secretKey })
  const { id } = await group('Ours')
  const { id: contactId } = await post('contacts', `mobile_number=${aPhone()}`)
  expect(await stranger('GET', 'contacts')).toMatchObject({ data: [], pagingMetadata: { total: 0 } })
  expect(await stranger('GET', 'groups')).toMatchObject({ data: [], pagingMetadata: { total: 0 } })
  for (const path of [`contacts/${contactId}`, `groups/${id}`, `groups/${id}?delete_contacts=1`])
    for (const method of ['GET', 'DELETE'] as const) expect(await stranger(method, path)).toBe('600')
  expect(await stranger('POST', 'sms', { to: 'Ours', text: 'Hi' })).toMatchObject({ success: '202' })
})
