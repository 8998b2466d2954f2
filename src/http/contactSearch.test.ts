import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'

const db = await testDatabase()
const { app, call, accountId, secretKey } = await api(db)
const viewer = visitor(app, (await signInAs(db, { accountId, role: 'viewer' })).cookie)
const phoneOf = (at: number) => `+4915112350${String(at).padStart(3, '0')}`
const people = Array.from({ length: 12 }, (_, at) => ({
  phone: phoneOf(at),
  fields: { first_name: at % 3 === 0 ? 'Ana' : 'Ben', city: at === 5 ? 'Ana' : 'Köln' },
}))
await call('POST', '/v1/contacts/batch', { contacts: people })
await call('POST', '/v1/suppressions', { phones: [phoneOf(2), phoneOf(7), '+4915112399999'] })

const phonesOf = ({ body }: { body: Record<string, unknown> }) =>
  (body.contacts as { phone: string }[]).map(({ phone }) => phone).toSorted()
const exported = async (query: string) =>
  (await app.inject({ url: `/v1/contacts/export?${query}`, headers: { authorization: `Bearer ${secretKey}` } })).body
    .split('\r\n')
    .slice(1, -1)
    .map((row) => row.split(',')[0])
    .toSorted()

/** Every page of a list, joined. */
async function all(query: string): Promise<string[]> {
  const found: string[] = []
  for (let cursor = ''; ;) {
    const answer = await call('GET', `/v1/contacts?${query}${cursor}`)
    expect(answer.status).toBe(200)
    found.push(...phonesOf(answer))
    if (answer.body.next_cursor === null) return found.toSorted()
    cursor = `&cursor=${String(answer.body.next_cursor)}`
  }
}

test('contacts are found by what any of their fields holds', async () => {
  expect(phonesOf(await call('GET', '/v1/contacts?search=Ana'))).toEqual([0, 3, 5, 6, 9].map(phoneOf))
  expect(phonesOf(await call('GET', '/v1/contacts?search=ana'))).toEqual([])
  expect(phonesOf(await call('GET', '/v1/contacts?search=Ana&field=city&value=Ana'))).toEqual([phoneOf(5)])
  const foreign = caller(app, (await newAccount(db)).secretKey)
  expect(phonesOf(await foreign('GET', '/v1/contacts?search=Ana'))).toEqual([])
})

test('each contact says whether its number is suppressed, and lists can hold only those, or only the others', async () => {
  const { body } = await call('GET', '/v1/contacts?suppressed=true')
  expect(body.contacts).toMatchObject([
    { phone: phoneOf(7), suppressed: true },
    { phone: phoneOf(2), suppressed: true },
  ])
  expect(phonesOf(await call('GET', '/v1/contacts?suppressed=false'))).toEqual([0, 1, 3, 4, 5, 6, 8, 9, 10, 11].map(phoneOf))
  expect((await call('GET', `/v1/contacts/${encodeURIComponent(phoneOf(2))}`)).body).toMatchObject({ suppression: { source: 'manual' } })
  expect((await call('GET', `/v1/contacts/${encodeURIComponent(phoneOf(1))}`)).body).toMatchObject({ suppression: null })
})

test('who was erased and is a contact again is known as suppressed, page by page and in the file', async () => {
  await call('POST', '/v1/persons/erase', { phone: phoneOf(7) })
  await call('POST', '/v1/contacts', { phone: phoneOf(7), fields: { first_name: 'Ana' } })
  expect(await all('suppressed=true&limit=1')).toEqual([2, 7].map(phoneOf))
  expect(await all('suppressed=false&limit=4')).toEqual([0, 1, 3, 4, 5, 6, 8, 9, 10, 11].map(phoneOf))
  expect(await exported('suppressed=true')).toEqual([2, 7].map(phoneOf))
  expect(await exported('suppressed=false&search=Ana')).toEqual([0, 3, 5, 6, 9].map(phoneOf))
  expect((await call('GET', `/v1/contacts/${encodeURIComponent(phoneOf(7))}`)).body).toMatchObject({ suppression: { source: 'manual' } })
})

test('a suppression is found by its whole number, also that of an erased person', async () => {
  const ask = (phone: string) => call('GET', `/v1/suppressions?phone=${encodeURIComponent(phone)}`)
  expect((await ask(phoneOf(2))).body).toMatchObject({ suppressions: [{ phone: phoneOf(2), source: 'manual' }], next_cursor: null })
  expect((await ask(phoneOf(7))).body).toMatchObject({ suppressions: [{ phone: null }] })
  expect((await ask(phoneOf(1))).body).toMatchObject({ suppressions: [] })
  expect(await ask('12')).toMatchObject({ status: 422, body: { code: 'phone_invalid' } })
})

test('a number is let free with a reason, which the audit log keeps', async () => {
  const lifted = await call('DELETE', `/v1/suppressions/${encodeURIComponent(phoneOf(2))}?reason=mistake`)
  expect(lifted.status).toBe(200)
  const [row] =
    await db`select data from audit_entries where account_id = ${accountId} and action = 'suppressions.removed' order by id desc limit 1`
  expect(row?.data).toEqual({ count: 1, reason: 'mistake' })
  expect((await call('DELETE', `/v1/suppressions/${encodeURIComponent(phoneOf(2))}?reason=because`)).status).toBe(400)
})

test('a viewer finds contacts by words, not by numbers', async () => {
  const found = await viewer('GET', '/v1/contacts?search=Ana')
  expect(found.status).toBe(200)
  expect(JSON.stringify(found.body)).not.toContain('15112350')
  for (const query of ['contacts?phone=%2B4915', 'contacts?search=%2B4915112350000', 'suppressions?phone=%2B4915112350000'])
    expect(await viewer('GET', `/v1/${query}`)).toMatchObject({ status: 403, body: { code: 'numbers_hidden' } })
})

test('groups are listed with their members, when asked for', async () => {
  const { body: group } = await call('POST', '/v1/groups', { name: 'Regulars' })
  await call('POST', `/v1/groups/${String(group.id)}/members/add`, { contacts: [phoneOf(1), phoneOf(3)] })
  await call('POST', '/v1/groups', { name: 'Nobody' })
  expect((await call('GET', '/v1/groups?members=true')).body.groups).toMatchObject([
    { name: 'Nobody', members: 0 },
    { name: 'Regulars', members: 2 },
  ])
  expect((await call('GET', '/v1/groups')).body.groups).toMatchObject([{ members: null }, { members: null }])
})
