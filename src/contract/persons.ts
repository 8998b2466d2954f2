import { z } from 'zod'

export const person = z.strictObject({
  phone: z.string().min(1).max(50).describe("The number; one without a country code is read in the account's default country"),
})

export const erasure = z.strictObject({
  state: z
    .enum(['finished', 'working'])
    .describe('working: the rest is done by itself; ask again to see. Messages that are on their way to a carrier are waited for.'),
  messages: z.int().describe('Messages erased so far'),
})

/** The answer is a stream, so nothing checks it on its way out: see `domain/persons/export.ts`. */
export const personExport = z
  .unknown()
  .describe('An object with phone, exported_at and the lists messages, hits, events, stored_answers, carriers and suppressions')
