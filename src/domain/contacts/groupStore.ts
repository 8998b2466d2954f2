import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'

export type Group = { id: bigint; name: string; createdAt: Date }

/** Members that one statement removes, so that a group of a million holds nobody up. */
export const REMOVED_AT_ONCE = 5_000

/** Groups of an account by name; `afterName` goes on where a page ended. */
export const listGroups = (
  db: Db,
  { accountId, afterName, limit }: { accountId: bigint; afterName: string | undefined; limit: number },
) => db<Group[]>`
  select id, name, created_at as "createdAt" from contact_groups
  where account_id = ${accountId} ${afterName === undefined ? db`` : db`and name > ${afterName}`} order by name limit ${limit}`

export async function readGroup(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Group | undefined> {
  const [group] = await db<Group[]>`
    select id, name, created_at as "createdAt" from contact_groups where account_id = ${accountId} and id = ${id}`
  return group
}

/** Keeps others from adding members until the transaction ends. */
export const lockGroup = (db: Db, { accountId, id }: { accountId: bigint; id: bigint }) => db`
  select 1 from contact_groups where account_id = ${accountId} and id = ${id} for update`

export async function countMembers(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int from contact_group_members where account_id = ${accountId} and group_id = ${id}`
  return row?.count ?? 0
}

/** Members of some groups; one without any is missing. */
export async function countMembersOf(
  db: Db,
  { accountId, ids }: { accountId: bigint; ids: readonly bigint[] },
): Promise<Map<bigint, number>> {
  const rows = await db<{ id: bigint; members: number }[]>`
    select group_id as id, count(*)::int as members from contact_group_members
    where account_id = ${accountId} and group_id = any(${[...ids]}::bigint[]) group by group_id`
  return new Map(rows.map(({ id, members }) => [id, members]))
}

export const findGroupsByName = (db: Db, { accountId, names }: { accountId: bigint; names: string[] }) => db<
  { id: bigint; name: string }[]
>`
  select id, name from contact_groups where account_id = ${accountId} and name = any(${names}::text[])`

export async function countGroups(db: Db, { accountId }: { accountId: bigint }): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::int from contact_groups where account_id = ${accountId}`
  return row?.count ?? 0
}

/** Makes groups; names that are taken are left out. */
export const insertGroups = (db: Db, { accountId, names }: { accountId: bigint; names: string[] }) => db<{ id: bigint }[]>`
  insert into contact_groups (account_id, name) select ${accountId}, name from unnest(${names}::text[]) as name
  on conflict do nothing returning id`

/** @returns false when the name is taken by another group */
export async function updateGroupName(db: Db, { accountId, id, name }: { accountId: bigint; id: bigint; name: string }): Promise<boolean> {
  const rows = await db`
    update contact_groups set name = ${name}
    where account_id = ${accountId} and id = ${id}
      and not exists (select from contact_groups other where other.account_id = ${accountId} and other.name = ${name} and other.id <> ${id})
    returning 1`
  return rows.length > 0
}

export const deleteGroupRow = (db: Db, { accountId, id }: { accountId: bigint; id: bigint }) => db`
  delete from contact_groups where account_id = ${accountId} and id = ${id}`

/**
 * Adds contacts to groups, pair by pair, and holds the groups until the transaction ends; the contacts have to be held already. A group that
 * is gone gets no members.
 * @returns the number of those who were no members
 */
export async function addMembers(
  db: Db,
  { accountId, members }: { accountId: bigint; members: readonly { groupId: bigint; contactId: bigint }[] },
): Promise<number> {
  if (members.length === 0) return 0
  const groupIds = [...new Set(members.map(({ groupId }) => groupId))]
  const { count } = await db`
    with held as materialized (
      select id from contact_groups where account_id = ${accountId} and id = any(${groupIds}::bigint[]) order by id for key share
    )
    insert into contact_group_members (account_id, group_id, contact_id)
    select ${accountId}, group_id, contact_id
    from unnest(
      ${arrayOf(members, ({ groupId }) => String(groupId))}::text::bigint[], ${arrayOf(members, ({ contactId }) => String(contactId))}::text::bigint[]
    ) as member(group_id, contact_id) join held on held.id = group_id
    order by group_id, contact_id
    on conflict do nothing`
  return count
}

export async function removeMembers(
  db: Db,
  { accountId, groupId, contactIds }: { accountId: bigint; groupId: bigint; contactIds: readonly bigint[] },
): Promise<number> {
  const { count } = await db`
    delete from contact_group_members
    where account_id = ${accountId} and group_id = ${groupId} and contact_id = any(${[...contactIds]}::bigint[])`
  return count
}

/** @returns how many were removed: fewer than REMOVED_AT_ONCE when none is left */
export async function removeSomeMembers(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<number> {
  const { count } = await db`
    delete from contact_group_members where ctid = any(array(
      select ctid from contact_group_members where account_id = ${accountId} and group_id = ${id} limit ${REMOVED_AT_ONCE}
    ))`
  return count
}
