import { createContext, useContext } from 'react'
import { useLanguage, type Language } from './words.ts'

/** The account's time zone: all times on the screens are in it, wherever the reader sits. */
export const ZoneContext = createContext('UTC')
export const useZone = (): string => useContext(ZoneContext)

const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }
type Moment = Date | string
const dateOf = (at: Moment): Date => (typeof at === 'string' ? new Date(at) : at)

/** How numbers, money and times are written in a language and a zone. Making it costs half a millisecond and more. */
export function createFormat(language: Language, zone: string) {
  const locale = locales[language]
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options })
  const clock = dates({ hour: '2-digit', minute: '2-digit' })
  const clockSeconds = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const day = dates({ weekday: 'short', day: 'numeric', month: 'short' })
  const dayAndYear = dates({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const share = new Intl.NumberFormat(locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 })
  const dayOf = (at: Moment, now: Date) => (yearIn(at) === yearIn(now) ? day : dayAndYear).format(dateOf(at))
  const year = new Intl.DateTimeFormat('en', { timeZone: zone, year: 'numeric' })
  const yearIn = (at: Moment) => year.format(dateOf(at))
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'short' })
  return {
    locale,
    zone,
    /** 1,204 */
    number: (value: number) => whole.format(value),
    /** 0.16 is "16.0%" */
    percent: (value: number) => share.format(value),
    /** "EUR 0.075": below ten with up to two more places than the currency has, so that a mean is no row of digits. */
    money: ({ amount, currency }: Money) =>
      moneyOf(locale, currency, Math.abs(Number(amount)) < SUM ? 'small' : 'sum').format(Number(amount)),
    /** "EUR 0.00795": what somebody set, with every place of it. */
    price: ({ amount, currency }: Money) => moneyOf(locale, currency, 'price').format(Number(amount)),
    /** 14:02 */
    time: (at: Moment) => clock.format(dateOf(at)),
    /** 14:02:11 */
    timeToTheSecond: (at: Moment) => clockSeconds.format(dateOf(at)),
    /** "Tue 24 Nov"; with the year where it is not this one */
    date: dayOf,
    /** "Tue 24 Nov, 14:02" */
    dateTime: (at: Moment, now: Date) => `${dayOf(at, now)}, ${clock.format(dateOf(at))}`,
    /** "Tue 24 Nov, 14:02:11" */
    dateTimeToTheSecond: (at: Moment, now: Date) => `${dayOf(at, now)}, ${clockSeconds.format(dateOf(at))}`,
    /** "3 min ago", "in 3 hr" */
    relative: (at: Moment, now: Date) => relativeOf(relative, dateOf(at).getTime() - now.getTime()),
    /** "1.8 s", "22 min", "3 days" */
    duration: (ms: number) => durationOf(locale, ms),
  }
}
export type Format = ReturnType<typeof createFormat>
export type Money = { amount: string; currency: string }

/** The last of each language: a page has one zone, and its tables ask for each cell anew. */
const made = new Map<Language, Format>()

/** Formatters in the reader's language and the account's zone. */
export function useFormat(): Format {
  const language = useLanguage()
  const zone = useZone()
  const former = made.get(language)
  if (former?.zone === zone) return former
  const format = createFormat(language, zone)
  made.set(language, format)
  return format
}

const moneyFormats = new Map<string, Intl.NumberFormat>()

/** From here on an amount is a sum and ends with its cents; below it may be the price of a part, which has three places and more. */
const SUM = 10
type Places = 'sum' | 'small' | 'price'

/** Of the API's amounts. */
const MAX_PLACES = 6

/** A handful of currencies at most: those of the account's prices and conversions. */
function moneyOf(locale: string, currency: string, places: Places): Intl.NumberFormat {
  const name = `${locale} ${currency} ${places}`
  const made = moneyFormats.get(name) ?? makeMoneyFormat(locale, currency, places)
  moneyFormats.set(name, made)
  return made
}

function makeMoneyFormat(locale: string, currency: string, places: Places): Intl.NumberFormat {
  const make = (more: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code', ...more })
  if (places === 'sum') return make()
  const { maximumFractionDigits: own = 2 } = make().resolvedOptions()
  return make({ maximumFractionDigits: places === 'price' ? MAX_PLACES : own + 2 })
}

const steps = [
  { unit: 'year', ms: 365.25 * 86_400_000, until: Number.POSITIVE_INFINITY },
  { unit: 'month', ms: 30.44 * 86_400_000, until: 730 * 86_400_000 },
  { unit: 'day', ms: 86_400_000, until: 60 * 86_400_000 },
  { unit: 'hour', ms: 3_600_000, until: 36 * 3_600_000 },
  { unit: 'minute', ms: 60_000, until: 90 * 60_000 },
  { unit: 'second', ms: 1_000, until: 90_000 },
] as const
const stepOf = (ms: number) => steps.findLast(({ until }) => Math.abs(ms) < until) ?? steps[0]

function relativeOf(format: Intl.RelativeTimeFormat, ms: number): string {
  const { unit, ms: length } = stepOf(ms)
  return format.format(Math.trunc(ms / length), unit)
}

function durationOf(locale: string, ms: number): string {
  const { unit, ms: length } = stepOf(ms)
  const value = ms / length
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'second' ? 1 : 0,
  }).format(value)
}
