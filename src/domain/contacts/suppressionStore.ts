import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'

/** `phone` is null where the person was erased: then only the hash is known. */
export type Suppression = { id: bigint; phone: string | null; source: string; createdAt: Date }

/**
 * Suppresses numbers; the first source stays, but one that a person can lift by writing START gives way to one that nobody can. A number that was
 * erased gets it back: it was suppressed again, by somebody who gave it.
 * @returns hashes, in hexadecimal, of those that were not suppressed before
 */
export async function upsertSuppressions(
  db: Db,
  { accountId, numbers, source }: { accountId: bigint; numbers: readonly { phone: string; phoneHash: Buffer }[]; source: string },
): Promise<Set<string>> {
  const rows = await db<{ hex: string; created: boolean }[]>`
    insert into suppressions (account_id, phone_hash, phone, source)
    select ${accountId}, decode(hex, 'hex'), phone, ${source}
    from unnest(
      ${arrayOf(numbers, ({ phoneHash }) => phoneHash.toString('hex'))}::text::text[], ${arrayOf(numbers, ({ phone }) => phone)}::text::text[]
    ) as number(hex, phone)
    order by hex
    on conflict (account_id, phone_hash) do update
    set phone = excluded.phone,
      source = case when suppressions.source in ('reply', 'link') and excluded.source not in ('reply', 'link') then excluded.source else suppressions.source end
    where suppressions.phone is null
      or (suppressions.source in ('reply', 'link') and excluded.source not in ('reply', 'link'))
    returning encode(phone_hash, 'hex') as hex, xmax = 0 as created`
  return new Set(rows.flatMap(({ hex, created }) => (created ? [hex] : [])))
}

type Target = { accountId: bigint; phoneHash: Buffer }

export const deleteSuppression = (db: Db, { accountId, phoneHash }: Target) => db`
  delete from suppressions where account_id = ${accountId} and phone_hash = ${phoneHash} returning 1`

/** Only one that its person made. */
export const deleteOwnSuppression = (db: Db, { accountId, phoneHash }: Target) => db`
  delete from suppressions
  where account_id = ${accountId} and phone_hash = ${phoneHash} and source in ('reply', 'link')
  returning 1`

/** Of these hashes, in hexadecimal, those that are suppressed. */
export const findSuppressed = (db: Db, { accountId, hexes }: { accountId: bigint; hexes: readonly string[] }) => db<{ hex: string }[]>`
  select encode(phone_hash, 'hex') as hex from suppressions
  where account_id = ${accountId} and phone_hash = any(array(select decode(hex, 'hex') from unnest(${hexes}::text[]) as hex))`

export const findSuppression = (db: Db, { accountId, phoneHash }: Target) => db<Suppression[]>`
  select id, phone, source, created_at as "createdAt" from suppressions
  where account_id = ${accountId} and phone_hash = ${phoneHash}`

/** Whether there are numbers that are suppressed by a hash alone. */
export async function hasErasedSuppressions(db: Db, { accountId }: { accountId: bigint }): Promise<boolean> {
  const [row] = await db<{ has: boolean }[]>`
    select exists (select from suppressions where account_id = ${accountId} and phone is null) as has`
  return row?.has ?? false
}

/** Newest first. */
export const selectSuppressions = (
  db: Db,
  { accountId, source, beforeId, limit }: { accountId: bigint; source: string | undefined; beforeId: bigint | undefined; limit: number },
) => db<Suppression[]>`
  select id, phone, source, created_at as "createdAt" from suppressions
  where account_id = ${accountId}
    ${source === undefined ? db`` : db`and source = ${source}`}
    ${beforeId === undefined ? db`` : db`and id < ${beforeId}`}
  order by id desc limit ${limit}`

/** Those whose number is known, oldest first. */
export const selectKnownSuppressions = (db: Db, { accountId, afterId, limit }: { accountId: bigint; afterId: bigint; limit: number }) => db<
  (Suppression & { phone: string })[]
>`
  select id, phone, source, created_at as "createdAt" from suppressions
  where account_id = ${accountId} and id > ${afterId} and phone is not null
  order by id limit ${limit}`

export const clearSuppressedPhone = (db: Db, { accountId, phoneHash }: Target) => db`
  update suppressions set phone = null where account_id = ${accountId} and phone_hash = ${phoneHash} and phone is not null`
