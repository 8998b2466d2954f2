import { z } from 'zod'
import { countryCreditMarkdown } from './countryCredit.ts'
import { experiment } from './experiments.ts'
import { formatMicros, id, timestamp } from './fields.ts'

const rate = (of: string) => z.number().nullable().describe(`${of}; null: nothing to divide by, or not counted`)

/** What a report is narrowed down to. */
export const hitFilter = {
  variant_id: id.optional(),
  link_id: id.optional().describe('The link at this place of its variant, also those that it had before'),
  device: z
    .string()
    .min(1)
    .max(20)
    .optional()
    .describe('Of the hit, and of the click that a conversion follows from; of a recipient: of one of the clicks'),
  country: z
    .string()
    .regex(/^(?:[A-Z]{2}|unknown)$/, 'expected two letters such as DE, or unknown')
    .optional()
    .describe(`Of the network that the hit came from (${countryCreditMarkdown})`),
}
export const reportQuery = z.strictObject(hitFilter)
export type ReportQuery = z.output<typeof reportQuery>

const cost = z
  .strictObject({ amount: z.string(), currency: z.string(), unpriced: z.int().describe('Messages sent without a known price') })
  .nullable()
  .describe('Of the messages handed to a carrier and not rejected; null: unknown')
const money = { currency: z.string(), amount: z.string() }
const values = z.array(z.strictObject(money)).describe('What these conversions are worth')
const conversions = z.int().describe('Attributed to a click in this group')
const hits = {
  key: z.string(),
  total_clicks: z.int(),
  unique_clicks: z.int().nullable(),
  clickers: z.int().nullable(),
  views: z.int(),
  prefetches: z.int(),
  bots: z.int(),
}
const funnel = {
  planned: z.int(),
  sent: z.int().describe('Recipients whose message was handed to a carrier'),
  reached: z.int().describe('Accepted and not known undelivered or expired, and unknown ones that were clicked'),
  delivered: z.int(),
  total_clicks: z.int(),
  unique_clicks: z.int().nullable().describe('Recipient-link pairs with a click; null: not counted'),
  clickers: z.int().nullable().describe('Recipients with a click, of one link: on that; null: not counted'),
  views: z.int(),
  prefetches: z.int(),
  bots: z.int(),
  click_rate: rate('clickers / reached'),
  conversions: z.int().describe('Attributed to a click on a link of it'),
  converted: z.int().describe('Messages with at least one attributed conversion'),
  conversion_rate: rate('converted / clickers; null by device and country, too, since a clicker stands there by the first click'),
  values: z
    .array(z.strictObject({ ...money, per_message_sent: z.string().nullable().describe('amount / sent') }))
    .describe('What these conversions are worth, refunds taken off; currencies are never added up'),
  seconds_to_conversion: z.int().nullable().describe('From click to conversion, on average; null: none'),
  parts: z.int().describe('Parts handed to a carrier'),
  cost,
}
const grouped = z.strictObject({ ...hits, conversions, values })
export const reportHour = z.strictObject({ ...hits, conversions: z.int().describe('That happened in this hour') })
export const campaignReport = z.strictObject({
  campaign_id: id,
  as_of: timestamp,
  ...funnel,
  opt_outs: z
    .int()
    .describe('Recipients who opted out by the link of its messages or by a reply to them, whatever the report is narrowed to'),
  variants: z.array(z.strictObject({ variant_id: id, name: z.string(), ...funnel })),
  experiment: z
    .strictObject({
      phase: experiment.shape.phase,
      reason: z.string().nullable().describe('Of the verdict; null: none yet'),
      variant_id: id.nullable(),
      detail: z.string().nullable(),
      held_out: z.int().describe('Contacts who get nothing'),
    })
    .nullable()
    .describe('null: the variants do not compete'),
  links: z.array(
    z
      .strictObject({ ...grouped.shape, variant_id: id, position: z.int(), destination: z.string().nullable() })
      .describe('key: the id of the link'),
  ),
  hours: z.array(reportHour).describe('By hour in UTC, the last 1,000 in which anything happened'),
  devices: z.array(grouped),
  countries: z.array(grouped).describe(`Of the network, two letters (${countryCreditMarkdown})`),
})
export type CampaignReport = z.infer<typeof campaignReport>

const compared = z
  .strictObject({
    own: z.number().nullable(),
    earlier: z.number().nullable().describe('Of the earlier campaigns together'),
    change: z.number().nullable().describe('own / earlier - 1; 0.12 is 12% more. null: nothing to divide by'),
  })
  .describe('What happened in the same time after the start')
export const campaignComparison = z.strictObject({
  against: z.array(z.strictObject({ id, name: z.string() })).describe('Up to 5 campaigns that began before this one, newest first'),
  hours: z.int().describe('Hours since the start, begun ones included: of each campaign, so many are compared'),
  click_rate: compared,
  conversion_rate: compared,
})
export type CampaignComparison = z.infer<typeof campaignComparison>

/** Cost of micros, as the API writes it. */
export const costOf = (micros: bigint, unpriced: number, currency: string | null): z.infer<typeof cost> =>
  currency === null ? null : { amount: formatMicros(micros), currency, unpriced }
