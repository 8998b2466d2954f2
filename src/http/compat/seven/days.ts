import { readInstant } from '../../../domain/messages/sendTime.ts'
import { SevenRefusal } from './codes.ts'
import { text, type Parameter } from './parameters.ts'

const written = text({ max: 40 })

/** A date such as 2027-01-31; a time behind it is left out. */
export const day: Parameter<string | undefined> = (value, name) => {
  const given = written(value, name)
  if (given === undefined) return undefined
  const date = given.slice(0, 10)
  // From 1970 on, and only days that are in the calendar: the 31st of February would be read as one of March.
  const isDate = /^(?:19[7-9]|2\d\d)\d-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date)) && dayAfter(date, 0) === date
  if (!isDate) throw new SevenRefusal(700, `"${name}" is "${given}": expected a date such as 2027-01-31.`)
  return date
}

/** When a day begins in a time zone, and when the next one does. */
export const beginOf = (date: string, timeZone: string): Date => new Date(readInstant(`${date}T00:00`, timeZone))
export const endOf = (date: string, timeZone: string): Date => beginOf(dayAfter(date, 1), timeZone)

/** The date that is so many days later; earlier for a negative number. */
export const dayAfter = (date: string, days: number): string => new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
