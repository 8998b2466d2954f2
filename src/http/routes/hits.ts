import { hitPage, hitsQuery, messageParams } from '../../contract/messages.ts'
import { listHits } from '../../domain/reports/logbook.ts'
import { decodeCursor, encodeCursor, timeShape } from '../../lib/cursor.ts'
import { requireKey } from '../auth.ts'
import { requireMessage } from '../messageDetail.ts'
import { viewHit } from '../messageView.ts'
import type { Api, RouteParts } from './parts.ts'

/** Every request to the short links of a message, with its verdict and reasons. */
export function hitRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts
  const tags = ['messages']

  app.get(
    '/v1/messages/:id/hits',
    {
      onRequest: requireKey('messages:read'),
      schema: {
        tags,
        summary: "List a message's hits, oldest first",
        params: messageParams,
        querystring: hitsQuery,
        response: { 200: hitPage },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await requireMessage(parts, target)
      const { limit, cursor } = request.query
      const [at, position] = decodeCursor(cursor, [timeShape, /^\d+:\(\d+,\d+\)$/]) ?? []
      const after = at === undefined || position === undefined ? undefined : { at, position }
      const rows = await listHits(db, { accountId: target.accountId, messageId: target.id, after, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        hits: page.map(viewHit),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.at.toISOString(), last.position) : null,
      }
    },
  )
}
