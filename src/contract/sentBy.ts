import { z } from 'zod'
import { id } from './fields.ts'

/** Who sent or started something: an API key or a person, never both. */
export const sentBy = z
  .strictObject({
    api_key_id: id.nullable(),
    user_id: id.nullable().describe('Of a person who was signed in'),
    name: z
      .string()
      .nullable()
      .describe('Of the key; of a person the e-mail address, told only to people who are signed in and while the person is in the team'),
  })
  .nullable()
  .describe('null: Tapline itself, or its operator')
export type SentBy = z.infer<typeof sentBy>
