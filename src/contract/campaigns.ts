import { z } from 'zod'
import { audience, frequencyCap } from './audiences.ts'
import { MAX_VARIANTS, MAX_WEIGHT } from '../lib/experimentLimits.ts'
import { experimentDesign } from './experimentDesign.ts'
import { cursor, id, limit, linkChoices, mergeValues, sender, timeOfDay, timestamp, trackingMode, utm } from './fields.ts'
import { messageStates } from './messages.ts'
import { sentBy } from './sentBy.ts'

export const campaignStates = ['draft', 'scheduled', 'running', 'paused', 'done', 'cancelled'] as const
export type CampaignState = (typeof campaignStates)[number]
export const pauseReasons = ['manual', 'failures', 'spend_limit', 'restored', 'fault'] as const

const text = z.string().min(1).max(10_000).describe('May hold links and merge fields such as {first_name|there}, filled from the contact')

const quietHours = z
  .strictObject({ from: timeOfDay, until: timeOfDay })
  .refine(({ from: start, until }) => start !== until, { message: 'expected two different times', path: ['until'] })
  .describe("In the recipient's time zone; nothing is sent then, nor in the quiet hours of the account")

const weight = z.int().min(1).max(MAX_WEIGHT).describe('Share of the recipients, beside the weights of the others')
const variantInput = z.strictObject({
  name: z.string().min(1).max(100).optional().describe('A, B, C ... unless told'),
  text,
  links: linkChoices.optional(),
  weight: weight.default(1),
  from: sender.optional().describe('Its own sender; that of the campaign unless told'),
})

const flash = z.boolean()
const validityMinutes = z.int().min(1).max(4_320).describe('No message is sent later than this after its time')
const pauseAtFailures = z
  .strictObject({ rate: z.number().min(0.01).max(1).default(0.3), after: z.int().min(10).max(1_000_000).default(100) })
  .describe('Pauses by itself when more than this part of its messages fail, once so many were sent')

/** What a campaign may be told besides whom it goes to and what it says. */
export const campaignSettings = z.strictObject({
  tracking: trackingMode.optional(),
  short_domain: z.string().min(1).max(260).optional(),
  link_form: z.enum(['full', 'bare']).optional(),
  utm: utm.optional(),
  label: z.string().min(1).max(100).optional().describe('Of each of its messages'),
  flash: flash.default(false),
  validity_minutes: validityMinutes.default(2_880),
  link_validity_days: z
    .int()
    .min(1)
    .max(3_650)
    .optional()
    .describe('Short links answer 410 after this; counted from the end of the sending'),
  messages_per_second: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('At most so many in each second; as fast as the carrier goes unless told'),
  quiet_hours: quietHours.optional(),
  frequency_cap: frequencyCap.optional(),
  pause_at_failures: pauseAtFailures.prefault({}),
})
export type CampaignSettings = z.output<typeof campaignSettings>

const name = z.string().min(1).max(200)

export const campaignBody = z.strictObject({
  name,
  from: sender,
  text: text.optional().describe('The text of a campaign with one variant'),
  variants: z.array(variantInput).min(1).max(MAX_VARIANTS).optional().describe('Texts that compete; instead of text'),
  audience: audience.optional().describe('Nobody unless told'),
  settings: campaignSettings.prefault({}),
  experiment: experimentDesign.optional().describe('Lets the variants compete; without one they are sent by their weights'),
})
export type CampaignBody = z.output<typeof campaignBody>

export const campaignPatch = z.strictObject({
  name: name.optional(),
  from: sender.optional(),
  text: text.optional(),
  variants: z
    .array(variantInput.partial().extend({ id: id.optional(), weight: weight.optional(), from: sender.nullable().optional() }))
    .min(1)
    .max(MAX_VARIANTS)
    .optional()
    .describe(
      'All variants: one with an id keeps what is left out. Once it runs, texts and weights may change but no variant may come or go',
    ),
  audience: audience.optional(),
  settings: campaignSettings
    .partial()
    .extend({
      // Without the defaults, which would set back what is left out.
      flash: flash.optional(),
      validity_minutes: validityMinutes.optional(),
      pause_at_failures: pauseAtFailures.optional(),
      label: z.string().min(1).max(100).nullable().optional(),
      messages_per_second: z.int().min(1).max(100_000).nullable().optional(),
      quiet_hours: quietHours.nullable().optional(),
      frequency_cap: frequencyCap.nullable().optional(),
      link_validity_days: z.int().min(1).max(3_650).nullable().optional(),
    })
    .optional()
    .describe('Only what shall change; null takes away'),
  experiment: experimentDesign.nullable().optional().describe('The whole design, until the campaign starts; null takes it away'),
})
export type CampaignPatch = z.output<typeof campaignPatch>

export const startBody = z.strictObject({
  send_at: z.string().max(40).optional().describe('ISO 8601 with an offset, or a local time with time_zone; now unless told'),
  delay_seconds: z
    .int()
    .min(1)
    .max(60)
    .optional()
    .describe('Starts so many seconds later than now, so that it can still be taken back; instead of send_at and local_time'),
  local_time: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'expected a wall clock time such as 2026-12-01T09:00')
    .optional()
    .describe('Each recipient gets it when the clock there shows this; where that has passed, a day later. Instead of send_at'),
  time_zone: z
    .string()
    .max(60)
    .optional()
    .describe('For a send_at without an offset, and for recipients whose own is unknown; UTC unless told'),
})
export const testBody = z.strictObject({
  to: z.array(z.string().min(1).max(50)).min(1).max(10),
  values: mergeValues.optional().describe('For numbers that are no contacts'),
})
export const testAnswer = z.strictObject({
  messages: z.array(
    z.strictObject({
      variant_id: id,
      to: z.string(),
      message_id: id.nullable(),
      detail: z.string().nullable().describe('Why it was not sent'),
    }),
  ),
})

const variant = z.strictObject({
  id,
  name: z.string(),
  text: z.string(),
  links: linkChoices,
  weight: z.int(),
  from: z.string().nullable().describe('null: that of the campaign'),
})
export const campaignSummary = z.strictObject({
  id,
  name: z.string(),
  state: z.enum(campaignStates),
  pause_reason: z.enum(pauseReasons).nullable(),
  trouble: z.string().nullable().describe('A sentence, where it is paused by a fault'),
  from: z.string(),
  schedule: z.enum(['now', 'at', 'local']),
  starts_at: timestamp.nullable(),
  local_time: z.string().nullable(),
  time_zone: z.string().nullable(),
  created_at: timestamp,
  started_at: timestamp.nullable(),
  finished_at: timestamp.nullable(),
})
export const progress = z
  .strictObject({
    expanded: z.boolean().describe('Whether all recipients are known'),
    planned: z.int().describe('Messages made, one for each recipient; of a campaign that is not expanded yet, so far'),
    left_out: z.array(z.strictObject({ reason: z.string(), recipients: z.int() })),
    states: z.record(z.enum(messageStates), z.int()).describe('Messages by state; they add up to planned'),
    sent: z.int().describe('Handed to a carrier'),
    accepted: z.int().describe('Taken by a carrier, delivered or not'),
    delivered: z.int(),
    failed: z.int().describe('Rejected, undelivered or expired'),
    per_second: z.number().nullable().describe('Sent a second, lately'),
    seconds_left: z.int().nullable().describe('At that pace'),
    next_at: timestamp
      .nullable()
      .describe('When the next message is due, where all that are left wait for quiet hours to end or for their time'),
  })
  .describe('Messages; see docs/metrics.md')
export const campaign = z.strictObject({
  ...campaignSummary.shape,
  sent_by: sentBy,
  audience,
  settings: campaignSettings,
  variants: z.array(variant),
  experiment: experimentDesign.nullable(),
  progress,
})
export type Campaign = z.infer<typeof campaign>
const campaignRow = z.strictObject({
  ...campaignSummary.shape,
  figures: z
    .strictObject({
      expanded: z.boolean().describe('Whether all recipients are known'),
      planned: z.int(),
      sent: z.int(),
      waiting: z.int().describe('Not handed to a carrier yet'),
      failed: z.int().describe('Rejected, undelivered or expired'),
      reached: z.int(),
      clickers: z.int().nullable().describe('null: not counted'),
      click_rate: z.number().nullable().describe('clickers / reached'),
      conversions: z.int().describe('Attributed to a click on a link of it'),
      per_second: z.number().nullable().describe('Sent a second, lately'),
      seconds_left: z.int().nullable().describe('At that pace'),
    })
    .describe('See docs/metrics.md'),
})
export type CampaignListRow = z.infer<typeof campaignRow>
export const campaignPage = z.strictObject({ campaigns: z.array(campaignRow), next_cursor: z.string().nullable() })
export const listCampaignsQuery = z.strictObject({
  state: z.enum(campaignStates).optional(),
  search: z.string().min(1).max(200).optional().describe('Part of the name, in any case'),
  limit,
  cursor,
})
export const campaignParams = z.strictObject({ id })
