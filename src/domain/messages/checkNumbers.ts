import type { CheckedNumbers, NumberFault, SampleRecipient } from '../../contract/recipients.ts'
import { AppError } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import { parseTemplate } from '../../lib/template.ts'
import type { Db } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import { readFieldsOf } from '../contacts/fieldValues.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import { listSuppressed } from '../contacts/suppressions.ts'
import { loadPrices } from '../routing/prices.ts'
import { shareByCountry } from './countries.ts'
import { loadWays, type FindWay } from './routing.ts'
import { checkSender } from '../../lib/sender.ts'

/** `withContacts`: whether the caller may know who is a contact. */
type Order = {
  accountId: bigint
  to: readonly string[]
  text: string | undefined
  from: string | undefined
  isTest: boolean
  withContacts: boolean
}
type Fault = { kind: 'fault'; to: string; reason: NumberFault; detail: string }
type Number = { kind: 'number'; to: string; phone: string; country: string | undefined }

/**
 * Tells of each number of a list whether it can be sent to, before anything is sent: by the same rules as sending, and with the values that
 * the contacts among them have for the merge fields of a text.
 * @throws AppError for a sender or text that nothing could be sent with
 */
export async function checkNumbers(
  { db, phoneHash }: { db: Db; phoneHash: PhoneHash },
  { accountId, to, text, from, isTest, withContacts }: Order,
): Promise<CheckedNumbers> {
  const settings = await accountSettings(db, accountId)
  const findWay = from === undefined ? undefined : await loadWays(db, { sender: checkSender(from), test: isTest })
  const checked = checkEach(to, { defaultCountry: settings.defaultCountry ?? undefined, findWay })
  const phones = checked.flatMap((each) => (each.kind === 'number' ? each.phone : []))
  const suppressed = await listSuppressed(db, phoneHash, { accountId, phones })
  const results = checked.map((each) => (each.kind === 'number' && suppressed.has(each.phone) ? optedOut(each) : each))
  const numbers = results.flatMap((each) => (each.kind === 'number' ? each : []))
  const names = text === undefined ? [] : parseTemplate(text).fields.map(({ name }) => name)
  const contacts = withContacts ? await readFieldsOf(db, { accountId, phones: numbers.map(({ phone }) => phone), names }) : new Map()
  const prices = await loadPrices(db, { currency: settings.currency })
  return {
    recipients: numbers.map(({ phone, country }): SampleRecipient => {
      const contact = contacts.get(phone)
      return {
        phone,
        country: country ?? null,
        contact_id: contact === undefined ? null : String(contact.id),
        values: contact?.values ?? {},
      }
    }),
    left_out: results.flatMap((each) => (each.kind === 'fault' ? { to: each.to, reason: each.reason, detail: each.detail } : [])),
    countries: shareByCountry(countCountries(numbers), prices),
  }
}

function checkEach(
  to: readonly string[],
  { defaultCountry, findWay }: { defaultCountry: string | undefined; findWay: FindWay | undefined },
): (Number | Fault)[] {
  const seen = new Set<string>()
  return to.map((written) => {
    const fault = (reason: NumberFault, detail: string): Fault => ({ kind: 'fault', to: written, reason, detail })
    const parsed = parsePhone(written, defaultCountry)
    if (parsed.kind === 'invalid') return fault('phone_invalid', parsed.message)
    const { phone, country } = parsed
    if (parsed.mobile === false) return fault('phone_not_mobile', `${phone} is no mobile number and cannot get an SMS.`)
    if (seen.has(phone)) return fault('recipient_duplicate', `${phone} stands in the list more than once: it is sent to once.`)
    seen.add(phone)
    const missing = missingRoute(findWay, phone)
    return missing === undefined ? { kind: 'number', to: written, phone, country } : fault('no_route', missing)
  })
}

function missingRoute(findWay: FindWay | undefined, phone: string): string | undefined {
  try {
    findWay?.(phone)
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.message
  }
}

const optedOut = ({ to, phone }: Number): Fault => ({
  ...{ kind: 'fault', to, reason: 'suppressed' },
  detail: `${phone} must not be sent to: it opted out, or was suppressed by hand.`,
})

function countCountries(numbers: readonly Number[]): { country: string | null; recipients: number }[] {
  const counts = new Map<string | null, number>()
  for (const { country = null } of numbers) counts.set(country, (counts.get(country) ?? 0) + 1)
  return [...counts].map(([country, recipients]) => ({ country, recipients }))
}
