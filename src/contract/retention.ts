import { z } from 'zod'

/** What is forgotten after a time that the operator chose or that is the same everywhere; docs/retention.md has every table. */
export const keptThings = ['hits', 'messages', 'merge_values', 'reports', 'events', 'opt_outs', 'audit', 'simulator', 'sessions'] as const
export type KeptThing = (typeof keptThings)[number]

export const retention = z.strictObject({
  kept: z.array(
    z.strictObject({
      what: z.enum(keptThings),
      for: z
        .strictObject({ count: z.int(), unit: z.enum(['days', 'months']) })
        .nullable()
        .describe('null: as long as the message'),
      setting: z.string().nullable().describe('The environment variable by which the operator changes it; null: it is the same everywhere'),
    }),
  ),
})
