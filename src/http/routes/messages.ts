import { listMessagesQuery, messageDetail, messagePage, messageParams } from '../../contract/messages.ts'
import { listMessages } from '../../domain/reports/logbook.ts'
import { decodeCursor, encodeCursor, idShape, timeShape } from '../../lib/cursor.ts'
import { parsePhone } from '../../lib/phone.ts'
import { requireKey } from '../auth.ts'
import { readDetail } from '../messageDetail.ts'
import { viewSummary } from '../messageView.ts'
import type { Api, RouteParts } from './parts.ts'

/** The logbook: messages and what became of each. */
export function messageRoutes(app: Api, parts: RouteParts): void {
  const { db, renderings } = parts
  const tags = ['messages']

  app.get(
    '/v1/messages',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'List messages, newest first', querystring: listMessagesQuery, response: { 200: messagePage } },
    },
    async (request) => {
      const key = request.key
      const filter = { ...request.query, phone: phoneFilter(request.query.phone) }
      const [at, id] = decodeCursor(filter.cursor, [timeShape, idShape]) ?? []
      const rows = await listMessages(db, {
        accountId: key.accountId,
        filter,
        test: filter.test ?? key.mode === 'test',
        after: at === undefined || id === undefined ? undefined : { at, id: BigInt(id) },
      })
      const page = rows.slice(0, filter.limit)
      const last = page.at(-1)
      return {
        messages: await Promise.all(page.map((row) => viewSummary(renderings, row))),
        next_cursor: rows.length > filter.limit && last !== undefined ? encodeCursor(last.createdAtText, last.id) : null,
      }
    },
  )

  app.get(
    '/v1/messages/:id',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'Read a message with its links and timeline', params: messageParams, response: { 200: messageDetail } },
    },
    async (request) => readDetail(parts, { accountId: request.key.accountId, id: BigInt(request.params.id) }),
  )
}

/** A plus sign in a query arrives as a blank, and people write numbers with blanks. */
function phoneFilter(phone: string | undefined): string | undefined {
  if (phone === undefined) return undefined
  const parsed = parsePhone(`+${phone.trim().replace(/^\+/, '')}`)
  return parsed.kind === 'ok' ? parsed.phone : phone
}
