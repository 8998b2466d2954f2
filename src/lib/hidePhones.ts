import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Seven to twenty digits with what people put between them; not inside a word, since ids and codes are words. What an address escapes ends one. */
const candidate = /(?:(?<![\p{L}\d_])|(?<=%[\da-f]{2})|(?=\+|%2B))(?:\+|%2B)?\(?\d(?:[ ()/.-]{0,3}\d){6,19}(?!\d)/giu
const WITHOUT_PREFIX = 10
const SHORTEST = 7
const HIDDEN = 5

/** Dates, addresses of networks and small decimals have as many digits as numbers have. */
const somethingElse = /^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d(?: \d\d)?|\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,3})?|0\.\d{1,6})$/

/**
 * Hides the middle of every phone number in a text, however it is written: `+4915112345678` becomes `+49 151 ••• ••78`.
 * What could be a number is taken for one: seven digits after a + or a 0, ten without, fewer when a known number ends with them.
 * @param known numbers in E.164 that the text may repeat in another form
 */
export function hidePhones(text: string, known: readonly string[] = []): string {
  if (!/\d/.test(text)) return text
  return text.replace(candidate, (written) => (isPhone(written, known) ? hidden(written) : written))
}

/** Whether a text holds what `hidePhones` hides. */
export const holdsPhone = (text: string): boolean => hidePhones(text) !== text

function isPhone(written: string, known: readonly string[]): boolean {
  if (somethingElse.test(written)) return false
  const digits = digitsOf(written)
  if (/^(?:\+|%2B|\(?0)/i.test(written) || digits.length >= WITHOUT_PREFIX) return true
  return digits.length >= SHORTEST && known.some((phone) => phone.endsWith(digits))
}

/** At least five digits of a person's own are hidden, whatever the country's numbers look like. */
function hidden(written: string): string {
  const digits = digitsOf(written)
  const country = countryCodeOf(written, digits)
  const own = digits.slice(country.length)
  const area = own.slice(0, Math.max(0, Math.min(country === '' ? 4 : 3, own.length - HIDDEN - 2)))
  const end = own.slice(own.length - Math.max(0, Math.min(2, own.length - HIDDEN)))
  return [country === '' ? '' : `+${country}`, area, '•••', `••${end}`].filter((part) => part !== '').join(' ')
}

function countryCodeOf(written: string, digits: string): string {
  if (!/^(?:\+|%2B)/i.test(written)) return ''
  return parsePhoneNumberFromString(`+${digits}`, { extract: false })?.countryCallingCode ?? digits.slice(0, 2)
}

const digitsOf = (written: string) => written.replace(/%2B/i, '').replace(/\D/g, '')
