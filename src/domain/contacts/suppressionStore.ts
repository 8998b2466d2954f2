import type { Db } from '../../platform/db.ts'

export type Suppression = { phone: string | null; source: string; createdAt: Date }

/** A number that was erased gets it back: it was suppressed again, by somebody who gave it. */
export const upsertSuppression = (
  db: Db,
  { accountId, phone, phoneHash, source }: { accountId: bigint; phone: string; phoneHash: Buffer; source: string },
) => db`
  insert into suppressions (account_id, phone_hash, phone, source)
  values (${accountId}, ${phoneHash}, ${phone}, ${source})
  on conflict (account_id, phone_hash) do update set phone = excluded.phone
  where suppressions.phone is null`

export const deleteSuppression = (db: Db, { accountId, phoneHash }: { accountId: bigint; phoneHash: Buffer }) => db`
  delete from suppressions where account_id = ${accountId} and phone_hash = ${phoneHash} returning 1`

/** Of these hashes, in hexadecimal, those that are suppressed. */
export const findSuppressed = (db: Db, { accountId, hexes }: { accountId: bigint; hexes: readonly string[] }) => db<{ hex: string }[]>`
  select encode(phone_hash, 'hex') as hex from suppressions
  where account_id = ${accountId} and phone_hash = any(array(select decode(hex, 'hex') from unnest(${hexes}::text[]) as hex))`

export const findSuppression = (db: Db, { accountId, phoneHash }: { accountId: bigint; phoneHash: Buffer }) => db<Suppression[]>`
  select phone, source, created_at as "createdAt" from suppressions
  where account_id = ${accountId} and phone_hash = ${phoneHash}`

export const clearSuppressedPhone = (db: Db, { accountId, phoneHash }: { accountId: bigint; phoneHash: Buffer }) => db`
  update suppressions set phone = null where account_id = ${accountId} and phone_hash = ${phoneHash} and phone is not null`
