import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import type { Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'

/**
 * Reads whom somebody means, as a send would read the number.
 * @returns E.164
 * @throws AppError `phone_invalid`
 */
export async function readPerson(db: Db, { accountId, phone }: { accountId: bigint; phone: string }): Promise<string> {
  const { defaultCountry } = await accountSettings(db, accountId)
  const parsed = parsePhone(phone, defaultCountry ?? undefined)
  if (parsed.kind === 'invalid') throw new AppError('phone_invalid', parsed.message, { field: 'phone' })
  return parsed.phone
}
