import { eventPage, listEventsQuery } from '../../contract/events.ts'
import { followEvents } from '../../domain/webhooks/follow.ts'
import { decodeCursor, encodeCursor, timeShape } from '../../lib/cursor.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** The log of events, for those without an address that webhooks could reach. */
export function eventRoutes(app: Api, { db, webhooks: { shortLinksOf, longestWaitMs } }: RouteParts): void {
  app.get(
    '/v1/events',
    {
      onRequest: requireKey('events:read'),
      schema: {
        ...{
          tags: ['events'],
          summary: 'Read the log of events, oldest first',
          querystring: listEventsQuery,
          response: { 200: eventPage },
        },
      },
    },
    async (request) => {
      const { cursor, since, types, test, limit, wait } = request.query
      const { events, next, isMore } = await followEvents(
        { db, shortLinksOf, longestWaitMs },
        {
          ...{ accountId: request.key.accountId, cursor: placeOf(cursor), since: since === undefined ? undefined : new Date(since) },
          ...{ types: types?.split(','), includeTest: test || request.key.mode === 'test', limit, waitMs: wait * 1_000 },
          includeRecipient: request.key.scopes.has('messages:read'),
        },
      )
      return { events, next_cursor: encodeCursor(next.epoch, next.xid, next.id, next.floor), more: isMore }
    },
  )
}

const countShape = /^(?:0|[1-9]\d{0,8})$/
const placeShape = /^(?:0|[1-9]\d{0,17})$/

function placeOf(cursor: string | undefined) {
  const [epoch, xid, id, floor] = decodeCursor(cursor, [countShape, placeShape, placeShape, timeShape]) ?? []
  if (epoch === undefined || xid === undefined || id === undefined || floor === undefined) return undefined
  return { epoch: Number(epoch), xid, id: BigInt(id), floor }
}
