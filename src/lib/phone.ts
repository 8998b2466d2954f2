import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type NumberType,
  type PhoneNumber,
} from 'libphonenumber-js/max'

/**
 * A recipient's number: `phone` in E.164, `country` as two letters (undefined where several share the numbers or none has them),
 * `mobile` false for numbers that take no SMS, undefined when the numbering plan does not tell.
 */
export type ParsedPhone =
  { kind: 'ok'; phone: string; country: string | undefined; mobile: boolean | undefined } | { kind: 'invalid'; message: string }

/** E.164 allows 15 digits; under 7 no country has mobile numbers. */
const E164 = /^\+[1-9]\d{6,14}$/

/** Room for brackets, spaces and dashes; what is longer is no number. */
const MAX_INPUT_LENGTH = 40

const takesSms: Partial<Record<NonNullable<NumberType>, boolean>> = {
  MOBILE: true,
  FIXED_LINE_OR_MOBILE: true,
  FIXED_LINE: false,
  PREMIUM_RATE: false,
  TOLL_FREE: false,
  SHARED_COST: false,
  UAN: false,
  VOICEMAIL: false,
}

/**
 * Reads a phone number as people write it: `+49 151 1234 5678`, `0049...`, `49...`, or `0151...` with a default country.
 * The length must be possible in its country; ranges that are not in use yet, which people test with, are accepted.
 * @param defaultCountry two letters, for numbers without a country code
 */
export function parsePhone(input: string, defaultCountry?: string): ParsedPhone {
  const first = input.length > MAX_INPUT_LENGTH ? undefined : read(input.trim(), countryOf(defaultCountry))
  if (first === undefined || first.ext !== undefined) return invalid(input, defaultCountry)
  // Read again as E.164, so that a number says the same of itself wherever it comes from: +39 is Italy's and the Vatican's.
  const number = first.number === input ? first : international(first.number)
  if (number?.number !== first.number || !number.isPossible() || !E164.test(number.number)) return invalid(input, defaultCountry)
  const type = number.getType()
  return { kind: 'ok', phone: number.number, country: number.country, mobile: type === undefined ? undefined : takesSms[type] }
}

/** What the numbering plans tell of a number. `kind` as ITU has it, such as MOBILE; undefined when the plan does not tell. */
export type PhoneDetails = {
  national: string
  international: string
  callingCode: string
  country: string | undefined
  kind: string | undefined
}

/** @param phone E.164, as `parsePhone` gives it */
export function describePhone(phone: string): PhoneDetails {
  const number = international(phone)
  if (number === undefined) throw new Error('A number that was parsed before cannot be read again')
  return {
    ...{ national: number.formatNational(), international: number.formatInternational() },
    ...{ callingCode: number.countryCallingCode, country: number.country, kind: number.getType() },
  }
}

/** `DE` has 49; undefined for what is no country. */
export function callingCodeOf(country: string): string | undefined {
  const known = countryOf(country)
  return known === undefined ? undefined : getCountryCallingCode(known)
}

/** Hides the middle of a number for logs: `+4915112345678` becomes `+49151****78`. */
export function maskPhone(phone: string): string {
  return phone.length < 10 ? `${phone.slice(0, 3)}****` : `${phone.slice(0, 6)}****${phone.slice(-2)}`
}

function read(input: string, country: CountryCode | undefined): PhoneNumber | undefined {
  if (/^\+|^00/.test(input)) return international(input.replace(/^00/, '+'))
  const abroad = /^[1-9]/.test(input) ? international(`+${input}`) : undefined
  const home = country === undefined ? undefined : parsePhoneNumberFromString(input, { defaultCountry: country, extract: false })
  // "4915112345678" reads as a long German landline too. Of two readings the one that takes SMS is meant.
  return home === undefined || (mayTakeSms(abroad) && !mayTakeSms(home)) ? abroad : home
}

function international(input: string): PhoneNumber | undefined {
  return parsePhoneNumberFromString(input, { extract: false })
}

function mayTakeSms(number: PhoneNumber | undefined): boolean {
  const type = number?.getType()
  return type !== undefined && takesSms[type] === true
}

function countryOf(code: string | undefined): CountryCode | undefined {
  const upper = code?.toUpperCase()
  return upper !== undefined && isSupportedCountry(upper) ? upper : undefined
}

function invalid(input: string, defaultCountry: string | undefined): ParsedPhone {
  const shown = input.length > MAX_INPUT_LENGTH ? `${input.slice(0, MAX_INPUT_LENGTH)}...` : input
  const national = defaultCountry === undefined ? '' : `, or a number of ${defaultCountry} with its area code`
  return { kind: 'invalid', message: `Cannot parse phone number "${shown}": expected E.164 such as +4915112345678${national}` }
}
