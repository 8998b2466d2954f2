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
