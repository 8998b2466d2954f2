import { expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { roles, roleScopes } from '../contract/roles.ts'
import { findSession, startSession } from '../domain/accounts/sessions.ts'
import { createUser, signIn } from '../domain/accounts/users.ts'

const db = await testDatabase()
const { app, accountId, secretKey } = await api(db)
const owner = await signInAs(db, { accountId, role: 'owner' })
const asOwner = visitor(app, owner.cookie)

test('a page learns who is signed in, what they may, and where things are', async () => {
  const { status, body } = await asOwner('GET', '/v1/session')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    user: { id: String(owner.userId), email: owner.email, role: 'owner', language: null },
    account: { id: String(accountId), name: 'Test', time_zone: 'UTC' },
    ...{ base_url: 'http://localhost:4100', link_url: 'https://s.test', numbers: 'shown' },
  })
  for (const role of roles) {
    const { cookie } = await signInAs(db, { accountId, role })
    expect((await visitor(app, cookie)('GET', '/v1/session')).body.scopes).toEqual([...roleScopes[role]])
  }
})

test('a key has no session, and a key that is shown wins over the cookie', async () => {
  const answer = await asOwner('GET', '/v1/session', undefined, { authorization: `Bearer ${secretKey}` })
  expect(answer).toMatchObject({ status: 403, body: { code: 'role_missing' } })
  const wrong = await asOwner('GET', '/v1/messages', undefined, { authorization: 'Bearer tl_nothing' })
  expect(wrong.status).toBe(401)
})

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site' }],
  ['a neighbouring host', { 'sec-fetch-site': 'same-site' }],
  ['a typed address', { 'sec-fetch-site': 'none' }],
  ['a foreign origin without Sec-Fetch-Site', { 'sec-fetch-site': undefined, origin: 'https://evil.example' }],
  ['an origin that hides itself', { 'sec-fetch-site': undefined, origin: 'null' }],
  ['no origin at all', { 'sec-fetch-site': undefined }],
  ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
  ['a form of plain text', { 'content-type': 'text/plain' }],
])('what %s sends with the cookie changes nothing', async (_from, headers) => {
  const sent = { cookie: owner.cookie, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json', ...headers }
  const answer = await app.inject({
    method: 'PATCH',
    url: '/v1/session',
    payload: '{"language":"de"}',
    headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)),
  })
  expect(answer.json()).toMatchObject({ status: 403, code: 'origin_refused' })
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  expect((await asOwner('GET', '/v1/session')).body).toMatchObject({ user: { language: null } })
})

test('a browser without Sec-Fetch-Site is believed by its Origin', async () => {
  const answer = await app.inject({
    method: 'PATCH',
    url: '/v1/session',
    payload: { language: 'en' },
    headers: { cookie: owner.cookie, origin: 'http://localhost:4100' },
  })
  expect(answer.json()).toMatchObject({ user: { language: 'en' } })
})

test('no other site reads with the cookie either', async () => {
  const answer = await asOwner('GET', '/v1/messages', undefined, { 'sec-fetch-site': 'cross-site' })
  expect(answer).toMatchObject({ status: 403, body: { code: 'origin_refused' } })
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
})

test('what somebody does is written down under their name', async () => {
  expect((await asOwner('PATCH', '/v1/account', { name: 'Acme', time_zone: 'Europe/Berlin' })).body).toMatchObject({
    time_zone: 'Europe/Berlin',
  })
  const [entry] = await db`select actor, action from audit_entries where account_id = ${accountId} order by id desc limit 1`
  expect(entry).toEqual({ actor: `user:${owner.userId}`, action: 'account.changed' })
})

test('somebody who is signed in sends messages that belong to no key', async () => {
  const sent = await asOwner('POST', '/v1/messages', { to: '+4915112345678', from: 'Acme', text: 'Hi' }, { 'idempotency-key': 'one' })
  expect(sent).toMatchObject({ status: 202, body: { queued: 1 } })
  const [row] = await db`select api_key_id, test from messages where account_id = ${accountId}`
  expect(row).toEqual({ api_key_id: null, test: false })
})

test('signing out ends the session at once, in the browser and here', async () => {
  const { token, cookie } = await signInAs(db, { accountId, role: 'viewer' })
  const answer = await visitor(app, cookie)('DELETE', '/v1/session')
  expect(answer.headers['set-cookie']).toBe('tapline=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax')
  expect(await findSession(db, { token })).toBeUndefined()
  expect(await visitor(app, cookie)('GET', '/v1/session')).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
})

test('another password ends all other sessions; the old one is asked for and cannot be guessed fast', async () => {
  const email = 'dan@example.com'
  const userId = await createUser(db, { accountId, email, password: 'correct horse battery' })
  const [here, elsewhere] = [
    await startSession(db, { accountId, userId, formerToken: undefined }),
    await startSession(db, { accountId, userId, formerToken: undefined }),
  ]
  const change = (old: string, word: string) => visitor(app, `tapline=${here}`)('POST', '/v1/session/password', { old, new: word })
  expect(await change('correct horse battery', 'short')).toMatchObject({ status: 422, body: { code: 'password_invalid' } })
  expect(await change('wrong', 'another long password')).toMatchObject({ status: 422, body: { code: 'password_wrong', field: 'old' } })
  expect(await change('correct horse battery', 'another long password')).toMatchObject({ status: 200, body: { changed: true } })
  expect([await findSession(db, { token: here }), await findSession(db, { token: elsewhere })]).toMatchObject([{ userId }, undefined])
  expect(await signIn(db, { email, password: 'another long password', network: 'n' })).toMatchObject({ kind: 'ok', userId })
  for (let count = 0; count < 5; count++) await change('wrong', 'another long password')
  expect(await change('another long password', 'yet another password')).toMatchObject({ status: 429, body: { code: 'rate_limited' } })
})

test('people are limited by their own name, not with their network or by each other', async () => {
  const { cookie } = await signInAs(db, { accountId, role: 'marketer' })
  const answer = await visitor(app, cookie)('GET', '/v1/session')
  expect(answer.headers['ratelimit-remaining']).toBe('5999')
})

test('signing out everywhere ends every session of that person, and of nobody else', async () => {
  const one = await signInAs(db, { accountId, role: 'marketer' })
  await startSession(db, { accountId, userId: one.userId, formerToken: undefined })
  const answer = await visitor(app, one.cookie)('DELETE', '/v1/sessions')
  expect(answer).toMatchObject({ status: 200, body: { ended: 2 } })
  expect(String(answer.headers['set-cookie'])).toContain('tapline=;')
  expect((await visitor(app, one.cookie)('GET', '/v1/session')).status).toBe(401)
  expect((await asOwner('GET', '/v1/session')).status).toBe(200)
  expect(await db`select from audit_entries where action = 'user.signed_out_everywhere' and actor = ${`user:${one.userId}`}`).toHaveLength(
    1,
  )
})
