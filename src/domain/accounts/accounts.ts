import { LRUCache } from 'lru-cache'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { perDatabase, remember } from './perDatabase.ts'
import type { AccountSettings as Settings } from './settings.ts'
import { lockAccount, readSettings, writeSettings } from './store.ts'

/** Other domains know the settings by this name. */
export type AccountSettings = Settings

/** A change in one process is seen by all within this time. */
const CACHE_MS = 5_000
const MAX_CACHED = 1_000

const caches = perDatabase(() => new LRUCache<bigint, Promise<AccountSettings | undefined>>({ max: MAX_CACHED, ttl: CACHE_MS }))

/**
 * The settings of an account, at most 5 s old.
 * @throws AppError `not_found`
 */
export async function accountSettings(db: Db, accountId: bigint): Promise<AccountSettings> {
  const settings = await remember(caches(db), accountId, () => readSettings(db, { accountId }))
  if (settings === undefined) throw noAccount(accountId)
  return settings
}

/**
 * Changes settings and writes down who did.
 * @param changes parsed by the contract; what is left out stays
 * @param actor `user:ID`, `key:ID` or `operator`
 */
export async function updateAccount(
  db: Db,
  { accountId, actor, changes }: { accountId: bigint; actor: string; changes: Partial<Omit<AccountSettings, 'id'>> },
): Promise<AccountSettings> {
  const updated = await inTransaction(db, async (tx) => {
    await lockAccount(tx, { accountId })
    const before = await readSettings(tx, { accountId })
    if (before === undefined) throw noAccount(accountId)
    const after = { ...before, ...changes }
    requireSomeSender(after)
    await writeSettings(tx, after)
    await appendAudit(tx, { accountId, actor, action: 'account.changed', subject: `account:${accountId}`, data: { ...changes } })
    return after
  })
  caches(db).delete(accountId)
  return updated
}

function requireSomeSender({ senders, onlySenders }: AccountSettings): void {
  if (!onlySenders || senders.length > 0) return
  throw new AppError('sender_not_listed', 'Only listed senders are accepted, and none would be listed: nothing could be sent.', {
    field: 'senders',
  })
}

const noAccount = (accountId: bigint) => new AppError('not_found', `There is no account ${accountId}.`)
