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
