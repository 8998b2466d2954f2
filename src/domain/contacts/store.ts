import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'
import type { TimeZoneBasis } from '../../lib/timeZone.ts'
import type { PreparedContact, Rule } from './contact.ts'

export type ContactRow = {
  id: bigint
  phone: string
  country: string | null
  mobile: boolean | null
  timeZone: string | null
  timeZoneBasis: TimeZoneBasis | 'own' | null
  fields: Record<string, string>
  createdAt: Date
  updatedAt: Date
  groups: { id: string; name: string }[]
}

export type ContactFilter = {
  phonePrefix: string | undefined
  country: string | undefined
  groupId: bigint | undefined
  field: { name: string; value: string } | undefined
  /** Held by any custom field. */
  anyField: string | undefined
  /** By the numbers on the list of suppressions; `listed.ts` knows those of erased persons, too. */
  isSuppressed: boolean | undefined
}

type Listing = { accountId: bigint; filter: ContactFilter; beforeId: bigint | undefined; limit: number; offset?: number }

/** Contacts of an account, newest first; `beforeId` goes on where a page ended, `offset` are read and passed over. */
export const listContacts = (db: Db, { accountId, filter, beforeId, limit, offset = 0 }: Listing) => db<ContactRow[]>`
  ${selectContact(db)}
  where contacts.account_id = ${accountId} ${matching(db, { accountId, filter })}
    ${beforeId === undefined ? db`` : db`and contacts.id < ${beforeId}`}
  order by contacts.id desc limit ${limit} offset ${offset}`

/** How many contacts a filter finds. */
export async function countContacts(db: Db, { accountId, filter }: { accountId: bigint; filter: ContactFilter }): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int from contacts where contacts.account_id = ${accountId} ${matching(db, { accountId, filter })}`
  return row?.count ?? 0
}

export async function findContact(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<ContactRow | undefined> {
  const [row] = await db<ContactRow[]>`${selectContact(db)} where contacts.account_id = ${accountId} and contacts.id = ${id}`
  return row
}

export async function findContactId(db: Db, { accountId, phone }: { accountId: bigint; phone: string }): Promise<bigint | undefined> {
  const [row] = await db<{ id: bigint }[]>`select id from contacts where account_id = ${accountId} and phone = ${phone}`
  return row?.id
}

const selectContact = (db: Db) => db`
  select contacts.id, phone, country, mobile, time_zone as "timeZone", time_zone_basis as "timeZoneBasis", fields,
    contacts.created_at as "createdAt", updated_at as "updatedAt",
    array(
      select jsonb_build_object('id', contact_groups.id::text, 'name', name)
      from contact_group_members members join contact_groups using (account_id)
      where members.account_id = contacts.account_id and contact_id = contacts.id and contact_groups.id = group_id
      order by name limit 100
    ) as groups
  from contacts`

export const matching = (db: Db, { accountId, filter }: { accountId: bigint; filter: ContactFilter }) => {
  const { phonePrefix, country, groupId, field, anyField, isSuppressed } = filter
  return db`
  ${phonePrefix === undefined ? db`` : db`and phone >= ${phonePrefix} and phone < ${phonePrefix} || ':'`}
  ${country === undefined ? db`` : db`and country = ${country}`}
  ${field === undefined ? db`` : db`and fields @> ${JSON.stringify({ [field.name]: field.value })}::text::jsonb`}
  ${
    groupId === undefined
      ? db``
      : db`and exists (
          select from contact_group_members
          where contact_group_members.account_id = contacts.account_id and group_id = ${groupId} and contact_id = contacts.id)`
  }
  ${anyField === undefined ? db`` : db`and contacts.id in ${havingValue(db, { accountId, value: anyField })}`}
  ${isSuppressed === undefined ? db`` : isSuppressed ? db`and exists ${suppression(db)}` : db`and not exists ${suppression(db)}`}`
}

/** Name by name, since the index of the fields knows names with their values. */
const havingValue = (db: Db, { accountId, value }: { accountId: bigint; value: string }) => db`(
  select found.id from contact_fields
  cross join lateral (
    select named.id from contacts named
    where named.account_id = ${accountId} and named.fields @> jsonb_build_object(contact_fields.name, ${value}::text)
  ) as found
  where contact_fields.account_id = ${accountId}
)`

const suppression = (db: Db) => db`(
  select from suppressions
  where suppressions.account_id = contacts.account_id and suppressions.phone = contacts.phone collate "default"
)`

/** What became of one contact of many. `id` is null for a number that stood earlier in the same import, at `earlierLine`. */
export type Written = { line: number; id: bigint | null; created: boolean; earlierLine: number | null }

export type ToWrite = PreparedContact & { line: number }

/**
 * Writes contacts (at least one), each number once, in the order of their numbers so that two writers wait for each other instead of dying of a deadlock.
 * @param importId the import they come from: a number that it has written before is told apart by that
 */
// The fields travel as lines, since JSON holds no line breaks of its own: in an array literal each of its quotes would be escaped once more.
export const writeContacts = (
  db: Db,
  { accountId, contacts, rule, importId }: { accountId: bigint; contacts: readonly ToWrite[]; rule: Rule; importId: bigint | null },
) => db<Written[]>`
  with input as (
    select * from unnest(
      ${arrayOf(contacts, ({ line }) => line)}::text::integer[], ${arrayOf(contacts, ({ phone }) => phone)}::text::text[],
      ${arrayOf(contacts, ({ country }) => country ?? null)}::text::text[], ${arrayOf(contacts, ({ mobile }) => mobile ?? null)}::text::boolean[],
      ${arrayOf(contacts, ({ timeZone }) => timeZone ?? null)}::text::text[],
      ${arrayOf(contacts, ({ timeZoneBasis }) => timeZoneBasis ?? null)}::text::text[],
      string_to_array(${contacts.map(({ fields }) => JSON.stringify(fields)).join('\n')}, E'\n')
    ) as input(line, phone, country, mobile, time_zone, time_zone_basis, fields)
  ), written as (
    insert into contacts (account_id, phone, country, mobile, time_zone, time_zone_basis, fields, import_id, import_line)
    select ${accountId}, phone, country, mobile, time_zone, time_zone_basis, fields::jsonb, ${importId}, ${importId === null ? null : db`line`}
    from input order by phone collate "C"
    on conflict (account_id, phone) do update set
      import_id = coalesce(excluded.import_id, contacts.import_id), import_line = coalesce(excluded.import_line, contacts.import_line)
      ${rule === 'skip' ? db`` : rule === 'update' ? merge(db) : overwrite(db)}
    ${importId === null ? db`` : db`where contacts.import_id is distinct from excluded.import_id`}
    returning id, phone, xmax = 0 as created
  )
  select input.line, written.id, coalesce(written.created, false) as created, earlier.import_line as "earlierLine"
  from input
  left join written on written.phone = input.phone
  left join contacts earlier on written.id is null and earlier.account_id = ${accountId} and earlier.phone = input.phone`

/** A derived time zone never takes the place of the contact's own. */
const merge = (db: Db) => db`,
  fields = contacts.fields || excluded.fields,
  time_zone = case when excluded.time_zone_basis = 'own' then excluded.time_zone else contacts.time_zone end,
  time_zone_basis = case when excluded.time_zone_basis = 'own' then 'own' else contacts.time_zone_basis end,
  updated_at = case
    when contacts.fields @> excluded.fields and (excluded.time_zone_basis <> 'own' or contacts.time_zone = excluded.time_zone)
    then contacts.updated_at else now() end`

const overwrite = (db: Db) => db`,
  fields = excluded.fields, time_zone = excluded.time_zone, time_zone_basis = excluded.time_zone_basis,
  updated_at = case
    when contacts.fields = excluded.fields and contacts.time_zone is not distinct from excluded.time_zone
    then contacts.updated_at else now() end`

/** Sets what a patch of one contact comes to; fields that it names null are removed. */
export async function updateContact(
  db: Db,
  {
    accountId,
    id,
    fields,
    removed,
    timeZone,
  }: {
    accountId: bigint
    id: bigint
    fields: Record<string, string>
    removed: string[]
    timeZone: { name: string | null; basis: string | null } | undefined
  },
): Promise<boolean> {
  const rows = await db`
    update contacts set fields = (fields || ${JSON.stringify(fields)}::text::jsonb) - ${removed}::text[], updated_at = now()
      ${timeZone === undefined ? db`` : db`, time_zone = ${timeZone.name}, time_zone_basis = ${timeZone.basis}`}
    where account_id = ${accountId} and id = ${id} returning 1`
  return rows.length > 0
}

/** Removes a contact with its memberships. */
export async function deleteContact(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<boolean> {
  const rows = await db`
    with gone as (delete from contacts where account_id = ${accountId} and id = ${id} returning id),
    left_groups as (delete from contact_group_members using gone where account_id = ${accountId} and contact_id = gone.id)
    select 1 from gone`
  return rows.length > 0
}

/** The contacts among some ids and numbers, kept from being deleted until the transaction ends; what is not there is missing. */
export const resolveContacts = (
  db: Db,
  { accountId, ids, phones }: { accountId: bigint; ids: readonly bigint[]; phones: readonly string[] },
) => db<{ id: bigint; phone: string }[]>`
  select id, phone from contacts where account_id = ${accountId} and (id = any(${[...ids]}::bigint[]) or phone = any(${[...phones]}::text[]))
  order by id for key share`
