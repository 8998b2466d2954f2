import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { checkPassword, hashPassword } from './password.ts'
import { hashToken, makeToken } from './sessions.ts'
import { addUser, normalizeEmail } from './users.ts'
import {
  deleteDeadLinks,
  deleteSessionsOfUser,
  findOpenLink,
  findUserEmail,
  replaceSetupLinks,
  updatePassword,
  useLink,
} from './userStore.ts'

const VALID_MINUTES = 60

/** Whom a link is for: somebody new, who chooses an e-mail, or a user who chooses a new password. */
export type OpenSetupLink = { kind: 'new' } | { kind: 'reset'; email: string }

/**
 * Makes a link that can be used once, within an hour, and ends the former one for the same person.
 * @param userId of a user who gets a new password; without it the link makes a new user
 * @returns the token of `/setup?token=...`
 * @throws AppError `not_found` when the account has no such user
 */
export async function createSetupLink(
  db: Db,
  { accountId, userId, actor = 'operator' }: { accountId: bigint; userId?: bigint; actor?: string },
): Promise<string> {
  const token = makeToken()
  await inTransaction(db, async (tx) => {
    if (userId !== undefined && (await findUserEmail(tx, { accountId, userId })) === undefined)
      throw new AppError('not_found', `Account ${accountId} has no user ${userId}.`)
    await replaceSetupLinks(tx, { tokenHash: hashToken(token), accountId, userId: userId ?? null, validMinutes: VALID_MINUTES })
    await appendAudit(tx, { accountId, actor, action: 'setup_link.created', subject: userId === undefined ? 'user:new' : `user:${userId}` })
  })
  return token
}

/** What a token opens; undefined when it was used, has expired, was replaced or never existed. */
export async function findSetupLink(db: Db, { token }: { token: string }): Promise<OpenSetupLink | undefined> {
  const link = await findOpenLink(db, { tokenHash: hashToken(token) })
  if (link === undefined) return undefined
  return link.email === null ? { kind: 'new' } : { kind: 'reset', email: link.email }
}

/**
 * Uses a link: makes its user, or gives its user a new password and ends that user's sessions. All or nothing: after an error it can be used again.
 * @param email ignored for a user who exists
 * @throws AppError `setup_link_invalid`, `body_invalid`, `password_invalid`, `address_taken`
 */
export async function consumeSetupLink(
  db: Db,
  { token, email, password }: { token: string; email: string; password: string },
): Promise<{ kind: OpenSetupLink['kind']; accountId: bigint; userId: bigint }> {
  // Checked before the costly hash, so that nobody without a link can make us compute one.
  const open = await findSetupLink(db, { token })
  if (open === undefined) throw linkInvalid()
  if (open.kind === 'new') normalizeEmail(email)
  checkPassword(password)
  const passwordHash = await hashPassword(password)
  return inTransaction(db, async (tx) => {
    const link = await useLink(tx, { tokenHash: hashToken(token) })
    if (link === undefined) throw linkInvalid()
    const { accountId } = link
    const userId = link.userId ?? (await addUser(tx, { accountId, email, passwordHash, role: 'owner' }))
    if (open.kind === 'reset') {
      await updatePassword(tx, { userId, passwordHash })
      await deleteSessionsOfUser(tx, { userId })
    }
    const action = open.kind === 'new' ? 'user.created' : 'user.password_reset'
    await appendAudit(tx, { accountId, actor: `user:${userId}`, action, subject: `user:${userId}` })
    return { kind: open.kind, accountId, userId }
  })
}

/** Links that were used or have expired, in one bounded slice. */
export async function deleteOldSetupLinks(db: Db, { limit }: { limit: number }): Promise<number> {
  return (await deleteDeadLinks(db, { limit })).length
}

const linkInvalid = () =>
  new AppError(
    'setup_link_invalid',
    'This link was used, is older than an hour or was replaced: make another with "npm run tapline -- user link".',
  )
