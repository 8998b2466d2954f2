import type { Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { createGroup, findGroup } from '../contacts/groups.ts'
import type { Group } from '../contacts/groupStore.ts'
import { addPhones } from '../contacts/members.ts'
import { findSliceEnd, type RecipientFilter, type RecipientPlace } from './recipientStore.ts'
import { readSlice } from './recipients.ts'

/** Recipients of one transaction, which holds their contacts and the group. */
const SLICE = 2_000
/** A request ends after so many, some seconds at most; the caller goes on from there. */
const MAX_SLICES = 20

export type GroupRequest = {
  accountId: bigint
  campaignId: bigint
  actor: string
  filter: RecipientFilter
  into: { name: string } | { groupId: bigint }
  after: RecipientPlace | undefined
}
export type GroupFilled = { group: Group; matched: number; contacts: number; added: number; next: RecipientPlace | undefined }

/**
 * Puts recipients of a campaign into a group, slice by slice. Whoever is in it already stays, so what was cut off may be repeated.
 * @throws AppError `not_found`, `group_name_taken`, `too_many_groups`
 */
export async function fillGroup(db: Db, { accountId, campaignId, actor, filter, into, after }: GroupRequest): Promise<GroupFilled> {
  const group =
    'name' in into ? await createGroup(db, { accountId, name: into.name }) : await findGroup(db, { accountId, id: into.groupId })
  if (after === undefined)
    await appendAudit(db, {
      accountId,
      actor,
      action: 'campaign.group_filled',
      subject: `campaign:${campaignId}`,
      data: { group_id: String(group.id) },
    })
  const filled: GroupFilled = { group, matched: 0, contacts: 0, added: 0, next: undefined }
  let place = after
  for (let slices = 0; slices < MAX_SLICES; slices++) {
    const until = await findSliceEnd(db, { accountId, campaignId, after: place, size: SLICE })
    const rows = await readSlice(db, { accountId, campaignId, after: place, until, filter, limit: SLICE })
    filled.matched += rows.length
    const { contacts, added } = await addPhones(db, { accountId, groupId: group.id, phones: rows.map(({ phone }) => phone) })
    filled.contacts += contacts
    filled.added += added
    place = until
    if (until === undefined) break
  }
  return { ...filled, next: place }
}
