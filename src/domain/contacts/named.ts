import type { Db } from '../../platform/db.ts'

/**
 * Numbers of groups and contacts that have one of some names: of the members of a group of that name, else of the contacts whose field
 * `fullname` or `name`, or `firstname` and `lastname` together, say so. `limit` in all.
 */
export async function listPhonesNamed(
  db: Db,
  { accountId, names, limit }: { accountId: bigint; names: readonly string[]; limit: number },
): Promise<Map<string, string[]>> {
  const wanted = [...new Set(names)]
  const found = byName(await listMembersNamed(db, { accountId, names: wanted, limit }))
  const others = wanted.filter((name) => !found.has(name))
  if (others.length === 0) return found
  return new Map([...found, ...byName(await listContactsNamed(db, { accountId, names: others, limit }))])
}

function byName(rows: readonly Named[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { name, phone } of rows) found.set(name, [...(found.get(name) ?? []), phone])
  return found
}

type Named = { name: string; phone: string }
type Asked = { accountId: bigint; names: readonly string[]; limit: number }

const listMembersNamed = (db: Db, { accountId, names, limit }: Asked) => db<Named[]>`
  select contact_groups.name, contacts.phone
  from contact_groups
  join contact_group_members members on members.account_id = ${accountId} and members.group_id = contact_groups.id
  join contacts on contacts.account_id = ${accountId} and contacts.id = members.contact_id
  where contact_groups.account_id = ${accountId} and contact_groups.name = any(${[...names]}::text[])
  order by contacts.id limit ${limit}`

/** One row for each form that a name may have in the fields, so that their index finds it. */
function listContactsNamed(db: Db, { accountId, names, limit }: Asked) {
  const forms = names.flatMap((name) => formsOf(name).map((fields) => ({ name, fields })))
  return db<Named[]>`
    select distinct on (contacts.id) wanted.name, contacts.phone
    from json_to_recordset(${JSON.stringify(forms)}::text::json) as wanted(name text, fields jsonb)
    join contacts on contacts.account_id = ${accountId} and contacts.fields @> wanted.fields
    order by contacts.id limit ${limit}`
}

function formsOf(name: string): Record<string, string>[] {
  const [first = '', ...rest] = name.split(/\s+/)
  return [{ fullname: name }, { name }, ...(rest.length === 0 ? [] : [{ firstname: first, lastname: rest.join(' ') }])]
}
