import { z } from 'zod'
import { id, timestamp } from './fields.ts'

export const carrierView = z.strictObject({
  id,
  name: z.string(),
  kind: z.string(),
  state: z.enum(['sends', 'paused', 'takes_nothing']),
  unavailable_since: timestamp.nullable(),
  trouble: z.string().nullable().describe("What it said last when it took nothing; only for the operator's account"),
  messages_per_second: z.int(),
})
export const routeView = z.strictObject({
  prefix: z.string().describe('Digits that the number begins with; empty for every number'),
  sender_pattern: z.string().describe('* stands for any characters'),
  priority: z.int(),
  carrier_id: id,
  fallback_carrier_id: id.nullable(),
})
export const carrierList = z.strictObject({
  carriers: z.array(carrierView),
  routes: z.array(routeView).describe("In the order in which they are tried; of senders only for the operator's account"),
  prices: z.array(z.strictObject({ country: z.string(), price: z.string().describe('Of one part'), currency: z.string() })),
  is_operator: z.boolean().describe('Whether this is the first account, which owns the installation'),
})
export const carrierParams = z.strictObject({ id })
export const carrierTest = z.strictObject({ works: z.boolean(), sentence: z.string() })
