import {
  hitPage,
  hitsQuery,
  listMessagesQuery,
  messageDetail,
  messagePage,
  messageParams,
  previewRequest,
  previewResponse,
  sendRequest,
  sendResponse,
} from '../../contract/messages.ts'
import { cancelMessage } from '../../domain/messages/cancel.ts'
import { sendMessages } from '../../domain/messages/create.ts'
import { previewMessage } from '../../domain/messages/preview.ts'
import { findMessage, listHits, listLinksOfMessage, listMessages } from '../../domain/reports/logbook.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import { viewDetail, viewHit, viewSent, viewSummary } from '../messageView.ts'
import { idempotencyOf } from './idempotencyHeader.ts'
import type { Api, RouteParts } from './parts.ts'

/** Hits that a message's timeline shows; the rest is in its hits. */
const TIMELINE_HITS = 100

/** Sending, previewing, reading and cancelling messages. */
export function messageRoutes(app: Api, parts: RouteParts): void {
  const { db, renderings } = parts
  const tags = ['messages']

  app.post(
    '/v1/messages',
    {
      onRequest: requireKey('messages:write'),
      schema: { tags, summary: 'Send a message to one or many recipients', body: sendRequest, response: { 202: sendResponse } },
    },
    async (request, reply) => {
      const idempotency = idempotencyOf(request)
      const { body, replayed } = await sendMessages(parts, {
        key: request.key,
        request: request.body,
        idempotency,
        now: new Date(),
        present: viewSent,
      })
      if (replayed) reply.header('idempotency-replayed', 'true')
      return reply.code(202).send(sendResponse.parse(body))
    },
  )

  app.post(
    '/v1/messages/preview',
    {
      onRequest: requireKey('messages:write'),
      schema: { tags, summary: 'Measure a text before sending', body: previewRequest, response: { 200: previewResponse } },
    },
    async (request) =>
      previewMessage(db, { accountId: request.key.accountId, request: request.body, allowPrivate: parts.allowPrivateDestinations }),
  )

  app.get(
    '/v1/messages',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'List messages, newest first', querystring: listMessagesQuery, response: { 200: messagePage } },
    },
    async (request) => {
      const key = request.key
      const { query: filter } = request
      const [before] = decodeCursor(filter.cursor, [idShape]) ?? []
      const rows = await listMessages(db, {
        accountId: key.accountId,
        filter,
        test: filter.test ?? key.mode === 'test',
        beforeId: before === undefined ? undefined : BigInt(before),
      })
      const page = rows.slice(0, filter.limit)
      const last = page.at(-1)
      return {
        messages: await Promise.all(page.map((row) => viewSummary(renderings, row))),
        next_cursor: rows.length > filter.limit && last !== undefined ? encodeCursor(last.id) : null,
      }
    },
  )

  app.get(
    '/v1/messages/:id',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'Read a message with its links and timeline', params: messageParams, response: { 200: messageDetail } },
    },
    async (request) => detailOf(parts, { accountId: request.key.accountId, id: BigInt(request.params.id) }),
  )

  app.post(
    '/v1/messages/:id/cancel',
    {
      onRequest: requireKey('messages:write'),
      schema: { tags, summary: 'Cancel a message that is still queued', params: messageParams, response: { 200: messageDetail } },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await cancelMessage(db, target)
      return detailOf(parts, target)
    },
  )

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
      const [at, position] = decodeCursor(cursor, [/^\d{4}-[\dT:.-]+Z$/, /^\d+:\(\d+,\d+\)$/]) ?? []
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

async function detailOf({ db, renderings }: RouteParts, target: { accountId: bigint; id: bigint }) {
  const row = await requireMessage({ db }, target)
  const links = await listLinksOfMessage(db, { accountId: target.accountId, messageId: row.id, renderingId: row.renderingId })
  const hits = await listHits(db, { accountId: target.accountId, messageId: row.id, after: undefined, limit: TIMELINE_HITS })
  return viewDetail(renderings, { row, links, hits })
}

async function requireMessage({ db }: Pick<RouteParts, 'db'>, target: { accountId: bigint; id: bigint }) {
  const row = await findMessage(db, target)
  if (row === undefined) throw new AppError('not_found', `There is no message ${target.id} in this account.`)
  return row
}
