import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { checkPassword, hashPassword, verifyPassword } from './password.ts'
import { hashToken } from './sessions.ts'
import type { SignedIn } from './signedIn.ts'
import { beginAttempt, forgetFailures } from './throttle.ts'
import { deleteOtherSessions, findUserByEmail, updatePassword } from './userStore.ts'

export type PasswordChange = { kind: 'ok' } | { kind: 'wrong' } | { kind: 'wait'; waitMs: number }

type Change = { person: SignedIn; former: string; password: string; token: string | undefined; network: string }

/**
 * Gives somebody who is signed in another password and ends all other sessions. Guessing the old one is slowed down as signing in is.
 * @param token of the session that stays
 * @throws AppError `password_invalid`, or `rate_limited` when too many are waiting already
 */
export async function changePassword(db: Db, { person, former, password, token, network }: Change): Promise<PasswordChange> {
  checkPassword(password)
  const attempt = { email: person.email, network }
  const waitMs = await beginAttempt(db, attempt)
  if (waitMs > 0) return { kind: 'wait', waitMs }
  const user = await findUserByEmail(db, { email: person.email })
  if (!(await verifyPassword(former, user?.passwordHash))) return { kind: 'wrong' }
  await forgetFailures(db, attempt)
  const passwordHash = await hashPassword(password)
  const { accountId, userId } = person
  await inTransaction(db, async (tx) => {
    await updatePassword(tx, { userId, passwordHash })
    await deleteOtherSessions(tx, { userId, tokenHash: token === undefined ? Buffer.alloc(0) : hashToken(token) })
    await appendAudit(tx, { accountId, actor: `user:${userId}`, action: 'user.password_changed', subject: `user:${userId}` })
  })
  return { kind: 'ok' }
}
