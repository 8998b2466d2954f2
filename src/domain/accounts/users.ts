import type { Role } from '../../contract/roles.ts'
import { AppError } from '../../lib/errors.ts'
import type { Db } from '../../platform/db.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { beginAttempt, forgetFailures } from './throttle.ts'
import { findUserByEmail, insertUser, selectUsers } from './userStore.ts'

export type SignIn = { kind: 'ok'; userId: bigint; accountId: bigint } | { kind: 'wrong' } | { kind: 'wait'; waitMs: number }

/**
 * Brings an e-mail address into the form that is stored: trimmed, in lower case.
 * @throws AppError `body_invalid` for what cannot be one; whether mail arrives there is not checked, since none is sent
 */
export function normalizeEmail(input: string): string {
  const email = input.trim().toLowerCase()
  if (email.length > 254 || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new AppError('body_invalid', 'This is not an e-mail address: use one such as ana@example.com.', { field: 'email' })
  return email
}

/**
 * Makes a user.
 * @throws AppError `body_invalid`, `password_invalid`, `address_taken`
 */
export async function createUser(
  db: Db,
  { accountId, email, password, role = 'owner' }: { accountId: bigint; email: string; password: string; role?: Role },
): Promise<bigint> {
  return addUser(db, { accountId, email, passwordHash: await hashPassword(password), role })
}

/** As `createUser`, for a password that was hashed before the transaction began. */
export async function addUser(
  db: Db,
  { accountId, email, passwordHash, role }: { accountId: bigint; email: string; passwordHash: string; role: Role },
): Promise<bigint> {
  const address = normalizeEmail(email)
  const id = await insertUser(db, { accountId, email: address, passwordHash, role })
  if (id === undefined)
    throw new AppError('address_taken', `${address} has a user already: sign in, or use another address.`, { field: 'email' })
  return id
}

/** The users of an account, oldest first, at most 1,000. */
export const listUsers = (db: Db, { accountId }: { accountId: bigint }) => selectUsers(db, { accountId })

/**
 * Checks an e-mail and a password. Takes the same time whether the user exists or not.
 * @param network of the browser, truncated (/24 or /48)
 * @throws AppError `rate_limited` when too many sign in at once
 */
export async function signIn(db: Db, { email, password, network }: { email: string; password: string; network: string }): Promise<SignIn> {
  const attempt = { email: email.trim().toLowerCase().slice(0, 254), network }
  const waitMs = await beginAttempt(db, attempt)
  if (waitMs > 0) return { kind: 'wait', waitMs }
  const user = await findUserByEmail(db, { email: attempt.email })
  if (!(await verifyPassword(password, user?.passwordHash)) || user === undefined) return { kind: 'wrong' }
  await forgetFailures(db, attempt)
  return { kind: 'ok', userId: user.id, accountId: user.accountId }
}
