import { createHash, randomBytes } from 'node:crypto'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import type { SignedIn } from './signedIn.ts'
import { deleteDeadSessions, deleteSession, deleteSessionsOfUser, findLiveSession, insertSession, touchSession } from './userStore.ts'

/** A session ends after two weeks without a visit, and after three months in any case. */
export const SESSION_IDLE_DAYS = 14
export const sessionLifetimes = { idleDays: SESSION_IDLE_DAYS, absoluteDays: 90 }
/** Browsers of one person that can be signed in at the same time. */
const MAX_PER_USER = 20

/** How long the cookie may live; the table decides earlier. */
export const SESSION_MAX_AGE_S = sessionLifetimes.absoluteDays * 86_400

/** A random token of 256 bits, in base64url: 43 characters. */
export const makeToken = (): string => randomBytes(32).toString('base64url')

/** What is stored of a token; one round is enough, since the token is random. */
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/** Starts a session and ends the one that the browser had before, so that a token known to somebody else is worth nothing. */
export async function startSession(
  db: Db,
  { accountId, userId, formerToken }: { accountId: bigint; userId: bigint; formerToken: string | undefined },
): Promise<string> {
  if (formerToken !== undefined) await endSession(db, { token: formerToken })
  const token = makeToken()
  await insertSession(db, { tokenHash: hashToken(token), accountId, userId, keep: MAX_PER_USER })
  return token
}

/** Who a token belongs to; undefined when it is over or was never given out. */
export async function findSession(db: Db, { token }: { token: string }): Promise<SignedIn | undefined> {
  const tokenHash = hashToken(token)
  const session = await findLiveSession(db, { tokenHash, ...sessionLifetimes })
  if (session === undefined) return undefined
  const { isTouchDue, ...signedIn } = session
  if (isTouchDue) await touchSession(db, { tokenHash })
  return signedIn
}

export async function endSession(db: Db, { token }: { token: string }): Promise<void> {
  await deleteSession(db, { tokenHash: hashToken(token) })
}

/** Signs somebody out of every browser. @returns how many there were */
export async function endSessionsOf(db: Db, { accountId, userId }: { accountId: bigint; userId: bigint }): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { count } = await deleteSessionsOfUser(tx, { userId })
    await appendAudit(tx, { accountId, actor: `user:${userId}`, action: 'user.signed_out_everywhere', subject: `user:${userId}` })
    return count
  })
}

/** Sessions that nobody can use any more, in one bounded slice. */
export async function deleteOldSessions(db: Db, { limit }: { limit: number }): Promise<number> {
  return (await deleteDeadSessions(db, { ...sessionLifetimes, limit })).length
}
