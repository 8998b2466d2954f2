import { messageDetail, messageParams, previewRequest, previewResponse, sendRequest, sendResponse } from '../../contract/messages.ts'
import { cancelMessage } from '../../domain/messages/cancel.ts'
import { sendMessages } from '../../domain/messages/create.ts'
import { previewMessage } from '../../domain/messages/preview.ts'
import { databaseNow } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import { readDetail } from '../messageDetail.ts'
import { viewSent } from '../messageView.ts'
import { idempotencyOf } from './idempotencyHeader.ts'
import type { Api, RouteParts } from './parts.ts'

/** Sending, previewing and cancelling messages. */
export function sendRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts
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
        now: await databaseNow(db),
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

  app.post(
    '/v1/messages/:id/cancel',
    {
      onRequest: requireKey('messages:write'),
      schema: { tags, summary: 'Cancel a message that is still queued', params: messageParams, response: { 200: messageDetail } },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await cancelMessage(db, target)
      return readDetail(parts, target)
    },
  )
}
