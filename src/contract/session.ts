import { z } from 'zod'
import { id } from './fields.ts'
import { roles } from './roles.ts'
import { scopes } from './scopes.ts'

export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

export const session = z.strictObject({
  user: z.strictObject({
    id,
    email: z.string(),
    role: z.enum(roles),
    language: z.enum(languages).nullable().describe("null: as the browser's settings say"),
  }),
  account: z.strictObject({
    id,
    name: z.string(),
    time_zone: z.string(),
    currency: z.string().nullable(),
    default_country: z.string().nullable(),
    tracking: z.string(),
  }),
  base_url: z.string(),
  link_url: z.string(),
  scopes: z.array(z.enum(scopes)).describe('What the role allows'),
  numbers: z.enum(['shown', 'masked']).describe('masked: for viewers, in every answer; they cannot search by number'),
})
export type Session = z.infer<typeof session>

export const changeSession = z.strictObject({ language: z.enum(languages).nullable() })
export const signedOut = z.strictObject({ signed_out: z.literal(true) })
export const changePassword = z.strictObject({ old: z.string().max(400), new: z.string().max(400) })
export const passwordChanged = z.strictObject({ changed: z.literal(true) })
export const sessionsEnded = z.strictObject({ ended: z.int().describe('Browsers that were signed in, this one among them') })
