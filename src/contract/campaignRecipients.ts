import { z } from 'zod'
import { hitFilter } from './campaignReport.ts'
import { cursor, id, limit, timestamp } from './fields.ts'
import { group } from './contacts.ts'
import { messageStates } from './messages.ts'

export const recipientDeeds = ['clicked', 'not_clicked', 'viewed', 'converted', 'failed'] as const
export type RecipientDeed = (typeof recipientDeeds)[number]

const filter = {
  ...hitFilter,
  did: z
    .enum(recipientDeeds)
    .optional()
    .describe('not_clicked: reached, and would have been seen clicking; failed: rejected, undelivered or expired'),
  state: z.enum(messageStates).optional(),
}
export const recipientFilter = z.strictObject(filter)
export type RecipientFilter = z.output<typeof recipientFilter>
export const listRecipientsQuery = z.strictObject({ ...filter, limit, cursor })

export const recipient = z.strictObject({
  message_id: id,
  phone: z.string(),
  state: z.enum(messageStates),
  variant_id: id.nullable(),
  counted: z.boolean().describe('Whether what this recipient does can be told: false in aggregate mode and without a tracked link'),
  submitted_at: timestamp.nullable(),
  clicks: z.int(),
  views: z.int(),
  bots: z.int(),
  first_click_at: timestamp.nullable(),
  conversions: z.int(),
  failure: z.string().nullable(),
})
export type Recipient = z.infer<typeof recipient>
export const recipientPage = z.strictObject({
  recipients: z.array(recipient).describe('Newest first; a page can hold fewer than asked for, even none, and others follow'),
  next_cursor: z.string().nullable(),
})

export const recipientGroupBody = z.strictObject({
  name: z.string().min(1).max(100).optional().describe('Of a new group'),
  group_id: id.optional().describe('A group to add to, such as the one that an earlier request made; instead of name'),
  recipients: recipientFilter.prefault({}).describe('Who of the campaign is meant; all unless told'),
  cursor,
})
export const recipientGroupAnswer = z.strictObject({
  group,
  matched: z.int().describe('Recipients that this request came to and that fit'),
  added: z.int().describe('Contacts that were not in the group before'),
  without_contact: z.int().describe('Recipients who are no contacts, so that no group can hold them'),
  next_cursor: z.string().nullable().describe('Not null: ask again with it and group_id for the rest'),
})
export type RecipientGroupAnswer = z.infer<typeof recipientGroupAnswer>
