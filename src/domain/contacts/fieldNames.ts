import type { Db } from '../../platform/db.ts'

/** Names that the custom fields of one account may have, all contacts together: each is a column of an export. */
export const MAX_FIELD_NAMES = 200

/** The names of an account's custom fields, in the order in which they first came. */
export async function listFieldNames(db: Db, { accountId }: { accountId: bigint }): Promise<string[]> {
  const rows = await db<{ name: string }[]>`
    select name from contact_fields where account_id = ${accountId} order by created_at, name limit ${MAX_FIELD_NAMES}`
  return rows.map(({ name }) => name)
}

/**
 * Remembers names before contacts have them.
 * @returns those for which there is no room any more
 */
export async function admitFieldNames(db: Db, { accountId, names }: { accountId: bigint; names: readonly string[] }): Promise<Set<string>> {
  const before = new Set(await listFieldNames(db, { accountId }))
  const added = [...new Set(names)].filter((name) => !before.has(name)).sort()
  if (added.length === 0) return new Set()
  const room = MAX_FIELD_NAMES - before.size
  if (room > 0) await insertFieldNames(db, { accountId, names: added.slice(0, room) })
  return new Set(added.slice(Math.max(0, room)))
}

/** What to say of a name without room. */
export const noRoomFor = (name: string): string =>
  `The fields of an account's contacts have at most ${MAX_FIELD_NAMES} names, and "${name}" would be one more: use one that is there.`

const insertFieldNames = (db: Db, { accountId, names }: { accountId: bigint; names: string[] }) => db`
  insert into contact_fields (account_id, name, created_at)
  select ${accountId}, name, clock_timestamp() from unnest(${names}::text[]) as name
  on conflict do nothing`
