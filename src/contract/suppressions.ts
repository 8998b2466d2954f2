import { z } from 'zod'
import { cursor, id, limit, moment, timestamp, truth } from './fields.ts'

/** Numbers of one call; a list that is longer comes in several. */
export const MAX_SUPPRESSIONS = 10_000

const phone = z.string().min(1).max(50).describe('E.164, such as +4915112345678; a national number needs the account to have a country')
const messageId = id.nullable().describe('The message that was answered, or whose link was used')

export const givenSource = z
  .enum(['manual', 'import', 'complaint'])
  .describe('Why the number must not be sent to; none of these is lifted by a START')
const source = z.enum(['reply', 'link', 'manual', 'import', 'complaint']).describe('reply and link: its person opted out')

export const suppression = z.strictObject({
  phone: z.string().nullable().describe('null: its person was erased, and the number is known by a keyed hash only'),
  source: z.string().describe('reply and link: its person opted out; manual, import and complaint: somebody added it'),
  created_at: timestamp,
})
export const suppressionPage = z.strictObject({ suppressions: z.array(suppression), next_cursor: z.string().nullable() })
export const listSuppressionsQuery = z.strictObject({
  source: source.optional(),
  phone: z.string().min(1).max(50).optional().describe('The whole number; also finds one whose person was erased'),
  limit,
  cursor,
})
/** Why somebody lets a number be sent to again. A closed list: words of one's own could name a person, and the audit log is not erased. */
export const liftReasons = ['person_asked', 'mistake', 'own_number'] as const
export const liftQuery = z.strictObject({
  reason: z.enum(liftReasons).optional().describe('Kept in the audit log'),
})
export type LiftReason = (typeof liftReasons)[number]
export const suppressionParams = z.strictObject({
  phone: z.string().min(1).max(50).describe('The number, with its plus sign written as %2B'),
})

export const addSuppressions = z.strictObject({
  phones: z.array(phone).min(1).max(MAX_SUPPRESSIONS),
  source: givenSource.default('manual'),
})
const listed = z.strictObject({ phone: z.string(), status: z.enum(['added', 'already']) })
const refused = z.strictObject({ phone: z.string(), status: z.literal('refused'), code: z.string(), detail: z.string() })
export const suppressionsAnswer = z.strictObject({
  added: z.int(),
  already: z.int().describe('Numbers that were suppressed before'),
  refused: z.int(),
  phones: z.array(z.discriminatedUnion('status', [listed, refused])).describe('One entry per number, in the order of the request'),
})
export const suppressionRemoved = z.strictObject({ phone: z.string(), removed: z.literal(true) })

const review = z.enum(['pending', 'confirmed', 'dismissed'])
export const optOut = z.strictObject({
  id,
  phone: z.string().nullable().describe('null: its person was erased'),
  source: z.enum(['reply', 'link']),
  message_id: messageId,
  inbound_message_id: id.nullable(),
  text: z.string().nullable().describe('What was written, as long as it is kept'),
  review: review.nullable().describe('pending: it sounds like an opt-out, counts as one, and somebody should look; null: it was plain'),
  created_at: timestamp,
  ended_at: timestamp.nullable().describe('When the number could be sent to again'),
})
export type OptOutView = z.infer<typeof optOut>
export const optOutPage = z.strictObject({ opt_outs: z.array(optOut), next_cursor: z.string().nullable() })
export const listOptOutsQuery = z.strictObject({
  review: review.optional(),
  message_id: id.optional().describe('Those that answer this message, or used its link'),
  limit,
  cursor,
})
export const optOutParams = z.strictObject({ id })

const kind = z.enum(['opt_out', 'opt_in', 'help', 'text']).describe('What the text asks for, as it was read when it came')
export const inboundMessage = z.strictObject({
  id,
  phone: z.string().describe('Who wrote'),
  to: z.string().describe('The number that was written to, in digits'),
  text: z.string(),
  kind,
  sure: z.boolean().describe('false: it only sounds like an opt-out, and is listed for review'),
  handled: z
    .enum(['opted_out', 'opted_in', 'kept', 'none'])
    .describe('What came of it; kept: the number stays suppressed, since somebody else than its person suppressed it'),
  test: z.boolean().describe('It answers a message of a test key, and changed nothing'),
  message_id: id.nullable().describe('The message that it answers'),
  answer_message_id: id.nullable().describe('The answer that was sent to it'),
  received_at: timestamp,
})
export type InboundView = z.infer<typeof inboundMessage>
export const inboundPage = z.strictObject({ inbound: z.array(inboundMessage), next_cursor: z.string().nullable() })
export const listInboundQuery = z.strictObject({
  phone: z.string().max(50).optional(),
  kind: kind.optional(),
  since: moment.optional(),
  message_id: id.optional().describe('Only what answers this message'),
  test: truth.optional().describe('Without it, those of the mode of the key'),
  limit,
  cursor,
})
export const inboundParams = z.strictObject({ id })
