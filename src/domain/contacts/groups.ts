import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import {
  countGroups,
  deleteGroupRow,
  findGroupsByName,
  insertGroups,
  lockGroup,
  readGroup,
  REMOVED_AT_ONCE,
  removeSomeMembers,
  updateGroupName,
  type Group,
} from './groupStore.ts'

/** Groups that one account may have. */
export const MAX_GROUPS = 1_000

export const MAX_GROUP_NAME_LENGTH = 100

/** @throws AppError `not_found` */
export async function findGroup(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<Group> {
  const group = await readGroup(db, { accountId, id })
  if (group === undefined) throw new AppError('not_found', `There is no group ${id}.`)
  return group
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
    if (!(await updateGroupName(tx, { accountId, id, name }))) throw nameTaken(name)
    return findGroup(tx, { accountId, id })
  })
}

/**
 * Removes a group; its contacts stay. Members go in slices, so a request that is cut off leaves a smaller group, and may be repeated.
 * @throws AppError `not_found`
 */
export async function deleteGroup(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<void> {
  await findGroup(db, { accountId, id })
  for (let isEmpty = false; !isEmpty;)
    isEmpty = await inTransaction(db, async (tx) => {
      await lockGroup(tx, { accountId, id })
      const isLast = (await removeSomeMembers(tx, { accountId, id })) < REMOVED_AT_ONCE
      if (isLast) await deleteGroupRow(tx, { accountId, id })
      return isLast
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

const nameTaken = (name: string) => new AppError('group_name_taken', `There is a group named "${name}" already.`, { field: 'name' })
