import { z } from 'zod'
import { id, timestamp, trackingMode } from './fields.ts'
import { messageStates } from './messages.ts'

/** Phones that a list names, and messages that a conversation holds: the latest. */
export const MAX_PHONES = 50
export const MAX_CONVERSATION = 50
/** Ten parts of an SMS are shorter. */
export const MAX_REPLY_TEXT = 1_500

export const simulatedPhones = z.strictObject({
  phones: z
    .array(z.strictObject({ phone: z.string(), last_text: z.string().describe('Its first 80 characters'), last_at: timestamp }))
    .describe(`Those that received something last, at most ${MAX_PHONES}`),
})

const piece = z.strictObject({
  text: z.string(),
  href: z.string().nullable().describe('Where a tap leads; null for text that is no link'),
  link: z.int().nullable().describe('Which of the tracked links of the message it is, from 0'),
})
const linkRecord = z.strictObject({
  destination: z.string(),
  views: z.int(),
  first_view_at: timestamp.nullable(),
  clicks: z.int(),
  first_click_at: timestamp.nullable(),
})
const phoneMessage = z.strictObject({
  id,
  from: z.string(),
  pieces: z.array(piece).describe('The text, cut at its links as a phone cuts it'),
  flash: z.boolean(),
  received_at: timestamp,
  record: z
    .strictObject({
      message_id: id,
      state: z.enum(messageStates),
      settled_at: timestamp.nullable(),
      test: z.boolean(),
      tracking: trackingMode,
      links: z.array(linkRecord).describe('The tracked links, in the order of the text'),
    })
    .nullable()
    .describe('What was recorded of it; null when the message is past its retention'),
})
export const phoneReply = z.strictObject({
  id,
  to: z.string(),
  text: z.string(),
  kind: z.enum(['opt_out', 'opt_in', 'help', 'text']).describe('What it was read as'),
  sure: z.boolean().describe('false: it is listed for review'),
  handled: z.enum(['opted_out', 'opted_in', 'kept', 'none']).describe('kept: the number stays suppressed for another reason'),
  test: z.boolean(),
  received_at: timestamp,
})
export const conversation = z.strictObject({
  phone: z.string(),
  messages: z.array(phoneMessage).describe(`The latest ${MAX_CONVERSATION}, newest first`),
  replies: z.array(phoneReply).describe(`The latest ${MAX_CONVERSATION}, newest first`),
  answerable: z.array(z.string()).describe('Senders that it can reply to, which are numbers, the newest first'),
})
export type Conversation = z.infer<typeof conversation>

export const phoneParams = z.strictObject({ phone: z.string().min(1).max(50).describe('A number, such as +4915112345678') })
export const writeReply = z.strictObject({
  to: z.string().min(1).max(50).describe('One of answerable'),
  text: z.string().trim().min(1).max(MAX_REPLY_TEXT),
})
