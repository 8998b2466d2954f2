import { z } from 'zod'
import { reportHour } from './campaignReport.ts'
import { cursor, id, limit, moment, timestamp } from './fields.ts'

export const linkParams = z.strictObject({ id })
const known = {
  id,
  position: z.int(),
  destination: z.string(),
  destination_kind: z
    .enum(['fixed', 'fields', 'value'])
    .describe('fixed: one for all; fields: it holds merge fields; value: the merge field that holds it'),
  taken_down_at: timestamp.nullable(),
  expires_at: timestamp.nullable().describe('It answers 410 from here on, whatever the validity of each message'),
  created_at: timestamp,
}
export const link = z.strictObject(known)

export const changeLink = z
  .strictObject({
    destination: z.string().min(1).max(2_048).optional(),
    expires_at: moment.nullable().optional().describe('null: it does not end by itself'),
  })
  .describe('Only what shall change')

export const linkStates = ['active', 'expired', 'taken_down'] as const
export type LinkState = (typeof linkStates)[number]
export const listLinksQuery = z.strictObject({
  words: z.string().min(1).max(200).optional().describe('Links whose destination holds all of these words, such as shop.example/spring'),
  state: z.enum(linkStates).optional(),
  campaign_id: id.optional(),
  limit,
  cursor,
})
export type ListLinksQuery = z.output<typeof listLinksQuery>

export const listedLink = z.strictObject({
  ...known,
  state: z.enum(linkStates),
  text: z.string().describe('The text that it stands in, as written'),
  campaign_id: id.nullable(),
  campaign_name: z.string().nullable(),
  variant_name: z.string().nullable().describe('Of the campaign; null where it has one only'),
  total_clicks: z.int(),
  unique_clicks: z.int().nullable().describe('null: all of its hits were counted without telling whose they are'),
  views: z.int(),
  prefetches: z.int(),
  bots: z.int(),
  conversions: z.int().describe('Attributed to a click on it'),
})
export type ListedLink = z.infer<typeof listedLink>

export const linkDetail = z
  .strictObject({
    ...listedLink.shape,
    last_message_id: id.nullable().describe('Of the newest message with this text, tests included; null: none is kept any more'),
  })
  .describe('Figures leave test messages out; see docs/metrics.md')
export type LinkDetail = z.infer<typeof linkDetail>

export const linkHappenings = ['destination', 'expiry', 'taken_down', 'restored'] as const
const linkChange = z.strictObject({
  at: timestamp,
  by: z.string().describe('user:ID, key:ID or operator'),
  by_name: z.string().nullable().describe('Address of that person, or name of that key; null: gone, or asked for with a key'),
  what: z.enum(linkHappenings),
  from: z.string().nullable().describe('The destination before it; null unless what is destination'),
  to: z.string().nullable().describe('The destination after it; null unless what is destination'),
  expires_at: timestamp.nullable().describe('The end that was set; null: none, or what is not expiry'),
})
export type LinkChange = z.infer<typeof linkChange>

export const linkReport = z.strictObject({
  link_id: id,
  as_of: timestamp,
  hours: z.array(reportHour).describe('By hour in UTC, the last 1,000 in which anything happened; test messages left out'),
  history: z.array(linkChange).describe('What was changed for all who have it, newest first, the last 100 that are still kept'),
})
export type LinkReport = z.infer<typeof linkReport>

export const linkPage = z
  .strictObject({ links: z.array(listedLink), next_cursor: z.string().nullable() })
  .describe('Figures leave test messages out; see docs/metrics.md')

export const shortDomain = z.strictObject({
  host: z.string(),
  scheme: z.enum(['http', 'https']),
  default: z.boolean().describe('Whether messages use it unless they name one'),
  own: z.boolean().describe('false: of all accounts of the installation'),
})
export const addDomain = z.strictObject({ url: z.string().min(1).max(300) })
export const domainList = z.strictObject({ domains: z.array(shortDomain) })

export const domainParams = z.strictObject({ host: z.string().min(1).max(300) })
export const domainCheckOutcomes = [
  ...(['answers', 'other_server', 'status'] as const),
  ...(['url_invalid', 'private_address', 'name_not_found', 'refused', 'unreachable', 'connection_timeout'] as const),
  ...(['deadline_passed', 'connection_lost', 'tls_failed', 'answer_invalid'] as const),
] as const
export const domainCheck = z.strictObject({
  outcome: z
    .enum(domainCheckOutcomes)
    .describe('answers: a link server of Tapline; other_server: another one; status: an error, see there; else why there is no answer'),
  status: z.int().nullable(),
})
