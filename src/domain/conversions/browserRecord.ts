import { z } from 'zod'
import { MAX_CLICK_IDS } from '../../contract/conversions.ts'
import type { Db, Transaction } from '../../platform/db.ts'
import { readConversionSettings } from '../accounts/conversionSettings.ts'
import { foreignKinds, type ForeignRecord } from '../tracking/foreignRecord.ts'
import type { Posted } from './change.ts'
import { recordConversions } from './record.ts'

/** A browser's conversion as the journal keeps it: checked, its click ids read by the account's key. Times in milliseconds since 1970. */
const record = z.strictObject({
  accountId: z.int().min(1),
  at: z.int().min(0).max(7_258_118_400_000),
  name: z.string().min(1).max(64),
  orderId: z.string().max(100).nullable(),
  valueMicros: z
    .string()
    .regex(/^\d{1,15}$/)
    .nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  origin: z.string().max(300),
  clicks: z
    .array(
      z.strictObject({
        id: z.string().max(64),
        place: z.strictObject({ codeSpaceId: z.int().min(0).max(4_095), number: z.int().min(0), at: z.int().min(0) }),
      }),
    )
    .min(1)
    .max(MAX_CLICK_IDS),
})
export type BrowserRecord = z.infer<typeof record>

/** Writes a conversion as a record for the journal. */
export const encodeBrowserRecord = (value: BrowserRecord): ForeignRecord => ({
  kind: foreignKinds.conversion,
  body: Buffer.from(JSON.stringify(value)),
})

/**
 * Stores conversions that browsers reported, in the drain's transaction, account by account. One from a page that its account does not
 * allow is dropped: the link host says so at once, but takes everything while the database is away.
 */
export async function storeBrowserConversions(tx: Transaction, records: readonly ForeignRecord[]): Promise<readonly ForeignRecord[]> {
  // The statement that stores hits switched it off; ours are look-ups by index, which are nothing else.
  await tx`select set_config('enable_nestloop', 'on', true)`
  const read = records.map((one) => ({ one, value: decode(one) }))
  const values = read.flatMap(({ value }) => value ?? [])
  const accountIds = [...new Set(values.map(({ accountId }) => accountId))].toSorted((a, b) => a - b)
  for (const accountId of await pickAccounts(tx, accountIds)) {
    const { origins } = await readConversionSettings(tx, { accountId: BigInt(accountId) })
    const allowed = values.filter((value) => value.accountId === accountId && origins.includes(value.origin))
    await recordEach(tx, allowed, BigInt(accountId))
  }
  return read.flatMap(({ one, value }) => (value === undefined ? [one] : []))
}

/** It was taken when it happened: that moment is both. */
async function recordEach(tx: Transaction, values: readonly BrowserRecord[], accountId: bigint): Promise<void> {
  if (values.length === 0) return
  const now = await transactionNow(tx)
  await recordConversions(tx, values.map(postedOf), { accountId, now })
}

const postedOf = ({ at, name, orderId, valueMicros, currency, origin, clicks }: BrowserRecord): Posted => ({
  ...{ name, orderId, valueMicros: valueMicros === null ? null : BigInt(valueMicros), currency, origin, clicks },
  ...{ at: new Date(at), test: null, source: 'browser', reference: null, phone: null },
})

function decode({ kind, body }: ForeignRecord): BrowserRecord | undefined {
  if (kind !== foreignKinds.conversion) return undefined
  try {
    return record.parse(JSON.parse(body.toString()))
  } catch {
    return undefined
  }
}

/** A name that somebody made up may stand for an account that does not exist. */
async function pickAccounts(db: Db, accountIds: readonly number[]): Promise<number[]> {
  if (accountIds.length === 0) return []
  const rows = await db<{ id: bigint }[]>`select id from accounts where id = any(${accountIds.map(String)}::bigint[]) order by id`
  return rows.map(({ id }) => Number(id))
}

async function transactionNow(tx: Transaction): Promise<Date> {
  const [row] = await tx<{ now: Date }[]>`select now() as now`
  if (row === undefined) throw new Error('The database did not say what time it is')
  return row.now
}
