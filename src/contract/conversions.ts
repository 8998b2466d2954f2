import { z } from 'zod'
import { countryCreditMarkdown } from './countryCredit.ts'
import { cursor, id, limit, moment, price, timestamp, truth } from './fields.ts'

export const MAX_CONVERSIONS = 1_000
/** A browser that came back often carries its first and its last click; a server may have kept more. */
export const MAX_CLICK_IDS = 10

export const conversionStates = ['pending', 'attributed', 'unattributed', 'voided'] as const
export type ConversionState = (typeof conversionStates)[number]

/** Every reason of a decision, with what it says. */
export const conversionReasons = {
  click_id: 'It came with the id of a click inside the window.',
  reference: 'The newest message with its reference that was clicked inside the window.',
  phone: 'The newest message to its number that was clicked inside the window.',
  waiting: 'The click is not there yet: it is looked for again, up to 10 minutes.',
  click_id_invalid: 'The click id was never given out by this account.',
  unknown_message: 'The click id names no message that this account has, or one of a test key.',
  hit_not_found: 'The click id names a message, but no such hit came in, or it is past its retention.',
  bot_hit: 'The hit was that of a bot.',
  preview_hit: 'The hit was that of a messaging app which fetched the preview.',
  prefetch_hit: 'The hit was a prefetch: nobody had tapped.',
  before_click: 'It happened before the click.',
  out_of_window: 'The click was longer ago than the window.',
  no_message: 'No message has this reference, or went to this number.',
  no_click: 'There are messages, but no click inside the window.',
  repeated: 'The same browser reported the same a moment before, by a reload or a double tap: it counts once.',
  view_only: 'There are messages whose preview was fetched inside the window, but no click.',
} as const
export type ConversionReason = keyof typeof conversionReasons

export const conversionName = z
  .string()
  .regex(/^[A-Za-z][\w.-]{0,63}$/, 'expected a name such as order or sign_up: letters, digits, _ . and -')
  .describe('What happened, such as order or sign_up')
const clickId = z.string().min(1).max(64)
const amount = z.union([z.number(), z.string().max(20)]).describe('Decimal with up to 6 places, such as 49.9 or "49.90"; up to 999999999')
const currency = z.string().regex(/^[A-Z]{3}$/, 'expected ISO 4217, such as EUR')
const orderId = z.string().min(1).max(100)

export const conversionInput = z.strictObject({
  name: conversionName,
  click_id: z
    .union([clickId, z.array(clickId).min(1).max(MAX_CLICK_IDS)])
    .optional()
    .describe('As the landing page got it; several if several are known'),
  reference: z.string().min(1).max(100).optional().describe('Of the message'),
  phone: z.string().min(1).max(50).optional().describe('Of the recipient; stored even when nothing is attributed'),
  value: amount.optional(),
  currency: currency.optional().describe('That of the account unless told'),
  order_id: orderId.optional().describe('One order of a name counts once; a repetition is answered with what is stored'),
  at: moment.optional().describe('When it happened; now unless told'),
})
export type ConversionInput = z.output<typeof conversionInput>

export const conversionsRequest = z.union([
  conversionInput,
  z.strictObject({ conversions: z.array(conversionInput).min(1).max(MAX_CONVERSIONS) }),
])

const known = z.strictObject({
  status: z
    .enum(['recorded', 'merged', 'known'])
    .describe('merged: it completed one that a browser had reported; known: it was there already'),
  id,
  state: z.enum(conversionStates),
  reason: z.string(),
})
const refused = z.strictObject({ status: z.literal('refused'), code: z.string(), detail: z.string() })
export const conversionsResponse = z.strictObject({
  recorded: z.int(),
  merged: z.int(),
  known: z.int(),
  refused: z.int(),
  conversions: z.array(z.discriminatedUnion('status', [known, refused])).describe('One entry each, in the order of the request'),
})
export type ConversionsResponse = z.infer<typeof conversionsResponse>

export const conversion = z.strictObject({
  id,
  name: z.string(),
  state: z.enum(conversionStates),
  reason: z.string(),
  detail: z.string().describe('The reason as a sentence'),
  test: z.boolean(),
  source: z.enum(['browser', 'server']),
  order_id: z.string().nullable(),
  value: price.describe('As it counts: refunds are taken off'),
  at: timestamp,
  received_at: timestamp,
  reference: z.string().nullable(),
  phone: z.string().nullable(),
  message_id: id.nullable(),
  link: z.int().nullable().describe('Position of the link in its text, from 0'),
  clicked_at: timestamp.nullable(),
  device: z.string().nullable().describe('Of the click; null: unknown, or none'),
  network_country: z
    .string()
    .nullable()
    .describe(`Of the network that the click came from, two letters; null: unknown, or none. ${countryCreditMarkdown}`),
  repeat_of: id.nullable().describe('Of a repetition, which counts nowhere: the conversion that counts'),
})
export type Conversion = z.infer<typeof conversion>

const traceEntry = z.strictObject({
  basis: z.enum(['click_id', 'reference', 'phone']),
  click_id: z.string().nullable(),
  message_id: id.nullable(),
  link: z.int().nullable(),
  hit_at: timestamp.nullable(),
  verdict: z.string().nullable(),
  finding: z.string().describe('chosen, eligible, or the reason why it cannot be the cause'),
  detail: z.string(),
})
export const conversionDetail = z.strictObject({
  ...conversion.shape,
  origin: z.string().nullable().describe('Of the page, for one that a browser reported'),
  click_ids: z.array(z.string()),
  gross_value: price.describe('Before refunds'),
  decided_at: timestamp.nullable(),
  voided_at: timestamp.nullable(),
  model: z.enum(['last', 'first']).nullable().describe('Which of several clicks counted when it was decided'),
  window_days: z.int().nullable(),
  trace: z.array(traceEntry).describe('What was considered, and what was found of each'),
  corrections: z.array(
    z.strictObject({
      id,
      kind: z.enum(['refund', 'cancel']),
      amount: z.string().nullable(),
      correction_id: z.string().nullable(),
      at: timestamp,
    }),
  ),
})
export type ConversionDetail = z.infer<typeof conversionDetail>

/** What would be decided of a conversion that happened now; nothing is stored. */
export const explainRequest = conversionInput.pick({ name: true, click_id: true, reference: true, phone: true })
export const explained = conversionDetail.pick({
  ...{ state: true, reason: true, detail: true, test: true, message_id: true, link: true, clicked_at: true },
  ...{ model: true, window_days: true, trace: true },
})
export type Explained = z.infer<typeof explained>

export const conversionParams = z.strictObject({ id })
export const listConversionsQuery = z.strictObject({
  name: conversionName.optional(),
  state: z.enum(conversionStates).optional(),
  order_id: orderId.optional(),
  message_id: id.optional(),
  from: moment.optional().describe('That happened from here on'),
  to: moment.optional(),
  test: truth.optional().describe('Conversions of test keys; a live key sees live ones unless told'),
  limit,
  cursor,
})
export type ListConversionsQuery = z.output<typeof listConversionsQuery>
export const conversionPage = z.strictObject({ conversions: z.array(conversion), next_cursor: z.string().nullable() })

export const correctionRequest = z.strictObject({
  kind: z.enum(['refund', 'cancel']).describe('refund lowers the value; cancel takes the conversion out of every figure'),
  amount: amount.optional().describe('Of a refund; all that is left unless told'),
  correction_id: z.string().min(1).max(100).optional().describe('The same one is applied once'),
})
