import type { ContactImportView } from '../contract/contactImports.ts'
import type { ContactFilters, ContactView, GivenContactBody, ListedContactView } from '../contract/contacts.ts'
import { isPlausible, type Consent } from '../domain/contacts/consents.ts'
import type { GivenEntry } from '../domain/contacts/contacts.ts'
import type { Group } from '../domain/contacts/groupStore.ts'
import type { ImportRow } from '../domain/contacts/importStore.ts'
import type { ListedContact } from '../domain/contacts/listed.ts'
import type { ContactFilter, ContactRow } from '../domain/contacts/store.ts'
import { AppError } from '../lib/errors.ts'

export const viewContact = ({
  id,
  phone,
  country,
  mobile,
  timeZone,
  timeZoneBasis,
  fields,
  groups,
  createdAt,
  updatedAt,
}: ContactRow): ContactView => ({
  id: String(id),
  phone,
  country,
  mobile,
  time_zone: timeZone,
  time_zone_basis: timeZoneBasis,
  fields,
  groups,
  created_at: createdAt.toISOString(),
  updated_at: updatedAt.toISOString(),
})

export const viewListed = (row: ListedContact): ListedContactView => ({ ...viewContact(row), suppressed: row.isSuppressed })

/** What a body says, in the words of the domain. Empty fields are none. */
export const readContact = ({ phone, time_zone: timeZone, fields, groups, consent }: GivenContactBody, now: Date): GivenEntry => ({
  phone,
  timeZone,
  fields: readFields(fields),
  groups,
  consent: consent === undefined ? undefined : readConsent(consent, now),
})

function readFields(fields: Readonly<Record<string, string | number>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string][] => {
      const text = String(value).trim()
      return text === '' ? [] : [[name, text]]
    }),
  )
}

/** @throws AppError `consent_invalid` */
export function readConsent(
  { source, at, wording }: { source: string; at?: string | undefined; wording?: string | undefined },
  now: Date,
): Consent {
  const time = at === undefined ? now : new Date(at)
  if (!isPlausible(time))
    throw new AppError('consent_invalid', `"${at}" is no time at which somebody can have consented.`, { field: 'consent.at' })
  return { source, at: time, wording }
}

/** @throws AppError `query_invalid` */
export function readFilter({ phone, country, group, field, value, search, suppressed }: ContactFilters): ContactFilter {
  if ((field === undefined) !== (value === undefined))
    throw new AppError('query_invalid', 'field and value go together: give both, or none.', {
      field: field === undefined ? 'field' : 'value',
    })
  return {
    phonePrefix: phone === undefined ? undefined : readPrefix(phone),
    country,
    groupId: group === undefined ? undefined : BigInt(group),
    field: field === undefined || value === undefined ? undefined : { name: field, value: value.trim() },
    anyField: search?.trim(),
    isSuppressed: suppressed,
  }
}

/** A plus sign in a query arrives as a blank. */
function readPrefix(phone: string): string {
  const prefix = `+${phone.trim().replace(/^\+|^00/, '')}`.replaceAll(/[\s()./-]/g, '')
  if (!/^\+\d{0,15}$/.test(prefix))
    throw new AppError('query_invalid', `phone is "${phone}": expected the beginning of a number, such as +49151.`, { field: 'phone' })
  return prefix
}

export const viewGroup = ({ id, name, createdAt }: Group) => ({ id: String(id), name, created_at: createdAt.toISOString() })

export const viewImport = (row: ImportRow): ContactImportView => ({
  id: String(row.id),
  state: row.state,
  file_name: row.fileName,
  encoding: row.encoding,
  delimiter: row.delimiter,
  columns: row.header.map((heading, at) => ({ heading, target: row.targets[at] ?? 'ignore' })),
  rule: row.rule,
  default_country: row.defaultCountry,
  group_ids: row.groupIds.map(String),
  consent_source: row.consentSource,
  progress: row.state === 'done' ? 1 : row.state === 'uploading' || row.size === 0n ? 0 : Number(row.position) / Number(row.size),
  rows: row.rows,
  created: row.created,
  updated: row.updated,
  skipped: row.skipped,
  duplicates: row.duplicates,
  rejected: row.rejected,
  failure: row.failure,
  created_at: row.createdAt.toISOString(),
  finished_at: row.finishedAt?.toISOString() ?? null,
})
