import type { Role } from '../../contract/roles.ts'
import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import {
  countInvitations,
  deleteDeadInvitations,
  deleteInvitation,
  findInvitationByToken,
  insertInvitation,
  selectInvitations,
  takeInvitation,
  type Invitation,
} from './invitationStore.ts'
import { checkPassword, hashPassword } from './password.ts'
import { hashToken, makeToken } from './sessions.ts'
import { lockAccount } from './store.ts'
import { MAX_USERS } from './team.ts'
import { addUser, normalizeEmail } from './users.ts'
import { countUsers } from './userStore.ts'

const VALID_DAYS = 7
/** Links of one account that wait for somebody. */
export const MAX_INVITATIONS = 50

type NewInvitation = { accountId: bigint; role: Role; note?: string; actor?: string }

/**
 * Makes a link that lets one person in, once, within a week.
 * @param note whom it is for, 200 characters at most
 * @returns the token of `/invitation?token=...`, which is stored nowhere
 * @throws AppError `too_many_invitations`
 */
export async function invite(db: Db, given: NewInvitation): Promise<Invitation & { token: string }> {
  const { accountId, role, note = '', actor = 'operator' } = given
  const token = makeToken()
  return inTransaction(db, async (tx) => {
    await lockAccount(tx, { accountId })
    if ((await countInvitations(tx, { accountId })) >= MAX_INVITATIONS)
      throw new AppError('too_many_invitations', `${MAX_INVITATIONS} invitations are open already: take back one that nobody will use.`)
    const row = { accountId, tokenHash: hashToken(token), role, note: note.trim(), createdBy: actor, validDays: VALID_DAYS }
    const made = await insertInvitation(tx, row)
    await appendAudit(tx, { accountId, actor, action: 'invitation.created', subject: `invitation:${made.id}`, data: { role } })
    return { ...made, token }
  })
}

/** Those that somebody can still use, newest first. */
export const listInvitations = (db: Db, { accountId }: { accountId: bigint }) =>
  selectInvitations(db, { accountId, limit: MAX_INVITATIONS })

/** Takes an invitation back. @throws AppError `not_found` */
export async function revokeInvitation(db: Db, { accountId, id, actor }: { accountId: bigint; id: bigint; actor: string }): Promise<void> {
  await inTransaction(db, async (tx) => {
    if (!(await deleteInvitation(tx, { accountId, id })))
      throw new AppError('not_found', `There is no open invitation ${id} in this account.`)
    await appendAudit(tx, { accountId, actor, action: 'invitation.revoked', subject: `invitation:${id}` })
  })
}

/** What a token opens; undefined when it was used, taken back, has expired or never existed. */
export const findInvitation = (db: Db, { token }: { token: string }) => findInvitationByToken(db, { tokenHash: hashToken(token) })

/**
 * Makes the user that an invitation is for. All or nothing: after an error it can be used again.
 * @throws AppError `invitation_invalid`, `body_invalid`, `password_invalid`, `address_taken`, `too_many_users`
 */
export async function acceptInvitation(
  db: Db,
  { token, email, password }: { token: string; email: string; password: string },
): Promise<{ accountId: bigint; userId: bigint }> {
  // Checked before the costly hash, so that nobody without a link can make us compute one.
  if ((await findInvitation(db, { token })) === undefined) throw invitationInvalid()
  normalizeEmail(email)
  checkPassword(password)
  const passwordHash = await hashPassword(password)
  return inTransaction(db, async (tx) => {
    const invitation = await takeInvitation(tx, { tokenHash: hashToken(token) })
    if (invitation === undefined) throw invitationInvalid()
    const { accountId, id, role } = invitation
    await lockAccount(tx, { accountId })
    if ((await countUsers(tx, { accountId })) >= MAX_USERS)
      throw new AppError('too_many_users', `The account has ${MAX_USERS} people already: an owner has to remove one first.`)
    const userId = await addUser(tx, { accountId, email, passwordHash, role })
    await appendAudit(tx, {
      ...{ accountId, actor: `user:${userId}`, action: 'invitation.accepted', subject: `invitation:${id}` },
      data: { user: String(userId), role },
    })
    return { accountId, userId }
  })
}

/** Invitations that nobody can use any more, in one bounded slice. */
export async function deleteOldInvitations(db: Db, { limit }: { limit: number }): Promise<number> {
  return (await deleteDeadInvitations(db, { limit })).length
}

const invitationInvalid = () =>
  new AppError(
    'invitation_invalid',
    'This invitation was used, taken back or is older than a week: ask an owner of the account for another.',
  )
