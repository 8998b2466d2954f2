import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { deleteOldSessions, endSession, findSession, startSession } from './sessions.ts'
import { insertAccount } from './store.ts'
import { createUser, signIn } from './users.ts'

const db = await testDatabase()
const accountId = await insertAccount(db, { name: 'Acme' })
const userId = await createUser(db, { accountId, email: 'ana@example.com', password: 'correct horse battery' })
const start = (formerToken?: string) => startSession(db, { accountId, userId, formerToken })

test('a session says who is there, until it is ended', async () => {
  const token = await start()
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(await findSession(db, { token })).toEqual({
    accountId,
    accountName: 'Acme',
    userId,
    email: 'ana@example.com',
    role: 'owner',
    language: null,
  })
  await endSession(db, { token })
  expect(await findSession(db, { token })).toBeUndefined()
  expect(await findSession(db, { token: '' })).toBeUndefined()
})

test('signing in again ends the session that the browser had', async () => {
  const former = await start()
  const token = await start(former)
  expect(await findSession(db, { token: former })).toBeUndefined()
  expect(await findSession(db, { token })).toBeDefined()
})

test.each([
  ['13 days without a visit', { idle: 13, age: 20 }, true],
  ['15 days without a visit', { idle: 15, age: 20 }, false],
  ['91 days of daily visits', { idle: 0, age: 91 }, false],
])('after %s a session lives: %#', async (_words, { idle, age }, lives) => {
  await db`delete from sessions`
  const token = await start()
  await db`
    update sessions set last_seen_at = now() - make_interval(days => ${idle}), created_at = now() - make_interval(days => ${age})
    where last_seen_at = created_at`
  expect((await findSession(db, { token })) !== undefined).toBe(lives)
  await deleteOldSessions(db, { limit: 100 })
  const [row] = await db<{ left: number }[]>`select count(*)::int as left from sessions where created_at < now() - interval '14 days'`
  expect(row?.left).toBe(lives ? 1 : 0)
})

test('a visit keeps a session alive, written down once a minute', async () => {
  await db`delete from sessions`
  const token = await start()
  const lastSeen = async () => (await db<{ at: Date }[]>`select last_seen_at as at from sessions`)[0]?.at
  const before = await lastSeen()
  await findSession(db, { token })
  expect(await lastSeen()).toEqual(before)
  await db`update sessions set last_seen_at = now() - interval '2 minutes'`
  await findSession(db, { token })
  expect((await lastSeen())?.getTime()).toBeGreaterThanOrEqual(before?.getTime() ?? Infinity)
})

test('a user has at most 20 sessions; the newest stay', async () => {
  const tokens = []
  for (let count = 0; count < 22; count++) tokens.push(await start())
  const alive = await Promise.all(tokens.map(async (token) => (await findSession(db, { token })) !== undefined))
  expect(alive).toEqual(tokens.map((_, index) => index >= 2))
})

test('a wrong password and an unknown e-mail give the same answer, and many of them a wait', async () => {
  const attempt = (email: string) => signIn(db, { email, password: 'wrong password', network: '192.0.2' })
  expect(await attempt('ana@example.com')).toEqual({ kind: 'wrong' })
  expect(await attempt('nobody@example.com')).toEqual({ kind: 'wrong' })
  for (let count = 0; count < 4; count++) await attempt('ana@example.com')
  expect(await attempt('ana@example.com')).toMatchObject({ kind: 'wait' })
})
