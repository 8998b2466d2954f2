import { z } from 'zod'
import { id } from './fields.ts'

export const spendLimit = z.strictObject({
  key_id: id.nullable().describe('null: the whole account'),
  period: z.enum(['day', 'month']).describe('Of UTC'),
  limit: z.string().describe('In the currency of the account'),
  spent: z.string().describe('In the period that runs'),
  currency: z.string().nullable(),
})
export const spendLimits = z.strictObject({ limits: z.array(spendLimit) })
export const spendLimitBody = z.strictObject({
  key_id: id.nullable().default(null),
  period: z.enum(['day', 'month']),
  limit: z
    .string()
    .regex(/^\d{1,9}(?:\.\d{1,6})?$/, 'expected an amount such as "250.00"')
    .nullable()
    .describe('null takes the limit away'),
})
