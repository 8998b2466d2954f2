import { AppError } from '../../lib/errors.ts'
import { arrayOf } from '../../platform/arrayLiteral.ts'
import { inTransaction, type Db } from '../../platform/db.ts'

export type Group = { id: bigint; name: string; createdAt: Date }

/** Groups that one account may have. */
export const MAX_GROUPS = 1_000

export const MAX_GROUP_NAME_LENGTH = 100

/** Members that one transaction removes, so that a group of a million holds nobody up. */
const SLICE = 5_000

/** Groups of an account by name; `afterName` goes on where a page ended. */
export const listGroups = (
  db: Db,
  { accountId, afterName, limit }: { accountId: bigint; afterName: string | undefined; limit: number },
) => db<Group[]>`
  select id, name, created_at as "createdAt" from contact_groups
  where account_id = ${accountId} ${afterName === undefined ? db`` : db`and name > ${afterName}`} order by name limit ${limit}`

/** @throws AppError `not_found` */
export async function findGroup(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Group> {
  const [group] = await db<Group[]>`
    select id, name, created_at as "createdAt" from contact_groups where account_id = ${accountId} and id = ${id}`
  if (group === undefined) throw new AppError('not_found', `There is no group ${id}.`)
  return group
}

export async function countMembers(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int from contact_group_members where account_id = ${accountId} and group_id = ${id}`
  return row?.count ?? 0
}

/** @throws AppError `group_name_taken`, `too_many_groups` */
export async function createGroup(db: Db, { accountId, name }: { accountId: bigint; name: string }): Promise<Group> {
  return inTransaction(db, async (tx) => {
    if ((await countGroups(tx, { accountId })) >= MAX_GROUPS) throw new AppError('too_many_groups', noRoomForGroup(name), { field: 'name' })
    const [made] = await insertGroups(tx, { accountId, names: [name] })
    if (made === undefined) throw nameTaken(name)
    return findGroup(tx, { accountId, id: made.id })
  })
}

/** @throws AppError `not_found`, `group_name_taken` */
export async function renameGroup(db: Db, { accountId, id, name }: { accountId: bigint; id: bigint; name: string }): Promise<Group> {
  return inTransaction(db, async (tx) => {
    await findGroup(tx, { accountId, id })
    const [taken] = await tx`select 1 from contact_groups where account_id = ${accountId} and name = ${name} and id <> ${id}`
    if (taken !== undefined) throw nameTaken(name)
    await tx`update contact_groups set name = ${name} where account_id = ${accountId} and id = ${id}`
    return findGroup(tx, { accountId, id })
  })
}

/**
 * Removes a group; its contacts stay. Members go in slices, so a request that is cut off leaves a smaller group, and may be repeated.
 * @throws AppError `not_found`
 */
export async function deleteGroup(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<void> {
  await findGroup(db, { accountId, id })
  for (let removed = SLICE; removed === SLICE;) removed = await removeSlice(db, { accountId, id })
  await inTransaction(db, async (tx) => {
    await tx`delete from contact_group_members where account_id = ${accountId} and group_id = ${id}`
    await tx`delete from contact_groups where account_id = ${accountId} and id = ${id}`
  })
}

/** The ids of groups by their names; what is missing is made, as long as there is room. */
export async function groupIdsOf(
  db: Db,
  { accountId, names }: { accountId: bigint; names: readonly string[] },
): Promise<Map<string, bigint>> {
  const wanted = [...new Set(names)].sort()
  if (wanted.length === 0) return new Map()
  const known = await findGroupsByName(db, { accountId, names: wanted })
  if (known.length === wanted.length) return new Map(known.map(({ id, name }) => [name, id]))
  const missing = wanted.filter((name) => !known.some((group) => group.name === name))
  await insertGroups(db, { accountId, names: missing.slice(0, Math.max(0, MAX_GROUPS - (await countGroups(db, { accountId })))) })
  return new Map((await findGroupsByName(db, { accountId, names: wanted })).map(({ id, name }) => [name, id]))
}

/** What to say of a name without room. */
export const noRoomForGroup = (name: string): string =>
  `An account has at most ${MAX_GROUPS} groups, and "${name}" would be one more: remove some first.`

const findGroupsByName = (db: Db, { accountId, names }: { accountId: bigint; names: string[] }) => db<{ id: bigint; name: string }[]>`
  select id, name from contact_groups where account_id = ${accountId} and name = any(${names}::text[])`

async function countGroups(db: Db, { accountId }: { accountId: bigint }): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::int from contact_groups where account_id = ${accountId}`
  return row?.count ?? 0
}

const insertGroups = (db: Db, { accountId, names }: { accountId: bigint; names: string[] }) => db<{ id: bigint }[]>`
  insert into contact_groups (account_id, name) select ${accountId}, name from unnest(${names}::text[]) as name
  on conflict do nothing returning id`

/** Adds contacts to groups, pair by pair; the number of those who were no members. */
export async function addMembers(
  db: Db,
  { accountId, members }: { accountId: bigint; members: readonly { groupId: bigint; contactId: bigint }[] },
): Promise<number> {
  if (members.length === 0) return 0
  const { count } = await db`
    insert into contact_group_members (account_id, group_id, contact_id)
    select ${accountId}, group_id, contact_id
    from unnest(
      ${arrayOf(members, ({ groupId }) => String(groupId))}::text::bigint[], ${arrayOf(members, ({ contactId }) => String(contactId))}::text::bigint[]
    ) as member(group_id, contact_id)
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

async function removeSlice(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<number> {
  const { count } = await db`
    delete from contact_group_members where ctid = any(array(
      select ctid from contact_group_members where account_id = ${accountId} and group_id = ${id} limit ${SLICE}
    ))`
  return count
}

const nameTaken = (name: string) => new AppError('group_name_taken', `There is a group named "${name}" already.`, { field: 'name' })
