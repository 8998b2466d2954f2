import { z } from 'zod'
import { audience, frequencyCap } from './audiences.ts'
import { id, price } from './fields.ts'
import { MAX_RECIPIENTS } from './messages.ts'

const sender = z.string().min(1).max(16)
const text = z.string().min(1).max(10_000).describe('Only its merge fields count')

export const sampleRecipient = z.strictObject({
  phone: z.string(),
  country: z.string().nullable(),
  contact_id: id.nullable().describe('null: no contact has this number, or the key may not read contacts'),
  values: z.record(z.string(), z.string()).describe('Fields of the contact that the text uses'),
})
export type SampleRecipient = z.infer<typeof sampleRecipient>

const countries = z
  .array(z.strictObject({ country: z.string().nullable(), recipients: z.int(), price: price.describe('Of one part; null: unknown') }))
  .describe('Of all who will get it, most recipients first')
export type CountryShare = z.infer<typeof countries>[number]

export const audienceSampleRequest = z.strictObject({
  audience,
  text: text.optional(),
  from: sender.optional(),
  frequency_cap: frequencyCap.optional(),
})
/** Recipients that a sample holds at most. */
export const SAMPLE_SIZE = 100
export const audienceSample = z.strictObject({
  will_receive: z.int(),
  recipients: z
    .array(sampleRecipient)
    .describe(`Up to ${SAMPLE_SIZE} of those who will get it, the one with the longest values first and the one with the shortest second`),
  countries,
})
export type AudienceSample = z.infer<typeof audienceSample>

/** Why a number of a list gets nothing. */
export const numberFaults = ['phone_invalid', 'phone_not_mobile', 'recipient_duplicate', 'no_route', 'suppressed'] as const
export type NumberFault = (typeof numberFaults)[number]

export const checkNumbersRequest = z.strictObject({
  to: z.array(z.string().min(1).max(50)).min(1).max(MAX_RECIPIENTS),
  text: text.optional(),
  from: sender.optional(),
})
export const checkedNumbers = z.strictObject({
  recipients: z.array(sampleRecipient).describe('Those that can be sent to, in the order of the request'),
  left_out: z.array(z.strictObject({ to: z.string(), reason: z.enum(numberFaults), detail: z.string() })),
  countries,
})
export type CheckedNumbers = z.infer<typeof checkedNumbers>

export const cancelMessagesRequest = z.strictObject({ ids: z.array(id).min(1).max(MAX_RECIPIENTS) })
export const cancelledMessages = z.strictObject({
  cancelled: z.array(id),
  too_late: z.array(id).describe('On their way already, at their end, or none of this account'),
})
export type CancelledMessages = z.infer<typeof cancelledMessages>
