import type { ConversionInput } from '../../contract/conversions.ts'
import { AppError } from '../../lib/errors.ts'
import { parseMicros } from '../../lib/micros.ts'
import { parsePhone } from '../../lib/phone.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { accountSettings, type AccountSettings } from '../accounts/accounts.ts'
import type { Posted } from './change.ts'
import type { CarriedClick } from './conversion.ts'
import type { ConversionKeys } from './keys.ts'
import { recordConversions, type Recorded } from './record.ts'

export type ReportParts = { db: Db; conversionKeys: ConversionKeys }
type Reported = { kind: 'taken'; recorded: Recorded } | { kind: 'refused'; error: AppError }

/** Clocks differ, and a shop may hand in what happened long ago; a year and a month back the hits are gone. */
const FUTURE_MS = 300_000
const PAST_MS = 400 * 86_400_000

/**
 * Takes what a server reports, each by itself: one that is wrong does not sink the rest.
 * @param test whether the key is one for tests
 * @returns one entry each, in their order
 */
export async function reportConversions(
  parts: ReportParts,
  { accountId, test, inputs, now }: { accountId: bigint; test: boolean; inputs: readonly ConversionInput[]; now: Date },
): Promise<Reported[]> {
  const account = await accountSettings(parts.db, accountId)
  const read = inputs.map((input) => readOrRefuse(input, { parts, account, test, now }))
  const posted = read.flatMap((one) => (one instanceof AppError ? [] : [one]))
  const recorded = posted.length === 0 ? [] : await inTransaction(parts.db, (tx) => recordConversions(tx, posted, { accountId, now }))
  const next = recorded.values()
  return read.map((one): Reported => {
    if (one instanceof AppError) return { kind: 'refused', error: one }
    const { value } = next.next()
    if (value === undefined) throw new Error(`${posted.length} conversions were recorded as ${recorded.length}`)
    return value.kind === 'mismatch' ? { kind: 'refused', error: mismatch(one) } : { kind: 'taken', recorded: value }
  })
}

type Reading = { parts: ReportParts; account: AccountSettings; test: boolean; now: Date }

function readOrRefuse(input: ConversionInput, reading: Reading): Posted | AppError {
  try {
    return readInput(input, reading)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

/** @throws AppError for what cannot be read, or is addressed by nothing */
export function readInput(input: ConversionInput, { parts, account, test, now }: Reading): Posted {
  const clicks = readClicks(parts, account, input.click_id)
  if (clicks.length === 0 && input.reference === undefined && input.phone === undefined)
    throw new AppError('conversion_invalid', 'It has neither click_id nor reference nor phone: by one of them it is attributed.', {
      field: 'click_id',
    })
  return {
    ...{
      name: input.name,
      orderId: input.order_id ?? null,
      reference: input.reference ?? null,
      origin: null,
      source: 'server',
      test,
      clicks,
    },
    phone: input.phone === undefined ? null : readPhone(input.phone, account),
    at: input.at === undefined ? null : readTime(input.at, now),
    ...readValue(input, account),
  }
}

function readClicks(
  { conversionKeys }: ReportParts,
  { id: accountId }: AccountSettings,
  given: ConversionInput['click_id'],
): CarriedClick[] {
  const ids = given === undefined ? [] : [given].flat()
  const clickIds = conversionKeys.clickIdsOf(Number(accountId))
  return [...new Set(ids)].map((id) => ({ id, place: clickIds.decode(id) ?? null }))
}

function readPhone(phone: string, { defaultCountry }: AccountSettings): string {
  const parsed = parsePhone(phone, defaultCountry ?? undefined)
  if (parsed.kind === 'invalid') throw new AppError('phone_invalid', parsed.message, { field: 'phone' })
  return parsed.phone
}

function readTime(written: string, now: Date): Date {
  const at = new Date(written)
  const ageMs = now.getTime() - at.getTime()
  if (ageMs >= -FUTURE_MS && ageMs <= PAST_MS) return at
  throw new AppError('conversion_invalid', `at is ${written}: expected a time within the last 400 days.`, { field: 'at' })
}

function readValue({ value, currency }: ConversionInput, account: AccountSettings): Pick<Posted, 'valueMicros' | 'currency'> {
  if (value === undefined) return { valueMicros: null, currency: null }
  const valueMicros = parseMicros(value)
  if (valueMicros === undefined)
    throw new AppError(
      'conversion_invalid',
      `value is ${JSON.stringify(value)}: expected a decimal with up to 6 places, such as 49.9 or "49.90".`,
      {
        field: 'value',
      },
    )
  const unit = currency ?? account.currency
  if (unit === null)
    throw new AppError('conversion_invalid', 'value has no currency, and the account has none either: name one, such as EUR.', {
      field: 'currency',
    })
  return { valueMicros, currency: unit }
}

const mismatch = ({ name, orderId }: Posted) =>
  new AppError(
    'order_mismatch',
    `Order "${orderId}" of "${name}" is there already with another value: send a correction to change it, or another order_id for another order.`,
    { field: 'order_id' },
  )
