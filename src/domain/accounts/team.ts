import type { Role } from '../../contract/roles.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { deleteInvitationsBy } from './invitationStore.ts'
import { lockAccount } from './store.ts'
import {
  countOtherOwners,
  deleteSessionsOfUser,
  deleteSetupLinksOfUser,
  deleteUser,
  findMember,
  setRole,
  type Member,
} from './userStore.ts'

/** People of one account. */
export const MAX_USERS = 1_000

type Target = { accountId: bigint; userId: bigint; actor: string }

/**
 * Gives somebody another role; their next request is judged by it.
 * @throws AppError `not_found`, `last_owner`
 */
export async function changeRole(db: Db, { accountId, userId, role, actor }: Target & { role: Role }): Promise<Member> {
  return inTransaction(db, async (tx) => {
    const member = await requireMember(tx, { accountId, userId })
    if (role !== 'owner') await keepAnOwner(tx, { accountId, member })
    if (role === member.role) return member
    await setRole(tx, { accountId, userId, role })
    // A link that somebody handed out as an owner would make them one again.
    if (member.role === 'owner') await deleteInvitationsBy(tx, { accountId, actor: `user:${userId}` })
    const data = { from: member.role, to: role }
    await appendAudit(tx, { accountId, actor, action: 'user.role_changed', subject: `user:${userId}`, data })
    return { ...member, role }
  })
}

/**
 * Removes somebody: they are signed out everywhere, and their open invitations are void. Keys that they made go on; they belong to the account.
 * @throws AppError `not_found`, `last_owner`
 */
export async function removeMember(db: Db, { accountId, userId, actor }: Target): Promise<void> {
  await inTransaction(db, async (tx) => {
    const member = await requireMember(tx, { accountId, userId })
    await keepAnOwner(tx, { accountId, member })
    await deleteSessionsOfUser(tx, { userId })
    await deleteSetupLinksOfUser(tx, { userId })
    await deleteInvitationsBy(tx, { accountId, actor: `user:${userId}` })
    await deleteUser(tx, { accountId, userId })
    await appendAudit(tx, { accountId, actor, action: 'user.removed', subject: `user:${userId}`, data: { role: member.role } })
  })
}

/** Two owners who remove each other at the same moment do it one after the other. */
async function requireMember(tx: Db, { accountId, userId }: { accountId: bigint; userId: bigint }): Promise<Member> {
  await lockAccount(tx, { accountId })
  const member = await findMember(tx, { accountId, userId })
  if (member === undefined) throw new AppError('not_found', `There is nobody with the id ${userId} in this account.`)
  return member
}

async function keepAnOwner(tx: Db, { accountId, member }: { accountId: bigint; member: Member }): Promise<void> {
  if (member.role !== 'owner' || (await countOtherOwners(tx, { accountId, userId: member.id })) > 0) return
  throw new AppError('last_owner', `${member.email} is the only owner: make somebody else an owner first.`)
}
