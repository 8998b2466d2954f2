import { AppError, type ErrorCode } from '../../lib/errors.ts'
import { parsePhone } from '../../lib/phone.ts'
import { hasControlCharacters } from '../../lib/template.ts'
import { timeZoneOf, type TimeZoneBasis } from '../../lib/timeZone.ts'
import { isTimeZone } from '../../lib/timeZoneName.ts'

/** What happens to a contact that is there already: it stays, gets what is new, or gets fields and time zone anew. */
export type Rule = 'skip' | 'update' | 'replace'

/** A contact as somebody gives it. An empty field is none. */
export type GivenContact = {
  phone: string
  timeZone?: string | undefined
  fields: Readonly<Record<string, string>>
}

/** A contact whose number is known to be one, with what follows from the number. */
export type PreparedContact = {
  phone: string
  country: string | undefined
  mobile: boolean | undefined
  timeZone: string | undefined
  timeZoneBasis: TimeZoneBasis | 'own' | undefined
  fields: Readonly<Record<string, string>>
}

/** What is wrong with a contact; the caller throws it, or keeps it as the reason of one row of many. */
export type Fault = { kind: 'fault'; code: ErrorCode; detail: string; field: string }

export const MAX_FIELDS = 100
export const MAX_VALUE_LENGTH = 2_048
export const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/

/** Words that mean something of the contact itself, so that no custom field may have them. */
const reservedNames: ReadonlySet<string> = new Set([
  ...[
    'phone',
    'time_zone',
    'groups',
    'consent_source',
    'consent_at',
    'consent_wording',
    'ignore',
    'rejected_line',
    'rejected_because',
    'opt_out_link',
    '__proto__',
  ],
])

/** In any case of letters: spreadsheets and people change it. */
export const isReserved = (name: string): boolean => reservedNames.has(name.toLowerCase())

/** Checks a contact and derives country and time zone from its number; a time zone of its own goes before. */
export function prepareContact(
  { phone: written, timeZone, fields }: GivenContact,
  defaultCountry: string | undefined,
): PreparedContact | Fault {
  const parsed = parsePhone(written, defaultCountry)
  if (parsed.kind === 'invalid') return fault('phone_invalid', parsed.message, 'phone')
  const { phone, country, mobile } = parsed
  if (mobile === false) return fault('phone_not_mobile', `${phone} is no mobile number and cannot get an SMS.`, 'phone')
  const wrong = faultOfFields(fields)
  if (wrong !== undefined) return wrong
  if (timeZone !== undefined && !isKnownTimeZone(timeZone))
    return fault('time_zone_invalid', `"${cut(timeZone)}" is no time zone: expected an IANA name such as Europe/Berlin.`, 'time_zone')
  const derived = timeZone === undefined ? timeZoneOf({ phone, country }) : { timeZone, basis: 'own' as const }
  return { phone, country, mobile, timeZone: derived?.timeZone, timeZoneBasis: derived?.basis, fields }
}

/** Throws what is wrong with the one contact of a request. */
export function required(prepared: PreparedContact | Fault): PreparedContact {
  if (!isFault(prepared)) return prepared
  throw new AppError(prepared.code, prepared.detail, { field: prepared.field })
}

export const isFault = (value: PreparedContact | Fault): value is Fault => 'kind' in value

/** The first thing wrong with custom fields. */
export function faultOfFields(fields: Readonly<Record<string, string>>): Fault | undefined {
  let count = 0
  for (const name in fields) {
    const value = fields[name] ?? ''
    if (++count > MAX_FIELDS) return fault('field_invalid', `A contact has at most ${MAX_FIELDS} fields.`, 'fields')
    if (!FIELD_NAME.test(name) || isReserved(name)) return fault('field_invalid', nameRule(name), `fields.${cut(name)}`)
    if (value.length > MAX_VALUE_LENGTH)
      return fault('field_invalid', `"${name}" has ${value.length} characters: at most ${MAX_VALUE_LENGTH} are possible.`, `fields.${name}`)
    if (hasControlCharacters(value)) return fault('field_invalid', `"${name}" holds control characters: remove them.`, `fields.${name}`)
  }
  return undefined
}

const nameRule = (name: string) =>
  isReserved(name)
    ? `"${name}" is no name for a field: it stands for something of the contact itself.`
    : `"${cut(name)}" is no name for a field: expected up to 64 letters, digits and _, such as first_name.`

export const fault = (code: ErrorCode, detail: string, field: string): Fault => ({ kind: 'fault', code, detail, field })

export const cut = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}...` : text)

/** To ask the engine takes 20 us, and a file names the same few zones again and again. The world has about 600. */
const known = new Map<string, boolean>()
const MAX_KNOWN = 2_000

function isKnownTimeZone(name: string): boolean {
  const before = known.get(name)
  if (before !== undefined) return before
  const is = isTimeZone(name)
  if (known.size < MAX_KNOWN && name.length < 60) known.set(name, is)
  return is
}
