import type { Role } from '../../contract/roles.ts'
import type { Db } from '../../platform/db.ts'
import type { SignedIn } from './signedIn.ts'

export type StoredUser = { id: bigint; accountId: bigint; passwordHash: string }

export const findUserByEmail = async (db: Db, { email }: { email: string }): Promise<StoredUser | undefined> => {
  const [row] = await db<StoredUser[]>`
    select id, account_id as "accountId", password_hash as "passwordHash" from users where email = ${email}`
  return row
}

export const hasUsers = async (db: Db): Promise<boolean> => {
  const [row] = await db<{ found: boolean }[]>`select exists (select from users) as found`
  return row?.found ?? false
}

/** Undefined when somebody has this e-mail already. */
export const insertUser = async (
  db: Db,
  user: { accountId: bigint; email: string; passwordHash: string; role: Role },
): Promise<bigint | undefined> => {
  const [row] = await db<{ id: bigint }[]>`
    insert into users (account_id, email, password_hash, role) values (${user.accountId}, ${user.email}, ${user.passwordHash}, ${user.role})
    on conflict (email) do nothing
    returning id`
  return row?.id
}

export const updatePassword = (db: Db, { userId, passwordHash }: { userId: bigint; passwordHash: string }) => db`
  update users set password_hash = ${passwordHash} where id = ${userId}`

export type Member = { id: bigint; email: string; role: Role; createdAt: Date; lastSeenAt: Date | null }

/** When somebody was last here is known as long as their session is. */
const members = (db: Db) => db`
  select id, email, role, created_at as "createdAt", (select max(last_seen_at) from sessions where user_id = users.id) as "lastSeenAt" from users`

export const selectUsers = (db: Db, { accountId }: { accountId: bigint }) => db<Member[]>`
  ${members(db)} where account_id = ${accountId} order by id limit 1000`

export const findMember = async (db: Db, { accountId, userId }: { accountId: bigint; userId: bigint }): Promise<Member | undefined> => {
  const [row] = await db<Member[]>`${members(db)} where account_id = ${accountId} and id = ${userId}`
  return row
}

export const countUsers = async (db: Db, { accountId }: { accountId: bigint }): Promise<number> => {
  const [row] = await db<{ users: number }[]>`select count(*)::int as users from users where account_id = ${accountId}`
  return row?.users ?? 0
}

export const countOtherOwners = async (db: Db, { accountId, userId }: { accountId: bigint; userId: bigint }): Promise<number> => {
  const [row] = await db<{ owners: number }[]>`
    select count(*)::int as owners from users where account_id = ${accountId} and role = 'owner' and id <> ${userId}`
  return row?.owners ?? 0
}

export const setRole = (db: Db, { accountId, userId, role }: { accountId: bigint; userId: bigint; role: Role }) => db`
  update users set role = ${role} where account_id = ${accountId} and id = ${userId}`

export const deleteUser = (db: Db, { accountId, userId }: { accountId: bigint; userId: bigint }) => db`
  delete from users where account_id = ${accountId} and id = ${userId}`

/** Whether the user belongs to the account, with the e-mail. */
export const findUserEmail = async (db: Db, { accountId, userId }: { accountId: bigint; userId: bigint }): Promise<string | undefined> => {
  const [row] = await db<{ email: string }[]>`select email from users where id = ${userId} and account_id = ${accountId}`
  return row?.email
}

/** Keeps the newest sessions of a user, so that a script which signs in and never out leaves no heap. */
export const insertSession = async (
  db: Db,
  session: { tokenHash: Buffer; accountId: bigint; userId: bigint; keep: number },
): Promise<void> => {
  await db`insert into sessions (token_hash, account_id, user_id) values (${session.tokenHash}, ${session.accountId}, ${session.userId})`
  await db`
    delete from sessions
    where token_hash in (select token_hash from sessions where user_id = ${session.userId} order by created_at desc offset ${session.keep})`
}

type Lifetimes = { idleDays: number; absoluteDays: number }

/** The session, with whether its last use is worth writing down again. */
export const findLiveSession = async (db: Db, { tokenHash, idleDays, absoluteDays }: { tokenHash: Buffer } & Lifetimes) => {
  const [row] = await db<(SignedIn & { isTouchDue: boolean })[]>`
    select sessions.account_id as "accountId", accounts.name as "accountName", user_id as "userId", email, role, language,
      last_seen_at < now() - interval '1 minute' as "isTouchDue"
    from sessions
    join users on users.id = sessions.user_id
    join accounts on accounts.id = sessions.account_id
    where token_hash = ${tokenHash} and ${isLive(db, { idleDays, absoluteDays })}`
  return row
}

/** Those of some sessions that have not ended. */
export const selectLiveSessions = (db: Db, { tokenHashes, ...lifetimes }: { tokenHashes: readonly Buffer[] } & Lifetimes) => db<
  { tokenHash: Buffer }[]
>`
  select token_hash as "tokenHash" from sessions
  where token_hash = any(${tokenHashes}::bytea[]) and ${isLive(db, lifetimes)}`

const isLive = (db: Db, { idleDays, absoluteDays }: Lifetimes) => db`
  last_seen_at > now() - make_interval(days => ${idleDays}) and sessions.created_at > now() - make_interval(days => ${absoluteDays})`

export const touchSession = (db: Db, { tokenHash }: { tokenHash: Buffer }) => db`
  update sessions set last_seen_at = now() where token_hash = ${tokenHash}`

export const deleteSession = (db: Db, { tokenHash }: { tokenHash: Buffer }) => db`
  delete from sessions where token_hash = ${tokenHash}`

export const deleteSessionsOfUser = (db: Db, { userId }: { userId: bigint }) => db`
  delete from sessions where user_id = ${userId}`

/** All of a user's but the one that goes on. */
export const deleteOtherSessions = (db: Db, { userId, tokenHash }: { userId: bigint; tokenHash: Buffer }) => db`
  delete from sessions where user_id = ${userId} and token_hash <> ${tokenHash}`

export const setLanguage = (db: Db, { userId, language }: { userId: bigint; language: 'en' | 'de' | null }) => db`
  update users set language = ${language} where id = ${userId}`

export const deleteDeadSessions = (db: Db, { idleDays, absoluteDays, limit }: Lifetimes & { limit: number }) => db`
  delete from sessions where ctid = any(array(
    select ctid from sessions
    where last_seen_at < now() - make_interval(days => ${idleDays}) or created_at < now() - make_interval(days => ${absoluteDays})
    limit ${limit}
  ))
  returning 1`

export const deleteSetupLinksOfUser = (db: Db, { userId }: { userId: bigint }) => db`
  delete from setup_links where user_id = ${userId}`

/** Links that nobody can use any more. */
export const deleteDeadLinks = (db: Db, { limit }: { limit: number }) => db`
  delete from setup_links where ctid = any(array(
    select ctid from setup_links where expires_at < now() - interval '1 day' limit ${limit}
  ))
  returning 1`

/** Links are few and short-lived; old ones go when a new one comes. `userId` null stands for a user who does not exist yet. */
export const replaceSetupLinks = async (
  db: Db,
  { tokenHash, accountId, userId, validMinutes }: { tokenHash: Buffer; accountId: bigint; userId: bigint | null; validMinutes: number },
): Promise<void> => {
  await db`
    delete from setup_links
    where account_id = ${accountId} and (user_id is not distinct from ${userId} or expires_at < now())`
  await db`
    insert into setup_links (token_hash, account_id, user_id, expires_at)
    values (${tokenHash}, ${accountId}, ${userId}, now() + make_interval(mins => ${validMinutes}))`
}

export const findOpenLink = async (db: Db, { tokenHash }: { tokenHash: Buffer }): Promise<{ email: string | null } | undefined> => {
  const [row] = await db<{ email: string | null }[]>`
    select email from setup_links left join users on users.id = setup_links.user_id
    where token_hash = ${tokenHash} and used_at is null and expires_at > now()`
  return row
}

export const useLink = async (db: Db, { tokenHash }: { tokenHash: Buffer }) => {
  const [row] = await db<{ accountId: bigint; userId: bigint | null }[]>`
    update setup_links set used_at = now()
    where token_hash = ${tokenHash} and used_at is null and expires_at > now()
    returning account_id as "accountId", user_id as "userId"`
  return row
}
