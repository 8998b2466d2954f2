import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { signInAs, visitor } from '../../test/helpers/people.ts'
import { createKey } from '../domain/accounts/keys.ts'

const db = await testDatabase()
const { app, accountId, call } = await api(db)
const owner = await signInAs(db, { accountId, role: 'owner' })
const asOwner = visitor(app, owner.cookie)
const password = 'correct horse battery'

const form = (url: string, fields: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    payload: new URLSearchParams(fields).toString(),
  })
const tokenOf = (url: unknown) => new URL(String(url)).searchParams.get('token') ?? ''

test('an invitation lets one person in, once, with its role', async () => {
  const made = await asOwner('POST', '/v1/team/invitations', { role: 'viewer', note: 'Bo' })
  expect(made).toMatchObject({ status: 201, body: { role: 'viewer', note: 'Bo', created_by: `user:${owner.userId}` } })
  const token = tokenOf(made.body.url)
  const stored = JSON.stringify(await db`select encode(token_hash, 'escape') as hash, * from invitations`, (_key, value: unknown) =>
    String(value),
  )
  expect(stored).not.toContain(token)
  expect((await asOwner('GET', '/v1/team/invitations')).body).toMatchObject({ invitations: [{ note: 'Bo' }] })
  expect((await app.inject(`/invitation?token=${token}`)).body).toContain('as viewer')
  const short = await form('/invitation', { token, email: 'bo@example.com', password: 'short' })
  expect(short.statusCode).toBe(422)
  const done = await form('/invitation', { token, email: 'Bo@Example.com', password })
  expect(done).toMatchObject({ statusCode: 303, headers: { location: '/' } })
  const cookie = String(done.headers['set-cookie']).split(';')[0] ?? ''
  expect((await visitor(app, cookie)('GET', '/v1/session')).body).toMatchObject({ user: { email: 'bo@example.com', role: 'viewer' } })
  expect((await form('/invitation', { token, email: 'eve@example.com', password })).statusCode).toBe(410)
  expect((await asOwner('GET', '/v1/team/invitations')).body).toEqual({ invitations: [] })
})

test('an invitation that was taken back, or is older than a week, lets nobody in', async () => {
  const { body } = await asOwner('POST', '/v1/team/invitations', { role: 'owner' })
  expect((await asOwner('DELETE', `/v1/team/invitations/${String(body.id)}`)).body).toEqual({ id: body.id, revoked: true })
  expect((await app.inject(`/invitation?token=${tokenOf(body.url)}`)).statusCode).toBe(410)
  const old = await asOwner('POST', '/v1/team/invitations', { role: 'owner' })
  await db`update invitations set expires_at = now()`
  expect((await form('/invitation', { token: tokenOf(old.body.url), email: 'cy@example.com', password })).statusCode).toBe(410)
})

test('two who use one invitation at once make one user', async () => {
  const { body } = await asOwner('POST', '/v1/team/invitations', { role: 'developer' })
  const tries = ['one@example.com', 'two@example.com'].map((email) => form('/invitation', { token: tokenOf(body.url), email, password }))
  expect((await Promise.all(tries)).map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 410])
})

test('a changed role holds from the next request on', async () => {
  const { userId, cookie } = await signInAs(db, { accountId, role: 'marketer' })
  const asBo = visitor(app, cookie)
  expect((await asBo('GET', '/v1/campaigns')).status).toBe(200)
  expect(await asOwner('PATCH', `/v1/team/${userId}`, { role: 'viewer' })).toMatchObject({ status: 200, body: { role: 'viewer' } })
  expect(await asBo('POST', '/v1/groups', { name: 'VIP' })).toMatchObject({ status: 403, body: { code: 'scope_missing' } })
  const [entry] = await db`select actor, action, subject, data from audit_entries order by id desc limit 1`
  expect(entry).toEqual({
    ...{ actor: `user:${owner.userId}`, action: 'user.role_changed', subject: `user:${userId}` },
    data: { from: 'marketer', to: 'viewer' },
  })
})

test('who is removed is signed out at once, and links that they handed out are void', async () => {
  const other = await signInAs(db, { accountId, role: 'owner' })
  const { body } = await visitor(app, other.cookie)('POST', '/v1/team/invitations', { role: 'owner' })
  expect(await asOwner('DELETE', `/v1/team/${other.userId}`)).toMatchObject({ status: 200, body: { removed: true } })
  expect((await visitor(app, other.cookie)('GET', '/v1/session')).status).toBe(401)
  expect((await app.inject(`/invitation?token=${tokenOf(body.url)}`)).statusCode).toBe(410)
})

test('an owner who becomes something else cannot come back by a link of their own', async () => {
  const other = await signInAs(db, { accountId, role: 'owner' })
  const { body } = await visitor(app, other.cookie)('POST', '/v1/team/invitations', { role: 'owner' })
  await asOwner('PATCH', `/v1/team/${other.userId}`, { role: 'viewer' })
  expect((await app.inject(`/invitation?token=${tokenOf(body.url)}`)).statusCode).toBe(410)
})

test('the last owner stays one, also when two remove each other at the same moment', async () => {
  const made = await newAccount(db)
  const [ana, bo] = [
    await signInAs(db, { accountId: made.accountId, role: 'owner' }),
    await signInAs(db, { accountId: made.accountId, role: 'owner' }),
  ]
  const answers = await Promise.all([
    visitor(app, ana.cookie)('DELETE', `/v1/team/${bo.userId}`),
    visitor(app, bo.cookie)('DELETE', `/v1/team/${ana.userId}`),
  ])
  expect(answers.map(({ status }) => status).toSorted()[0]).toBe(200)
  const left = await db<{ id: bigint }[]>`select id from users where account_id = ${made.accountId}`
  expect(left).toHaveLength(1)
  const last = visitor(app, left[0]?.id === ana.userId ? ana.cookie : bo.cookie)
  expect(await last('PATCH', `/v1/team/${left[0]?.id}`, { role: 'developer' })).toMatchObject({ status: 409, body: { code: 'last_owner' } })
  expect(await last('DELETE', `/v1/team/${left[0]?.id}`)).toMatchObject({ status: 409, body: { code: 'last_owner' } })
})

test.each(['marketer', 'developer', 'viewer'] as const)('a %s sees the team and changes nobody, not even themselves', async (role) => {
  const { userId, cookie } = await signInAs(db, { accountId, role })
  const ask = visitor(app, cookie)
  expect((await ask('GET', '/v1/team')).status).toBe(200)
  for (const [method, url, body] of [
    ['PATCH', `/v1/team/${userId}`, { role: 'owner' }],
    ['DELETE', `/v1/team/${owner.userId}`, undefined],
    ['GET', '/v1/team/invitations', undefined],
    ['POST', '/v1/team/invitations', { role: 'owner' }],
  ] as const)
    expect(await ask(method, url, body)).toMatchObject({ status: 403, body: { code: 'role_missing' } })
})

test('no key reaches the team', async () => {
  expect(await call('GET', '/v1/team')).toMatchObject({ status: 403, body: { code: 'role_missing' } })
  expect(await call('POST', '/v1/team/invitations', { role: 'owner' })).toMatchObject({ status: 403, body: { code: 'role_missing' } })
})

test('keys are made, listed and revoked; the secret is shown once', async () => {
  const { cookie } = await signInAs(db, { accountId, role: 'developer' })
  const ask = visitor(app, cookie)
  const made = await ask('POST', '/v1/keys', { name: 'Shop', scopes: ['messages:write'] })
  expect(made).toMatchObject({ status: 201, body: { name: 'Shop', mode: 'live', scopes: ['messages:write'] } })
  const key = String(made.body.key)
  expect((await caller(app, key)('GET', '/v1/messages')).body).toMatchObject({ code: 'scope_missing' })
  expect(JSON.stringify((await ask('GET', '/v1/keys')).body)).not.toContain(key)
  expect(await ask('POST', `/v1/keys/${String(made.body.id)}/revoke`)).toMatchObject({
    status: 200,
    body: { revoked_at: expect.any(String) },
  })
  expect((await caller(app, key)('GET', '/v1/messages')).status).toBe(401)
})

test('nobody hands out more than they have, and a test key makes no live one', async () => {
  const { cookie } = await signInAs(db, { accountId, role: 'developer' })
  const wide = await visitor(app, cookie)('POST', '/v1/keys', { name: 'Wide', scopes: ['persons:manage'] })
  expect(wide).toMatchObject({ status: 422, body: { code: 'scope_invalid', field: 'scopes' } })
  const narrow = await createKey(db, { accountId, name: 'narrow', mode: 'test', scopes: ['keys:manage'] })
  const ask = caller(app, narrow.key)
  expect(await ask('POST', '/v1/keys', { name: 'W', mode: 'test', scopes: ['messages:read'] })).toMatchObject({ status: 422 })
  expect(await ask('POST', '/v1/keys', { name: 'L', mode: 'live', scopes: ['keys:manage'] })).toMatchObject({
    status: 422,
    body: { field: 'mode' },
  })
  expect((await ask('POST', '/v1/keys', { name: 'T', mode: 'test', scopes: ['keys:manage'] })).status).toBe(201)
})
