import { timingSafeEqual } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { isScope, type Scope } from '../../contract/scopes.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import type { ApiKey, Mode } from './apiKey.ts'
import { makeKey, parseKey, type KeyParts } from './keyFormat.ts'
import { noteKeyUse } from './keyUse.ts'
import { perDatabase, remember } from './perDatabase.ts'
import { countLiveKeys, findKey, insertKey, lockAccount, markRevoked, selectKey, selectKeys } from './store.ts'

/** Who calls, and what they may do. */
export type AuthenticatedKey = { id: bigint; accountId: bigint; mode: Mode; scopes: ReadonlySet<Scope>; ratePerMinute: number }

/** Whom a message is sent for; without a key somebody who is signed in. */
export type Sender = { id: bigint | null; accountId: bigint; mode: Mode; person?: { userId: bigint } | undefined }

/** `malformed`: mistyped or cut off, known without a look into the database. */
export type KeyCheck = { kind: 'ok'; key: AuthenticatedKey } | { kind: 'malformed' } | { kind: 'unknown' } | { kind: 'revoked' }

/** A revoked key is refused everywhere within 5 s; the rest is left for a slow read. */
const CACHE_MS = 4_000
const MAX_CACHED = 10_000

/** Most keys in use of one account. */
export const MAX_KEYS = 100

type NewKey = { accountId: bigint; name: string; mode: Mode; scopes: readonly Scope[]; actor?: string; within?: ReadonlySet<Scope> }

/**
 * Makes a key. It is shown now and never again: only a hash of its secret is stored.
 * @param name 1 to 100 characters, trimmed
 * @param actor `user:ID`, `key:ID` or, unless told, `operator`
 * @param within what the one who makes it may; nobody hands out more
 * @throws AppError `body_invalid` for a name or the 101st key, `scope_invalid` for no scope or one too many
 */
export async function createKey(
  db: Db,
  { accountId, name, mode, scopes, actor = 'operator', within }: NewKey,
): Promise<ApiKey & { key: string }> {
  const label = name.trim()
  if (label.length < 1 || label.length > 100)
    throw new AppError('body_invalid', `The name has ${label.length} characters: use 1 to 100, such as "Web shop".`, { field: 'name' })
  if (scopes.length === 0)
    throw new AppError('scope_invalid', 'A key without a scope can do nothing: give it one or more.', { field: 'scopes' })
  const beyond = scopes.find((scope) => within?.has(scope) === false)
  if (beyond !== undefined)
    throw new AppError('scope_invalid', `You may not give the scope "${beyond}", which you do not have yourself.`, { field: 'scopes' })
  const { key, publicId, secretHash } = makeKey()
  return inTransaction(db, async (tx) => {
    await lockAccount(tx, { accountId })
    if ((await countLiveKeys(tx, { accountId })) >= MAX_KEYS)
      throw new AppError('body_invalid', `The account has ${MAX_KEYS} keys already: revoke one that is not used.`, { field: 'name' })
    const made = await insertKey(tx, { accountId, publicId, secretHash, name: label, mode, scopes: [...new Set(scopes)] })
    await appendAudit(tx, { accountId, actor, action: 'key.created', subject: `key:${made.id}`, data: { name: label, mode, scopes } })
    return { ...made, key }
  })
}

/** The account's keys: those in use first, newest first, at most 200. */
export const listKeys = (db: Db, { accountId }: { accountId: bigint }): Promise<ApiKey[]> => selectKeys(db, { accountId })

/** One key of the account, revoked or not. */
export const findKeyOf = (db: Db, target: { accountId: bigint; keyId: bigint }): Promise<ApiKey | undefined> => selectKey(db, target)

/**
 * Ends a key. This process refuses it at once, others within 5 s.
 * @returns false when the account has no such key in use
 */
export async function revokeKey(
  db: Db,
  { accountId, keyId, actor = 'operator' }: { accountId: bigint; keyId: bigint; actor?: string },
): Promise<boolean> {
  const revoked = await inTransaction(db, async (tx) => {
    const isDone = await markRevoked(tx, { accountId, keyId })
    if (isDone) await appendAudit(tx, { accountId, actor, action: 'key.revoked', subject: `key:${keyId}` })
    return isDone
  })
  // Which entry is this key's is not known here; reading the others again costs one query each.
  if (revoked) checks(db).clear()
  return revoked
}

/** Checks by hash. Failures are remembered too: a client that repeats a revoked key costs no more than one with a good key. */
const checks = perDatabase(() => new LRUCache<string, Promise<KeyCheck>>({ max: MAX_CACHED, ttl: CACHE_MS }))

/** Says who a key is. Most calls are answered from memory. */
export async function authenticateKey(db: Db, key: string): Promise<KeyCheck> {
  const parts = parseKey(key)
  if (parts === undefined) return { kind: 'malformed' }
  const name = `${parts.publicId}${parts.secretHash.toString('base64')}`
  const check = await remember(checks(db), name, () => checkStored(db, parts))
  if (check.kind === 'ok') noteKeyUse(db, check.key.id)
  return check
}

async function checkStored(db: Db, { publicId, secretHash }: KeyParts): Promise<KeyCheck> {
  const stored = await findKey(db, { publicId })
  if (stored === undefined || !timingSafeEqual(stored.secretHash, secretHash)) return { kind: 'unknown' }
  if (stored.isRevoked) return { kind: 'revoked' }
  const { id, accountId, mode, scopes, ratePerMinute } = stored
  return { kind: 'ok', key: { id, accountId, mode, scopes: new Set(scopes.filter(isScope)), ratePerMinute } }
}
