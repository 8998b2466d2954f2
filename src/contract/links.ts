import { z } from 'zod'
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
  total_clicks: z.int(),
  unique_clicks: z.int().nullable().describe('null: all of its hits were counted without telling whose they are'),
  views: z.int(),
  prefetches: z.int(),
  bots: z.int(),
  conversions: z.int().describe('Attributed to a click on it'),
})
export type ListedLink = z.infer<typeof listedLink>
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
