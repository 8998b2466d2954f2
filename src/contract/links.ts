import { z } from 'zod'
import { id, timestamp } from './fields.ts'

export const linkParams = z.strictObject({ id })
export const link = z.strictObject({
  id,
  position: z.int(),
  destination: z.string(),
  taken_down_at: timestamp.nullable(),
  created_at: timestamp,
})
export const changeLink = z.strictObject({ destination: z.string().min(1).max(2_048) })
export const shortDomain = z.strictObject({ host: z.string(), scheme: z.enum(['http', 'https']), default: z.boolean() })
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
