import { parsePhone } from '../../lib/phone.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { findGroup } from './groups.ts'
import { addMembers, removeMembers } from './groupStore.ts'
import { resolveContacts } from './store.ts'

/**
 * Adds contacts to a group, or removes them from it.
 * @param references ids, or numbers in E.164
 * @throws AppError `not_found` for the group
 */
export async function changeMembers(
  db: Db,
  {
    accountId,
    groupId,
    references,
    change,
  }: { accountId: bigint; groupId: bigint; references: readonly string[]; change: 'add' | 'remove' },
): Promise<{ changed: number; unknown: string[] }> {
  return inTransaction(db, async (tx) => {
    await findGroup(tx, { accountId, id: groupId })
    const wanted = references.map((written) => ({ written, ...readReference(written) }))
    const found = await resolveContacts(tx, {
      accountId,
      ids: wanted.flatMap(({ id }) => id ?? []),
      phones: wanted.flatMap(({ phone }) => phone ?? []),
    })
    const contactIds = found.map(({ id }) => id)
    const ids = new Set(contactIds)
    const phones = new Set(found.map(({ phone }) => phone))
    const unknown = wanted.filter(({ id, phone }) => !(id !== undefined && ids.has(id)) && !(phone !== undefined && phones.has(phone)))
    const changed =
      change === 'add'
        ? await addMembers(tx, { accountId, members: contactIds.map((contactId) => ({ groupId, contactId })) })
        : await removeMembers(tx, { accountId, groupId, contactIds })
    return { changed, unknown: unknown.map(({ written }) => written) }
  })
}

/** Ids of the contacts in a group, in their order. */
export async function listMemberIds(
  db: Db,
  { accountId, groupId, limit }: { accountId: bigint; groupId: bigint; limit: number },
): Promise<bigint[]> {
  const rows = await db<{ id: bigint }[]>`
    select contact_id as id from contact_group_members
    where account_id = ${accountId} and group_id = ${groupId} order by contact_id limit ${limit}`
  return rows.map(({ id }) => id)
}

/** Adds the contacts with some numbers to a group, in one transaction: keep them to some thousand. */
export const addPhones = (
  db: Db,
  { accountId, groupId, phones }: { accountId: bigint; groupId: bigint; phones: readonly string[] },
): Promise<{ contacts: number; added: number }> =>
  inTransaction(db, async (tx) => {
    const found = await resolveContacts(tx, { accountId, ids: [], phones })
    const added = await addMembers(tx, { accountId, members: found.map(({ id: contactId }) => ({ groupId, contactId })) })
    return { contacts: found.length, added }
  })

function readReference(written: string): { id?: bigint; phone?: string } {
  if (/^[1-9]\d{0,17}$/.test(written)) return { id: BigInt(written) }
  const parsed = written.startsWith('+') ? parsePhone(written) : undefined
  return parsed?.kind === 'ok' ? { phone: parsed.phone } : {}
}
