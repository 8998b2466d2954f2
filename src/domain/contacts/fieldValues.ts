import type { Db } from '../../platform/db.ts'

/** The custom fields of the contact with a number; undefined where there is none. */
export async function readFields(
  db: Db,
  { accountId, phone }: { accountId: bigint; phone: string },
): Promise<Record<string, string> | undefined> {
  const [row] = await db<
    { fields: Record<string, string> }[]
  >`select fields from contacts where account_id = ${accountId} and phone = ${phone}`
  return row?.fields
}

/** Of those numbers that are contacts the id, and the custom fields with these names. */
export async function readFieldsOf(
  db: Db,
  { accountId, phones, names }: { accountId: bigint; phones: readonly string[]; names: readonly string[] },
): Promise<Map<string, { id: bigint; values: Record<string, string> }>> {
  const rows = await db<{ id: bigint; phone: string; fields: Record<string, string> }[]>`
    select id, phone, fields from contacts where account_id = ${accountId} and phone = any(${[...phones]}::text[]) limit ${phones.length}`
  return new Map(rows.map(({ id, phone, fields }) => [phone, { id, values: pick(fields, names) }]))
}

/** The fields that a text uses, and no other: an answer tells no more than it is asked for. */
export const pick = (fields: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (Object.hasOwn(fields, name) ? [[name, fields[name] ?? '']] : [])))
