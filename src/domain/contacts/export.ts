import { BYTE_ORDER_MARK, csvRow, guardCell, phoneCell } from '../../lib/csv.ts'
import type { Db } from '../../platform/db.ts'
import { listFieldNames } from './fieldNames.ts'
import type { PhoneHash } from './phoneHash.ts'
import { listSuppressed } from './suppressions.ts'
import { GROUP_SEPARATOR } from './importRows.ts'
import { matching, type ContactFilter } from './store.ts'

type ExportRow = {
  id: bigint
  phone: string
  timeZone: string | null
  fields: Record<string, string>
  groups: string[]
  source: string | null
  at: Date | null
  wording: string | null
}

/** Contacts read at a time. */
const PAGE = 2_000

/**
 * Writes contacts as CSV, oldest first, in pages, so that memory stays small and no transaction holds anybody up: a contact that changes
 * meanwhile may stand in its old or its new form. An import of the file gives the same contacts: what follows from the number is left out, and
 * a time zone stands only where it is the contact's own.
 */
export async function* contactFile(
  db: Db,
  hash: PhoneHash,
  { accountId, filter }: { accountId: bigint; filter: ContactFilter },
): AsyncGenerator<string> {
  const names = await listFieldNames(db, { accountId })
  yield BYTE_ORDER_MARK + csvRow(['phone', 'time_zone', 'groups', ...names, 'consent_source', 'consent_at', 'consent_wording'])
  for (let afterId = 0n; ;) {
    const rows = await readPage(db, { accountId, filter, afterId })
    const wanted = await wantedOf(db, hash, { accountId, rows, isSuppressed: filter.isSuppressed })
    yield wanted.map((row) => csvRow(cellsOf(row, names))).join('')
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    afterId = last.id
  }
}

/** Suppressed or not is asked here, not in the statement, which cannot know the numbers of erased persons. */
async function wantedOf(
  db: Db,
  hash: PhoneHash,
  { accountId, rows, isSuppressed }: { accountId: bigint; rows: readonly ExportRow[]; isSuppressed: boolean | undefined },
): Promise<readonly ExportRow[]> {
  if (isSuppressed === undefined) return rows
  const suppressed = await listSuppressed(db, hash, { accountId, phones: rows.map(({ phone }) => phone) })
  return rows.filter(({ phone }) => suppressed.has(phone) === isSuppressed)
}

const cellsOf = ({ phone, timeZone, groups, fields, source, at, wording }: ExportRow, names: readonly string[]): string[] => [
  phoneCell(phone),
  ...[timeZone ?? '', groups.join(GROUP_SEPARATOR), ...names.map((name) => valueOf(fields, name))].map(guardCell),
  ...[source ?? '', at?.toISOString() ?? '', wording ?? ''].map(guardCell),
]

/** A field may be called "constructor", which every object seems to have. */
const valueOf = (fields: Readonly<Record<string, string>>, name: string) => (Object.hasOwn(fields, name) ? (fields[name] ?? '') : '')

const readPage = (db: Db, { accountId, filter, afterId }: { accountId: bigint; filter: ContactFilter; afterId: bigint }) => db<ExportRow[]>`
  select contacts.id, contacts.phone, case when time_zone_basis = 'own' then time_zone end as "timeZone", fields,
    array(
      select name from contact_group_members members join contact_groups on contact_groups.account_id = members.account_id and contact_groups.id = group_id
      where members.account_id = contacts.account_id and contact_id = contacts.id order by name limit 100
    ) as groups,
    consent.source, consent.at, consent_wordings.text as wording
  from contacts
  left join lateral (
    select source, at, wording_id from consents
    where consents.account_id = contacts.account_id and consents.phone = contacts.phone order by at desc, id desc limit 1
  ) as consent on true
  left join consent_wordings on consent_wordings.account_id = contacts.account_id and consent_wordings.id = consent.wording_id
  where contacts.account_id = ${accountId} and contacts.id > ${afterId} ${matching(db, { accountId, filter: { ...filter, isSuppressed: undefined } })}
  order by contacts.id limit ${PAGE}`
