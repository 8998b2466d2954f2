import { z } from 'zod'
import { cursor, id, limit, moment, shortLink, truth } from './fields.ts'
import { messageStates } from './messages.ts'

/** The index of ends of numbers holds so many digits. */
export const PHONE_END_DIGITS = 4

export const listMessagesQuery = z.strictObject({
  id: id.optional(),
  phone: z.string().max(50).optional(),
  phone_starts: z
    .string()
    .max(50)
    .optional()
    .describe('Numbers that begin with these digits, such as +4915; blanks and dashes do not matter'),
  phone_ends: z.string().max(50).optional().describe(`Numbers that end with these digits, ${PHONE_END_DIGITS} or more`),
  words: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Messages whose text, as written before merge fields are filled, holds all of these words; whole words, in any case'),
  state: z.enum(messageStates).optional(),
  label: z.string().max(100).optional(),
  reference: z.string().max(100).optional(),
  short_link: shortLink.optional().describe('The message that holds it'),
  campaign_id: id.optional(),
  campaign: truth.optional().describe('true: only messages of campaigns; false: only others'),
  created_after: moment.optional(),
  created_before: moment.optional(),
  has_clicks: truth.optional(),
  test: truth.optional().describe('Messages of test keys; a live key sees live ones unless told'),
  limit,
  cursor,
})
export type ListMessagesQuery = z.output<typeof listMessagesQuery>
