import { z } from 'zod'
import { countryCreditMarkdown } from './countryCredit.ts'
import { cursor, id, limit, linkChoices, mergeValues, parts, price, sender, timestamp, trackingMode, utm } from './fields.ts'
import { sentBy } from './sentBy.ts'

export const MAX_RECIPIENTS = 1_000

export const messageStates = [
  'queued',
  'submitting',
  'accepted',
  'rejected',
  'unknown',
  'delivered',
  'undelivered',
  'expired',
  'cancelled',
  'suppressed',
] as const
export type MessageState = (typeof messageStates)[number]

const phone = z.string().min(1).max(50).describe('E.164, such as +4915112345678; a national number needs the account to have a country')
const recipient = z.strictObject({
  phone,
  values: mergeValues.optional(),
  reference: z.string().min(1).max(100).optional(),
})
const text = z
  .string()
  .min(1)
  .max(10_000)
  .describe('May hold links and merge fields such as {first_name|there}; {{braces}} are sent as {braces}')

const composition = {
  text,
  values: mergeValues.optional().describe("Merge values for all recipients; a recipient's own come first"),
  tracking: trackingMode.optional(),
  links: linkChoices.optional(),
  short_domain: z.string().min(1).max(260).optional().describe('Host of the short links; the default one unless told'),
  link_form: z.enum(['full', 'bare']).optional().describe('bare leaves out https:// and saves 8 characters'),
  utm: utm.optional(),
}

const recipients = z.union([
  z.string().min(1).max(50),
  recipient,
  z
    .array(z.union([phone, recipient]))
    .min(1)
    .max(MAX_RECIPIENTS),
])

export const sendRequest = z.strictObject({
  to: recipients.describe(`One recipient or up to ${MAX_RECIPIENTS}`),
  from: sender,
  ...composition,
  send_at: z.string().max(40).optional().describe('ISO 8601 with an offset, or a local time with time_zone; now unless told'),
  time_zone: z.string().max(60).optional().describe('IANA name such as Europe/Berlin, for a send_at without an offset'),
  delay_seconds: z
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe('Sent so many seconds later than now, so that it can still be cancelled; instead of send_at'),
  trial: z.boolean().optional().describe('Goes out like any other message, marked as a test: it stays out of every figure'),
  validity_minutes: z
    .int()
    .min(1)
    .max(4_320)
    .default(2_880)
    .describe('The message is not sent, and not delivered, later than this after send_at'),
  link_validity_days: z.int().min(1).max(3_650).optional().describe('Short links answer 410 after this; counted from the send'),
  flash: z.boolean().default(false),
  label: z.string().min(1).max(100).optional(),
  reference: z.string().min(1).max(100).optional(),
  on_unknown: z.enum(['resend', 'keep']).default('resend').describe('What to do when the carrier never answers: send once more, or not'),
})
export type SendRequest = z.output<typeof sendRequest>

const sentLink = z.strictObject({ position: z.int(), short_link: z.string(), destination: z.string() })
const accepted = z.strictObject({
  to: z.string(),
  status: z.literal('queued'),
  id,
  phone: z.string(),
  text: z.string().describe('As the recipient gets it'),
  ...parts.shape,
  price,
  links: z.array(sentLink),
})
const refused = z.strictObject({ to: z.string(), status: z.literal('refused'), code: z.string(), detail: z.string() })
export const sendResponse = z.strictObject({
  queued: z.int(),
  refused: z.int(),
  send_at: timestamp,
  messages: z.array(z.discriminatedUnion('status', [accepted, refused])).describe('One entry per recipient, in the order of the request'),
})
export type SendResponse = z.infer<typeof sendResponse>

export const previewRequest = z.strictObject({
  ...composition,
  to: recipients.optional().describe('A sample of recipients; without one the text is measured with fallback values'),
})
export type PreviewRequest = z.output<typeof previewRequest>

const measured = z.strictObject({ text: z.string(), ...parts.shape })
const range = z.strictObject({ min: z.int(), typical: z.int(), max: z.int() }).describe('Over the sample; typical is the median')
const priceRange = z
  .strictObject({ min: z.string(), typical: z.string(), max: z.string(), currency: z.string() })
  .nullable()
  .describe('null: unknown, no price is set')
const side = z.strictObject({ example: measured, characters: range, parts: range, price: priceRange })
export const previewResponse = z.strictObject({
  links: z.array(
    z.strictObject({
      position: z.int(),
      written: z.string(),
      start: z.int(),
      end: z.int(),
      destination: z.string().nullable().describe('null: it comes from a merge value'),
      tracked: z.boolean(),
      short_length: z.int().nullable().describe('Characters that its short link takes'),
    }),
  ),
  fields: z.array(z.strictObject({ name: z.string(), fallback: z.string().nullable() })),
  before: side.describe('With the links as written'),
  after: side.describe('As it will be sent'),
  forcing_characters: z
    .array(z.strictObject({ index: z.int(), character: z.string(), replacement: z.string().nullable() }))
    .describe('Characters that force UCS-2'),
  advice: z.array(
    z.strictObject({
      code: z.enum(['link_last', 'link_shortened_already', 'more_parts', 'fewer_parts', 'several_links', 'forced_ucs2']),
      detail: z.string(),
    }),
  ),
  refused: z.array(refused).describe('Recipients of the sample that could not be sent to'),
})
export type PreviewResponse = z.infer<typeof previewResponse>

const counts = { clicks: z.int(), views: z.int(), prefetches: z.int(), bots: z.int() }
export const messageSummary = z.strictObject({
  id,
  state: z.enum(messageStates),
  test: z.boolean(),
  phone: z.string(),
  from: z.string(),
  text: z.string(),
  label: z.string().nullable(),
  reference: z.string().nullable(),
  campaign_id: id.nullable(),
  variant_id: id.nullable(),
  tracking: trackingMode,
  encoding: z.enum(['gsm7', 'ucs2']),
  parts: z.int(),
  price,
  failure: z.string().nullable(),
  created_at: timestamp,
  send_at: timestamp,
  submitted_at: timestamp.nullable(),
  settled_at: timestamp.nullable(),
  ...counts,
  first_click_at: timestamp.nullable(),
  conversions: z.int().describe('Attributed to this message'),
})
export type MessageSummary = z.infer<typeof messageSummary>

export const messageDetail = z.strictObject({
  ...messageSummary.shape,
  sent_by: sentBy,
  on_unknown: z.enum(['resend', 'keep']),
  flash: z.boolean(),
  attempts: z.int(),
  valid_until: timestamp,
  links: z.array(
    z.strictObject({
      id,
      position: z.int(),
      short_link: z.string().describe('For reading, not for tapping: a tap would count'),
      destination: z.string(),
      taken_down: z.boolean(),
      ...counts,
      first_click_at: timestamp.nullable(),
      first_view_at: timestamp.nullable(),
    }),
  ),
  timeline: z.array(z.strictObject({ at: timestamp, event: z.string(), detail: z.string() })),
})
export type MessageDetail = z.infer<typeof messageDetail>

export const messagePage = z.strictObject({ messages: z.array(messageSummary), next_cursor: z.string().nullable() })

export const hit = z.strictObject({
  at: timestamp,
  link: z.int(),
  verdict: z.enum(['click', 'view', 'prefetch', 'bot']),
  reasons: z.array(z.strictObject({ code: z.string(), detail: z.string() })),
  method: z.enum(['GET', 'HEAD']),
  answer: z.int().describe('The HTTP status that the short link gave'),
  user_agent: z.string(),
  network: z.string().nullable().describe('Truncated address: /24 or /48'),
  network_country: z
    .string()
    .nullable()
    .describe(`Country of the network, two letters; not that of the phone number. null: unknown. ${countryCreditMarkdown}`),
  network_over_budget: z.boolean(),
  device: z.string(),
  os: z.string(),
  browser: z.string(),
  app: z.string(),
})
export type Hit = z.infer<typeof hit>
export const hitsQuery = z.strictObject({ limit, cursor })
export const hitPage = z.strictObject({ hits: z.array(hit), next_cursor: z.string().nullable() })
export const messageParams = z.strictObject({ id })
