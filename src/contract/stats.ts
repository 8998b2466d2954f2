import { z } from 'zod'
import { countryCreditMarkdown } from './countryCredit.ts'
import { moment, timestamp, truth } from './fields.ts'

const rate = (name: string) => z.number().nullable().describe(`${name}; null when there is nothing to divide by`)
const money = { currency: z.string(), amount: z.string().describe('Decimal, such as "49.90"') }
const hitCounts = {
  total_clicks: z.int(),
  unique_clicks: z.int().nullable().describe('Recipient-link pairs with at least one click; null: not counted in aggregate mode'),
  clickers: z.int().nullable().describe('Recipients with at least one click; null: not counted in aggregate mode'),
  views: z.int(),
  prefetches: z.int(),
  bots: z.int(),
}

export const hitGroups = ['hour', 'day', 'device', 'link', 'country'] as const
export const statsQuery = z.strictObject({
  by: z
    .enum(hitGroups)
    .default('day')
    .describe(`country: of the network that a hit came from, not of the phone number (${countryCreditMarkdown})`),
  from: moment.optional().describe('Hits from here on; 30 days back unless told'),
  to: moment.optional(),
  time_zone: z.string().max(60).default('UTC').describe('IANA name; days begin there'),
  test: truth.default(false).describe('Messages of test keys instead of live ones'),
})
export type StatsQuery = z.output<typeof statsQuery>

export const stats = z.strictObject({
  from: timestamp,
  to: timestamp,
  messages: z
    .strictObject({
      created: z.int(),
      sent: z.int(),
      reached: z.int().describe('Accepted and not known undelivered or expired, plus unknown ones that were clicked'),
      delivered: z.int(),
      clicked: z.int().describe('Clickers among the messages of the period'),
      converted: z.int().describe('Messages of the period with at least one attributed conversion'),
      click_rate: rate('clicked / reached'),
      conversion_rate: rate('converted / clicked'),
    })
    .describe('Messages created in the period'),
  hits: z.strictObject(hitCounts).describe('Hits in the period, whenever their messages were sent'),
  conversions: z
    .strictObject({
      attributed: z.int().describe('Conversions that follow from a click'),
      unattributed: z.int().describe('Those that do not, or not yet'),
      view_through: z
        .int()
        .describe('Of the unattributed: the preview was fetched inside the window, but nobody clicked. Never part of attributed'),
      seconds_to_conversion: z.int().nullable().describe('From click to conversion, on average'),
      values: z
        .array(z.strictObject({ ...money, per_message_sent: z.string().nullable().describe('amount / messages sent in the period') }))
        .describe('Of attributed conversions, refunds taken off; currencies are never added up'),
    })
    .describe('Conversions that happened in the period'),
  groups: z.array(
    z.strictObject({
      key: z
        .string()
        .describe(
          `Start of the hour or day, device, id of the link (deleted for links that nobody keeps any more), or country of the network: two letters, or unknown (${countryCreditMarkdown})`,
        ),
      destination: z.string().nullable(),
      ...hitCounts,
      conversions: z.int().describe('Attributed; by device and by country those of the click that each follows from'),
      values: z.array(z.strictObject(money)),
    }),
  ),
})
export type Stats = z.infer<typeof stats>
