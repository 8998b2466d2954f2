import { z } from 'zod'
import { cursor, id, limit, timestamp, truth } from './fields.ts'

export const notice = z.strictObject({
  id,
  kind: z.string().describe('Such as webhook_endpoint.disabled'),
  subject: z.string().describe('What it is about, such as webhook_endpoint:12'),
  text: z.string(),
  at: timestamp,
  read_at: timestamp.nullable(),
})
export const noticePage = z.strictObject({ notices: z.array(notice), next_cursor: z.string().nullable() })
export const listNoticesQuery = z.strictObject({
  unread: truth.optional().describe('true: only those that nobody has read'),
  limit,
  cursor,
})
export const noticeParams = z.strictObject({ id })
