import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { findSession, startSession } from './sessions.ts'
import { consumeSetupLink, createSetupLink, findSetupLink } from './setupLinks.ts'
import { insertAccount } from './store.ts'
import { createUser, listUsers, signIn } from './users.ts'

const db = await testDatabase()
const password = 'correct horse battery'
const newAccount = () => insertAccount(db, { name: 'Acme' })
const trySignIn = (email: string, word: string) => signIn(db, { email, password: word, network: '192.0.2' })

test('a link makes a user once, with the e-mail in lower case', async () => {
  const accountId = await newAccount()
  const token = await createSetupLink(db, { accountId })
  expect(await findSetupLink(db, { token })).toEqual({ kind: 'new' })
  const { userId } = await consumeSetupLink(db, { token, email: ' Ana@Example.com ', password })
  expect(await listUsers(db, { accountId })).toMatchObject([{ id: userId, email: 'ana@example.com' }])
  expect(await trySignIn('ANA@example.com', password)).toEqual({ kind: 'ok', userId, accountId })
  expect(await findSetupLink(db, { token })).toBeUndefined()
  await expect(consumeSetupLink(db, { token, email: 'eve@example.com', password })).rejects.toMatchObject({ code: 'setup_link_invalid' })
})

test('two who use one link at once make one user', async () => {
  const accountId = await newAccount()
  const token = await createSetupLink(db, { accountId })
  const tries = ['bo@example.com', 'cy@example.com'].map((email) => consumeSetupLink(db, { token, email, password }))
  const outcomes = await Promise.allSettled(tries)
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await listUsers(db, { accountId })).toHaveLength(1)
})

test('a mistake in the form leaves the link usable', async () => {
  await createUser(db, { accountId: await newAccount(), email: 'taken@example.com', password })
  const token = await createSetupLink(db, { accountId: await newAccount() })
  const use = (email: string, word: string) => consumeSetupLink(db, { token, email, password: word })
  await expect(use('no address', password)).rejects.toMatchObject({ code: 'body_invalid', field: 'email' })
  await expect(use('dan@example.com', 'short')).rejects.toMatchObject({ code: 'password_invalid', field: 'password' })
  await expect(use('taken@example.com', password)).rejects.toMatchObject({ code: 'address_taken', field: 'email' })
  await expect(use('dan@example.com', password)).resolves.toMatchObject({ kind: 'new' })
})

test('a newer link for the same person ends the older one, and an hour ends both', async () => {
  const accountId = await newAccount()
  const older = await createSetupLink(db, { accountId })
  const newer = await createSetupLink(db, { accountId })
  expect(await findSetupLink(db, { token: older })).toBeUndefined()
  expect(await findSetupLink(db, { token: newer })).toEqual({ kind: 'new' })
  await db`update setup_links set expires_at = expires_at - interval '1 hour' where account_id = ${accountId}`
  expect(await findSetupLink(db, { token: newer })).toBeUndefined()
})

test('a link for a user sets a new password and ends the sessions of that user only', async () => {
  const accountId = await newAccount()
  const userId = await createUser(db, { accountId, email: 'eli@example.com', password })
  const otherId = await createUser(db, { accountId, email: 'fay@example.com', password })
  const session = await startSession(db, { accountId, userId, formerToken: undefined })
  const otherSession = await startSession(db, { accountId, userId: otherId, formerToken: undefined })
  const token = await createSetupLink(db, { accountId, userId })
  expect(await findSetupLink(db, { token })).toEqual({ kind: 'reset', email: 'eli@example.com' })
  await consumeSetupLink(db, { token, email: 'someone@else.example', password: 'another long password' })
  expect(await findSession(db, { token: session })).toBeUndefined()
  expect(await findSession(db, { token: otherSession })).toMatchObject({ email: 'fay@example.com' })
  expect(await trySignIn('eli@example.com', password)).toEqual({ kind: 'wrong' })
  expect(await trySignIn('eli@example.com', 'another long password')).toMatchObject({ kind: 'ok', userId })
})

test('no link is made for the user of another account', async () => {
  const userId = await createUser(db, { accountId: await newAccount(), email: 'gil@example.com', password })
  await expect(createSetupLink(db, { accountId: await newAccount(), userId })).rejects.toMatchObject({ code: 'not_found' })
})
