import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { makeKey } from './keyFormat.ts'
import { authenticateKey, createKey, listKeys, MAX_KEYS, revokeKey } from './keys.ts'
import { flushKeyUses } from './keyUse.ts'
import { insertAccount } from './store.ts'

const db = await testDatabase()
const accountId = await insertAccount(db, { name: 'Acme' })
const otherAccountId = await insertAccount(db, { name: 'Other' })

test('a new key is known with its account, mode and scopes', async () => {
  const { key, id } = await createKey(db, { accountId, name: ' Web shop ', mode: 'test', scopes: ['messages:write', 'messages:read'] })
  expect(await authenticateKey(db, key)).toEqual({
    kind: 'ok',
    key: { id, accountId, mode: 'test', scopes: new Set(['messages:write', 'messages:read']), ratePerMinute: 6000 },
  })
})

test('neither the key nor its secret is stored or listed', async () => {
  const { key } = await createKey(db, { accountId, name: 'Secret', mode: 'live', scopes: ['messages:read'] })
  const [row] = await db<{ stored: string }[]>`select api_keys::text as stored from api_keys where name = 'Secret'`
  const secret = key.slice(11, 38)
  expect(row?.stored).not.toContain(secret)
  expect(row?.stored).not.toContain(Buffer.from(secret).toString('hex'))
  const listed = await listKeys(db, { accountId })
  expect(listed.find((item) => item.name === 'Secret')).toMatchObject({ publicId: key.slice(3, 11), lastUsedAt: null, revokedAt: null })
  expect(listed.some((item) => 'key' in item || 'secretHash' in item)).toBe(false)
})

test('a mistyped key is malformed, one that nobody made is unknown', async () => {
  const { key } = await createKey(db, { accountId, name: 'Typed', mode: 'live', scopes: ['messages:read'] })
  expect(await authenticateKey(db, `${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`)).toEqual({ kind: 'malformed' })
  expect(await authenticateKey(db, '')).toEqual({ kind: 'malformed' })
  expect(await authenticateKey(db, makeKey().key)).toEqual({ kind: 'unknown' })
})

test('the id of one key with the secret of another is unknown', async () => {
  const { publicId } = await createKey(db, { accountId, name: 'Mixed', mode: 'live', scopes: ['messages:read'] })
  const forged = makeKey()
  await db`update api_keys set public_id = ${forged.publicId} where public_id = ${publicId}`
  expect(await authenticateKey(db, forged.key)).toEqual({ kind: 'unknown' })
})

test('a revoked key is refused at once in this process, though it was just used', async () => {
  const { key, id } = await createKey(db, { accountId, name: 'Old', mode: 'live', scopes: ['messages:read'] })
  expect(await authenticateKey(db, key)).toMatchObject({ kind: 'ok' })
  expect(await revokeKey(db, { accountId, keyId: id })).toBe(true)
  expect(await authenticateKey(db, key)).toEqual({ kind: 'revoked' })
  expect(await revokeKey(db, { accountId, keyId: id })).toBe(false)
})

test('a key revoked by another process is refused within 5 seconds, though it is in use', async () => {
  const { key, id } = await createKey(db, { accountId, name: 'Elsewhere', mode: 'live', scopes: ['messages:read'] })
  expect(await authenticateKey(db, key)).toMatchObject({ kind: 'ok' })
  await db`update api_keys set revoked_at = now() where id = ${id}`
  await expect.poll(() => authenticateKey(db, key), { timeout: 20_000, interval: 100 }).toEqual({ kind: 'revoked' })
})

test('nobody revokes or lists the key of another account', async () => {
  const { id } = await createKey(db, { accountId, name: 'Mine', mode: 'live', scopes: ['messages:read'] })
  expect(await revokeKey(db, { accountId: otherAccountId, keyId: id })).toBe(false)
  expect(await listKeys(db, { accountId: otherAccountId })).toEqual([])
})

test('uses of keys are written together and only once a minute', async () => {
  const { key, id } = await createKey(db, { accountId, name: 'Busy', mode: 'live', scopes: ['messages:read'] })
  const lastUsed = async () => (await listKeys(db, { accountId })).find((item) => item.id === id)?.lastUsedAt
  await Promise.all(Array.from({ length: 50 }, () => authenticateKey(db, key)))
  await flushKeyUses(db)
  const first = await lastUsed()
  expect(first).toBeInstanceOf(Date)
  await authenticateKey(db, key)
  await flushKeyUses(db)
  expect(await lastUsed()).toEqual(first)
})

test('a key needs a name and a scope, and an account has a bound', async () => {
  const make = (name: string, scopes: readonly ['messages:read'] | readonly []) =>
    createKey(db, { accountId: otherAccountId, name, mode: 'live', scopes })
  await expect(make('  ', ['messages:read'])).rejects.toMatchObject({ code: 'body_invalid', field: 'name' })
  await expect(make('x'.repeat(101), ['messages:read'])).rejects.toMatchObject({ code: 'body_invalid' })
  await expect(make('Idle', [])).rejects.toMatchObject({ code: 'scope_invalid' })
  for (let count = 0; count < MAX_KEYS; count++) await make(`Key ${count}`, ['messages:read'])
  await expect(make('One more', ['messages:read'])).rejects.toThrow('revoke one that is not used')
})

test('making and ending a key is written down, without its secret', async () => {
  const { id, key } = await createKey(db, { accountId, name: 'Audited', mode: 'live', scopes: ['messages:read'], actor: 'user:7' })
  await revokeKey(db, { accountId, keyId: id, actor: 'user:8' })
  const entries = await db`select actor, action, data::text from audit_entries where subject = ${`key:${id}`} order by id`
  expect(entries).toMatchObject([
    { actor: 'user:7', action: 'key.created' },
    { actor: 'user:8', action: 'key.revoked' },
  ])
  expect(JSON.stringify(entries)).not.toContain(key.slice(11, 38))
})
