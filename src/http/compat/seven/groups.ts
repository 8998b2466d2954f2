import { groupName, MAX_CONTACTS } from '../../../contract/contacts.ts'
import { accountSettings } from '../../../domain/accounts/accounts.ts'
import type { Caller } from '../../../domain/accounts/caller.ts'
import { removeContact } from '../../../domain/contacts/contacts.ts'
import { createGroup, deleteGroup, findGroup, MAX_GROUPS, renameGroup } from '../../../domain/contacts/groups.ts'
import { countMembersOf, listGroups, type Group } from '../../../domain/contacts/groupStore.ts'
import { listMemberIds } from '../../../domain/contacts/members.ts'
import { localTime } from '../../../lib/localTime.ts'
import type { Db } from '../../../platform/db.ts'
import type { RouteParts } from '../../routes/parts.ts'
import type { Answer } from './answers.ts'
import { SevenRefusal } from './codes.ts'
import type { Add, Asked } from './operation.ts'
import { pageParameters, viewPage, type PageValues } from './pages.ts'
import { truth, type Parameter } from './parameters.ts'

const PAGE = 10

const name: Parameter<string> = (value) => {
  const read = groupName.safeParse(value)
  if (!read.success) throw new SevenRefusal(700, 'A group needs a "name" of 1 to 100 characters, without semicolons.')
  return read.data
}

/** Groups of contacts. */
export function groupOperations(add: Add, { db }: RouteParts): void {
  const write = { scope: 'contacts:write' as const }
  add({ methods: ['GET'], path: '/groups', scope: 'contacts:read', parameters: pageParameters, run: async (asked) => list(db, asked) })
  add({
    methods: ['GET'],
    path: '/groups/:id',
    scope: 'contacts:read',
    parameters: {},
    run: async ({ key, id }) => show(db, key, await findGroup(db, { accountId: key.accountId, id: groupId(id) })),
  })
  add({
    ...write,
    methods: ['POST'],
    path: '/groups',
    parameters: { name },
    run: async ({ key, values }) => show(db, key, await createGroup(db, { accountId: key.accountId, name: values.name })),
  })
  add({
    ...write,
    methods: ['PATCH', 'POST', 'PUT'],
    path: '/groups/:id',
    parameters: { name },
    run: async ({ key, values, id }) =>
      show(db, key, await renameGroup(db, { accountId: key.accountId, id: groupId(id), name: values.name })),
  })
  add({
    ...write,
    methods: ['DELETE'],
    path: '/groups/:id',
    parameters: { delete_contacts: truth },
    run: async ({ key, values, id }) => {
      if (values.delete_contacts) await removeMembers(db, key, groupId(id))
      await deleteGroup(db, { accountId: key.accountId, id: groupId(id) })
      return { json: { success: true } }
    },
  })
}

/** What is no id is nobody's. */
const groupId = (written: string) => (/^[1-9]\d{0,17}$/.test(written) ? BigInt(written) : 0n)

async function list(db: Db, { key: { accountId }, values }: Asked<PageValues>): Promise<Answer> {
  const { limit = PAGE, offset = 0 } = values
  // An account has a thousand at most.
  const groups = await listGroups(db, { accountId, afterName: undefined, limit: MAX_GROUPS })
  const data = await view(db, accountId, groups.slice(offset, offset + limit))
  return { json: viewPage(data, { offset, limit, total: groups.length }) }
}

async function show(db: Db, { accountId }: Caller, group: Group): Promise<Answer> {
  const [json] = await view(db, accountId, [group])
  return { json }
}

async function view(db: Db, accountId: bigint, groups: readonly Group[]) {
  const { timeZone } = await accountSettings(db, accountId)
  const counts = await countMembersOf(db, { accountId, ids: groups.map(({ id }) => id) })
  return groups.map((group) => ({
    ...{ id: Number(group.id), name: group.name, members_count: counts.get(group.id) ?? 0 },
    created: localTime(group.createdAt, timeZone).slice(0, 19),
  }))
}

async function removeMembers(db: Db, { accountId, actor }: Caller, id: bigint): Promise<void> {
  await findGroup(db, { accountId, id })
  const contacts = await listMemberIds(db, { accountId, groupId: id, limit: MAX_CONTACTS + 1 })
  if (contacts.length > MAX_CONTACTS)
    throw new SevenRefusal(
      700,
      `The group has more than ${MAX_CONTACTS} members, the most that are deleted together: delete it without them.`,
    )
  for (const contactId of contacts) await removeContact(db, { accountId, reference: String(contactId), actor })
}
