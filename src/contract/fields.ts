import { z } from 'zod'
import { shortLinkForm } from '../lib/shortLinks.ts'

/** Fields that several resources share. Ids are decimal strings, since JSON numbers lose digits above 2^53. */
/** At most 18 digits: the largest bigint has 19, and no sequence of ours will ever come near. */
export const id = z.string().regex(/^[1-9]\d{0,17}$/, 'expected an id such as "1024"')
export const timestamp = z.iso.datetime().describe('ISO 8601 in UTC, such as 2026-11-24T08:00:00.000Z')
/** A time in a request. The calendar of PostgreSQL has no year 0, and a period is reckoned back from one of its ends. */
export const moment = z.iso
  .datetime()
  .max(40)
  .regex(/^(?:19[7-9]|2)/, 'expected a time from 1970 to 2999')
  .meta({ format: 'date-time', description: 'ISO 8601 in UTC, from 1970 to 2999' })
export const trackingMode = z
  .enum(['full', 'aggregate', 'off'])
  .describe(
    'full: each recipient has own short links; aggregate: hits are counted without telling whose they are; off: links stay as written',
  )
export const mergeValues = z
  .record(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, 'expected names of letters, digits and _'),
    z.union([z.string().max(2_048), z.number()]),
  )
  .describe('Values of the merge fields of the text, by name')
export const utm = z
  .partialRecord(z.enum(['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'utm_content']), z.string().min(1).max(200))
  .describe('UTM parameters added to the destinations of tracked links that do not have them')
export const linkChoices = z
  .array(
    z.strictObject({
      position: z.int().min(0).max(99),
      tracked: z.boolean(),
      utm: utm.optional().describe('Of this link alone, before those of the message and the account'),
    }),
  )
  .max(100)
  .describe('What holds for single links, by their position in the text from 0')
export type LinkChoice = z.output<typeof linkChoices>[number]
export const parts = z.strictObject({
  encoding: z.enum(['gsm7', 'ucs2']),
  characters: z.int().describe('Code points of the text'),
  units: z.int().describe('Septets in GSM-7, UTF-16 code units in UCS-2'),
  parts: z.int().describe('What the carrier bills'),
})
export const price = z
  .strictObject({ amount: z.string().describe('Decimal, such as "0.075"'), currency: z.string() })
  .describe('Price of all parts of a message')
  .nullable()
export const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected a time of day such as 21:00')
export const sender = z
  .string()
  .min(1)
  .max(16)
  .describe('At most 11 letters, digits, spaces or . _ & -, with at least one letter; or 3 to 16 digits')
export const limit = z.coerce.number().int().min(1).max(200).default(50)
export const cursor = z.string().max(200).optional().describe('next_cursor of the page before')
/** As it is asked for; its code alone is enough, and upper and lower case differ. */
export const shortLink = z
  .string()
  .max(300)
  .regex(shortLinkForm, 'expected a short link such as https://s.example/Xk3abcDE, or its code alone')
export const truth = z.enum(['true', 'false']).transform((value) => value === 'true')

/** The price of micros of a currency as the API writes it; null when unknown. */
export function priceOf(micros: bigint | null, currency: string | null): z.infer<typeof price> {
  return micros === null || currency === null ? null : { amount: formatMicros(micros), currency }
}

/** A decimal without needless zeros, with at least two digits: 75000 is "0.075", 1000000 is "1.00". */
export function formatMicros(micros: bigint): string {
  const digits = micros.toString().padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '')
  return `${digits.slice(0, -6)}.${fraction}`
}
