import { z } from 'zod'
import { id, timestamp } from './fields.ts'
import { scopes } from './scopes.ts'

const scopeList = z.array(z.enum(scopes)).min(1).max(scopes.length)
const mode = z.enum(['live', 'test']).describe('test: messages go to the simulator and stay out of every figure')

export const apiKey = z.strictObject({
  id,
  begins_with: z.string().describe('How it can be told from others, such as tl_AbCdEfGh'),
  name: z.string(),
  mode,
  scopes: z.array(z.enum(scopes)),
  rate_per_minute: z.int(),
  created_at: timestamp,
  last_used_at: timestamp.nullable().describe('To the minute'),
  revoked_at: timestamp.nullable(),
})
export const keyList = z.strictObject({ keys: z.array(apiKey).describe('Those in use first, newest first, at most 200') })
export const keyParams = z.strictObject({ id })
export const createKey = z.strictObject({
  name: z.string().min(1).max(100).describe('Where it is used, such as Web shop'),
  mode: mode.default('live'),
  scopes: scopeList.describe('No more than who makes it may'),
})
export const keyMade = z.strictObject({ ...apiKey.shape, key: z.string().describe('Shown once and stored nowhere') })
