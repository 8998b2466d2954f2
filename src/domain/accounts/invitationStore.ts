import type { Role } from '../../contract/roles.ts'
import type { Db } from '../../platform/db.ts'

/** An invitation that nobody has used yet; `createdBy` as the audit names people. */
export type Invitation = { id: bigint; role: Role; note: string; createdBy: string; createdAt: Date; expiresAt: Date }

type NewInvitation = { accountId: bigint; tokenHash: Buffer; role: Role; note: string; createdBy: string; validDays: number }

export const insertInvitation = async (db: Db, given: NewInvitation): Promise<Invitation> => {
  const [row] = await db<Invitation[]>`
    insert into invitations (account_id, token_hash, role, note, created_by, expires_at)
    values (${given.accountId}, ${given.tokenHash}, ${given.role}, ${given.note}, ${given.createdBy}, now() + make_interval(days => ${given.validDays}))
    returning id, role, note, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt"`
  if (row === undefined) throw new Error('An insert of one row gives one row')
  return row
}

/** Newest first. */
export const selectInvitations = (db: Db, { accountId, limit }: { accountId: bigint; limit: number }) => db<Invitation[]>`
  select id, role, note, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt"
  from invitations where account_id = ${accountId} and expires_at > now() order by id desc limit ${limit}`

export const countInvitations = async (db: Db, { accountId }: { accountId: bigint }): Promise<number> => {
  const [row] = await db<{ open: number }[]>`
    select count(*)::int as open from invitations where account_id = ${accountId} and expires_at > now()`
  return row?.open ?? 0
}

export const deleteInvitation = async (db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<boolean> =>
  (await db`delete from invitations where account_id = ${accountId} and id = ${id} and expires_at > now() returning 1`).length > 0

/** Those of somebody who may not invite any more. */
export const deleteInvitationsBy = (db: Db, { accountId, actor }: { accountId: bigint; actor: string }) => db`
  delete from invitations where account_id = ${accountId} and created_by = ${actor}`

export const findInvitationByToken = async (db: Db, { tokenHash }: { tokenHash: Buffer }) => {
  const [row] = await db<{ role: Role; accountName: string }[]>`
    select role, accounts.name as "accountName" from invitations join accounts on accounts.id = invitations.account_id
    where token_hash = ${tokenHash} and expires_at > now()`
  return row
}

/** Used once: two who come at the same moment get one row. */
export const takeInvitation = async (db: Db, { tokenHash }: { tokenHash: Buffer }) => {
  const [row] = await db<{ accountId: bigint; id: bigint; role: Role }[]>`
    delete from invitations where token_hash = ${tokenHash} and expires_at > now()
    returning account_id as "accountId", id, role`
  return row
}

export const deleteDeadInvitations = (db: Db, { limit }: { limit: number }) => db`
  delete from invitations where ctid = any(array(
    select ctid from invitations where expires_at < now() - interval '1 day' limit ${limit}
  ))
  returning 1`
