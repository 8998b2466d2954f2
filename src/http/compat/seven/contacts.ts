import { accountSettings } from '../../../domain/accounts/accounts.ts'
import type { Caller } from '../../../domain/accounts/caller.ts'
import { getContact, patchContact, removeContact, upsertContacts } from '../../../domain/contacts/contacts.ts'
import { findGroup } from '../../../domain/contacts/groups.ts'
import { changeMembers } from '../../../domain/contacts/members.ts'
import { countContacts, listContacts, type ContactFilter } from '../../../domain/contacts/store.ts'
import { AppError } from '../../../lib/errors.ts'
import { parsePhone } from '../../../lib/phone.ts'
import type { Db } from '../../../platform/db.ts'
import type { RouteParts } from '../../routes/parts.ts'
import type { Answer } from './answers.ts'
import { SevenRefusal } from './codes.ts'
import type { Add, Asked } from './operation.ts'
import { pageParameters, viewPage, type PageValues } from './pages.ts'
import { id, idList, required, text, type Table } from './parameters.ts'
import { readProperties, viewContact } from './properties.ts'

/** Groups that one request may name. */
const MAX_GROUPS = 100
const PAGE = 30

type Written = { mobile_number: string; groups: bigint[] }

/** People by number, with the properties of seven.io as fields. */
export function contactOperations(add: Add, { db }: RouteParts): void {
  const one = { path: '/contacts/:id', parameters: {} }
  const write = { scope: 'contacts:write' as const }
  const number = text({ max: 50, code: 202 })
  const written: Table<Written> = { mobile_number: required(number, 202), groups: idList({ max: MAX_GROUPS }) }

  add({
    methods: ['GET'],
    path: '/contacts',
    scope: 'contacts:read',
    parameters: { ...pageParameters, group_id: id, search: text({ max: 200 }) },
    run: async (asked) => list(db, asked),
  })
  add({
    ...write,
    methods: ['POST'],
    path: '/contacts',
    parameters: written,
    run: async (asked) => create(db, asked),
  })
  add({ ...one, methods: ['GET'], scope: 'contacts:read', run: async ({ key, id: reference }) => show(db, key, reference) })
  add({
    ...write,
    methods: ['PATCH', 'POST', 'PUT'],
    path: '/contacts/:id',
    parameters: { ...written, mobile_number: number },
    run: async (asked) => change(db, asked),
  })
  add({
    ...{ ...one, ...write },
    methods: ['DELETE'],
    run: async ({ key, id: reference }) => {
      await removeContact(db, { accountId: key.accountId, reference, actor: key.actor })
      return { json: { success: true } }
    },
  })
}

async function list(
  db: Db,
  { key, values }: Asked<PageValues & { group_id: bigint | undefined; search: string | undefined }>,
): Promise<Answer> {
  const { accountId } = key
  const { timeZone } = await accountSettings(db, accountId)
  const { limit = PAGE, offset = 0 } = values
  const filter = { ...everybody, groupId: values.group_id, ...searched(values.search) }
  const rows = await listContacts(db, { accountId, filter, beforeId: undefined, limit, offset })
  const total = await countContacts(db, { accountId, filter })
  return {
    json: viewPage(
      rows.map((row) => viewContact(row, timeZone)),
      { offset, limit, total },
    ),
  }
}

const everybody: ContactFilter = {
  ...{ phonePrefix: undefined, country: undefined, groupId: undefined, field: undefined, anyField: undefined, isSuppressed: undefined },
}

/** The beginning of a number, or the whole of a field. */
function searched(search: string | undefined): Partial<ContactFilter> {
  if (search === undefined) return {}
  const digits = search
    .trim()
    .replaceAll(/[\s()./-]/g, '')
    .replace(/^\+|^00/, '')
  return /^\d{1,15}$/.test(digits) ? { phonePrefix: `+${digits}` } : { anyField: search.trim() }
}

/** A number is in an account once, so who is there already is changed. */
async function create(db: Db, { key, values, given }: Asked<Written>): Promise<Answer> {
  const { accountId } = key
  for (const groupId of values.groups) await findGroup(db, { accountId, id: groupId })
  const fields = Object.fromEntries(Object.entries(readProperties(given)).filter(([, value]) => value !== ''))
  const contact = { phone: values.mobile_number, fields, groups: [], consent: undefined }
  const [outcome] = await upsertContacts(db, { accountId, contacts: [contact], rule: 'update' })
  if (outcome === undefined) throw new Error('Nothing became of the contact')
  if (outcome.kind === 'fault') throw new AppError(outcome.code, outcome.detail)
  await joinGroups(db, { key, contactId: outcome.id, groupIds: values.groups, change: 'add' })
  return show(db, key, String(outcome.id))
}

async function change(
  db: Db,
  { key, values, given, id: reference }: Asked<{ mobile_number: string | undefined; groups: bigint[] }>,
): Promise<Answer> {
  const { accountId } = key
  const before = await getContact(db, { accountId, reference })
  await requireSameNumber(db, { accountId, phone: before.phone, written: values.mobile_number })
  for (const groupId of values.groups) await findGroup(db, { accountId, id: groupId })
  await patchContact(db, { accountId, reference, patch: { fields: readProperties(given), timeZone: undefined } })
  if (given.has('groups')) {
    const former = before.groups.map((group) => BigInt(group.id)).filter((groupId) => !values.groups.includes(groupId))
    await joinGroups(db, { key, contactId: before.id, groupIds: values.groups, change: 'add' })
    await joinGroups(db, { key, contactId: before.id, groupIds: former, change: 'remove' })
  }
  return show(db, key, String(before.id))
}

async function requireSameNumber(db: Db, { accountId, phone, written }: { accountId: bigint; phone: string; written: string | undefined }) {
  if (written === undefined) return
  const { defaultCountry } = await accountSettings(db, accountId)
  const parsed = parsePhone(written, defaultCountry ?? undefined)
  if (parsed.kind === 'invalid' || parsed.phone !== phone)
    throw new SevenRefusal(202, 'A contact keeps its number: make a new contact for another one, and delete this one.')
}

type Membership = { key: Caller; contactId: bigint; groupIds: readonly bigint[]; change: 'add' | 'remove' }

async function joinGroups(db: Db, { key: { accountId }, contactId, groupIds, change: how }: Membership): Promise<void> {
  for (const groupId of groupIds) await changeMembers(db, { accountId, groupId, references: [String(contactId)], change: how })
}

async function show(db: Db, { accountId }: Caller, reference: string): Promise<Answer> {
  const { timeZone } = await accountSettings(db, accountId)
  return { json: viewContact(await getContact(db, { accountId, reference }), timeZone) }
}
