import { randomBytes } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { inTransaction, type Db } from '../../platform/db.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { appendAudit } from '../audit.ts'
import { perDatabase, remember } from './perDatabase.ts'
import { lockAccount } from './store.ts'

/** How clients of seven.io are answered. */
export type SevenSettings = {
  /** Of messages that name no sender. */
  sender: string | null
  /** Whether requests without a signature are refused. */
  requiresSignature: boolean
}

type Row = SevenSettings & { sealedSigningKey: Buffer | null }

const CACHE_MS = 5_000
const MAX_CACHED = 1_000
const caches = perDatabase(() => new LRUCache<bigint, Promise<Row>>({ max: MAX_CACHED, ttl: CACHE_MS }))

/** Settings at most 5 s old; an account that changed none has the defaults. */
export const sevenSettings = (db: Db, { accountId }: { accountId: bigint }): Promise<SevenSettings> =>
  remember(caches(db), accountId, () => readRow(db, { accountId }))

type Target = { accountId: bigint; actor: string }

/** Changes settings and writes down who did; what is left out stays. */
export async function updateSevenSettings(
  db: Db,
  { accountId, actor, changes }: Target & { changes: Partial<SevenSettings> },
): Promise<SevenSettings> {
  const updated = await inTransaction(db, async (tx) => {
    await lockAccount(tx, { accountId })
    const after = { ...(await readRow(tx, { accountId })), ...changes }
    await writeRow(tx, { accountId, ...after })
    await appendAudit(tx, {
      ...{ accountId, actor, action: 'seven_settings.changed', subject: `account:${accountId}` },
      data: { ...changes },
    })
    return after
  })
  caches(db).delete(accountId)
  return updated
}

type Keyed = { accountId: bigint; secrets: Secrets }

/** The key that signs; made when it is asked for first. */
export async function sevenSigningKey(db: Db, { accountId, secrets }: Keyed): Promise<string> {
  const { sealedSigningKey } = await remember(caches(db), accountId, () => readRow(db, { accountId }))
  return sealedSigningKey === null ? makeKey(db, { accountId, secrets }) : unseal({ accountId, secrets, sealed: sealedSigningKey })
}

/** Puts a new key in place of the one before, which signs and opens nothing from then on, in other processes within 5 s. */
export async function rotateSevenSigningKey(db: Db, { accountId, secrets, actor }: Keyed & Target): Promise<string> {
  const key = newKey()
  await inTransaction(db, async (tx) => {
    await lockAccount(tx, { accountId })
    await writeRow(tx, { accountId, ...(await readRow(tx, { accountId })), sealedSigningKey: seal({ accountId, secrets, key }) })
    await appendAudit(tx, { accountId, actor, action: 'seven_signing_key.rotated', subject: `account:${accountId}` })
  })
  caches(db).delete(accountId)
  return key
}

/** Of two who come first one makes it. */
async function makeKey(db: Db, { accountId, secrets }: Keyed): Promise<string> {
  const sealed = await inTransaction(db, async (tx) => {
    await lockAccount(tx, { accountId })
    const before = await readRow(tx, { accountId })
    if (before.sealedSigningKey !== null) return before.sealedSigningKey
    const sealedSigningKey = seal({ accountId, secrets, key: newKey() })
    await writeRow(tx, { accountId, ...before, sealedSigningKey })
    return sealedSigningKey
  })
  caches(db).delete(accountId)
  return unseal({ accountId, secrets, sealed })
}

const newKey = () => randomBytes(24).toString('base64url')
const contextOf = (accountId: bigint) => `seven signing key:${accountId}`
const seal = ({ accountId, secrets, key }: Keyed & { key: string }) => secrets.seal(Buffer.from(key), contextOf(accountId))
const unseal = ({ accountId, secrets, sealed }: Keyed & { sealed: Buffer }) => secrets.unseal(sealed, contextOf(accountId)).toString()

async function readRow(db: Db, { accountId }: { accountId: bigint }): Promise<Row> {
  const [row] = await db<Row[]>`
    select sender, requires_signature as "requiresSignature", sealed_signing_key as "sealedSigningKey"
    from seven_settings where account_id = ${accountId}`
  return row ?? { sender: null, requiresSignature: false, sealedSigningKey: null }
}

const writeRow = (db: Db, { accountId, sender, requiresSignature, sealedSigningKey }: Row & { accountId: bigint }) => db`
  insert into seven_settings (account_id, sender, requires_signature, sealed_signing_key)
  values (${accountId}, ${sender}, ${requiresSignature}, ${sealedSigningKey})
  on conflict (account_id) do update set sender = excluded.sender, requires_signature = excluded.requires_signature,
    sealed_signing_key = excluded.sealed_signing_key`
