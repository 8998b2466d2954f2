import type { Scope } from '../../contract/scopes.ts'
import type { Db } from '../../platform/db.ts'
import type { AccountSettings } from './settings.ts'
import type { ApiKey, Mode } from './apiKey.ts'

/** Keeps the check of the first SECRET_KEY that ever started here, and says which one that was. */
export const keepSecretCheck = async (db: Db, { check }: { check: Buffer }): Promise<Buffer | undefined> => {
  await db`insert into installation (secret_check) values (${check}) on conflict (id) do nothing`
  const [row] = await db<{ kept: Buffer }[]>`select secret_check as kept from installation`
  return row?.kept
}

/** Held to the end of the transaction: first starts happen one after the other. */
export const lockFirstStart = (db: Db) => db`select pg_advisory_xact_lock(hashtext('tapline first start'))`

export const findOldestAccountId = async (db: Db): Promise<bigint | undefined> => {
  const [row] = await db<{ id: bigint }[]>`select id from accounts order by id limit 1`
  return row?.id
}

export const insertAccount = async (db: Db, { name }: { name: string }): Promise<bigint> => {
  const [row] = await db<{ id: bigint }[]>`insert into accounts (name) values (${name}) returning id`
  if (row === undefined) throw new Error(`Account "${name}" was inserted without an id`)
  return row.id
}

export const readSettings = async (db: Db, { accountId }: { accountId: bigint }): Promise<AccountSettings | undefined> => {
  const [row] = await db<AccountSettings[]>`
    select id, name, currency, default_country as "defaultCountry", time_zone as "timeZone", tracking, gpc, merge_fields_in_urls as "mergeFieldsInUrls",
      link_form as "linkForm", link_validity_days as "linkValidityDays", fallback_url as "fallbackUrl",
      referrer_policy as "referrerPolicy", utm, ignored_suspicions as "ignoredSuspicions",
      stop_reply as "stopReply", start_reply as "startReply", help_reply as "helpReply", short_domain as "shortDomain", senders, only_senders as "onlySenders",
      case when quiet_from is not null then json_build_object(
        'from', to_char(quiet_from, 'HH24:MI'), 'until', to_char(quiet_until, 'HH24:MI'), 'clock', quiet_clock
      ) end as "quietHours"
    from accounts where id = ${accountId}`
  return row
}

export const writeSettings = (db: Db, settings: AccountSettings) => db`
  update accounts
  set name = ${settings.name}, currency = ${settings.currency}, default_country = ${settings.defaultCountry}, time_zone = ${settings.timeZone}, tracking = ${settings.tracking},
    gpc = ${settings.gpc}, merge_fields_in_urls = ${settings.mergeFieldsInUrls}, link_form = ${settings.linkForm},
    link_validity_days = ${settings.linkValidityDays}, fallback_url = ${settings.fallbackUrl},
    referrer_policy = ${settings.referrerPolicy}, utm = ${JSON.stringify(settings.utm)}::text::jsonb,
    ignored_suspicions = ${settings.ignoredSuspicions}, stop_reply = ${settings.stopReply}, start_reply = ${settings.startReply},
    help_reply = ${settings.helpReply}, short_domain = ${settings.shortDomain}, senders = ${settings.senders}, only_senders = ${settings.onlySenders},
    quiet_from = ${settings.quietHours?.from ?? null}::text::time, quiet_until = ${settings.quietHours?.until ?? null}::text::time,
    quiet_clock = ${settings.quietHours?.clock ?? 'recipient'}
  where id = ${settings.id}`

/** Until the transaction ends nobody else changes the account. */
export const lockAccount = (db: Db, { accountId }: { accountId: bigint }) => db`select from accounts where id = ${accountId} for update`

export type NewKey = { accountId: bigint; publicId: string; secretHash: Buffer; name: string; mode: Mode; scopes: readonly Scope[] }

export const insertKey = async (db: Db, { accountId, publicId, secretHash, name, mode, scopes }: NewKey): Promise<ApiKey> => {
  const [row] = await db<ApiKey[]>`
    insert into api_keys (account_id, public_id, secret_hash, name, mode, scopes)
    values (${accountId}, ${publicId}, ${secretHash}, ${name}, ${mode}, ${[...scopes]})
    returning id, public_id as "publicId", name, mode, scopes, rate_per_minute as "ratePerMinute", created_at as "createdAt",
      last_used_at as "lastUsedAt", revoked_at as "revokedAt"`
  if (row === undefined) throw new Error(`Key ${publicId} was inserted without a row`)
  return row
}

export const countLiveKeys = async (db: Db, { accountId }: { accountId: bigint }): Promise<number> => {
  const [row] = await db<
    { keys: number }[]
  >`select count(*)::int as keys from api_keys where account_id = ${accountId} and revoked_at is null`
  return row?.keys ?? 0
}

/** Keys in use first, then the newest. */
export const selectKeys = (db: Db, { accountId }: { accountId: bigint }) => db<ApiKey[]>`
  select id, public_id as "publicId", name, mode, scopes, rate_per_minute as "ratePerMinute", created_at as "createdAt",
    last_used_at as "lastUsedAt", revoked_at as "revokedAt"
  from api_keys where account_id = ${accountId}
  order by revoked_at is not null, id desc limit 200`

export const selectKey = async (db: Db, { accountId, keyId }: { accountId: bigint; keyId: bigint }): Promise<ApiKey | undefined> => {
  const [row] = await db<ApiKey[]>`
    select id, public_id as "publicId", name, mode, scopes, rate_per_minute as "ratePerMinute", created_at as "createdAt",
      last_used_at as "lastUsedAt", revoked_at as "revokedAt"
    from api_keys where account_id = ${accountId} and id = ${keyId}`
  return row
}

export const markRevoked = async (db: Db, { accountId, keyId }: { accountId: bigint; keyId: bigint }): Promise<boolean> => {
  const rows = await db`
    update api_keys set revoked_at = now()
    where account_id = ${accountId} and id = ${keyId} and revoked_at is null
    returning id`
  return rows.length > 0
}

/** Those of some keys that are not revoked. */
export const selectLiveKeyIds = (db: Db, { ids }: { ids: readonly bigint[] }) => db<{ id: bigint }[]>`
  select id from api_keys where id = any(${ids.map(String)}::bigint[]) and revoked_at is null`

export type StoredKey = {
  id: bigint
  accountId: bigint
  secretHash: Buffer
  mode: Mode
  scopes: string[]
  ratePerMinute: number
  isRevoked: boolean
}

export const findKey = async (db: Db, { publicId }: { publicId: string }): Promise<StoredKey | undefined> => {
  const [row] = await db<StoredKey[]>`
    select id, account_id as "accountId", secret_hash as "secretHash", mode, scopes, rate_per_minute as "ratePerMinute",
      revoked_at is not null as "isRevoked"
    from api_keys where public_id = ${publicId}`
  return row
}

/** Several processes see one key; the one that comes within the same minute writes nothing. */
export const touchKeys = (db: Db, { keyIds }: { keyIds: readonly bigint[] }) => db`
  update api_keys set last_used_at = now()
  where id = any(${keyIds.map(String)}::bigint[]) and (last_used_at is null or last_used_at < now() - interval '50 s')`
