import { messageDetail, messageParams, previewRequest, previewResponse, sendRequest, sendResponse } from '../../contract/messages.ts'
import { cancelledMessages, cancelMessagesRequest, checkedNumbers, checkNumbersRequest } from '../../contract/recipients.ts'
import { cancelMessage, cancelMessages } from '../../domain/messages/cancel.ts'
import { checkNumbers } from '../../domain/messages/checkNumbers.ts'
import { sendMessages } from '../../domain/messages/create.ts'
import { previewMessage } from '../../domain/messages/preview.ts'
import { databaseNow } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import { readDetail } from '../messageDetail.ts'
import { viewSent } from '../messageView.ts'
import { idempotencyOf } from './idempotencyHeader.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['messages']

/** Sending, previewing and cancelling messages. */
export function sendRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts
  checkRoute(app, parts)
  cancelRoutes(app, parts)

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
}

function checkRoute(app: Api, parts: RouteParts): void {
  app.post(
    '/v1/messages/recipients',
    {
      onRequest: requireKey('messages:write'),
      schema: {
        tags,
        summary: 'Check numbers before sending: which can be sent to, why others not; values of contacts need the scope contacts:read',
        body: checkNumbersRequest,
        response: { 200: checkedNumbers },
      },
    },
    async (request) => {
      const { accountId, mode, scopes } = request.key
      const { to, text, from } = request.body
      return checkNumbers(parts, { accountId, to, text, from, isTest: mode === 'test', withContacts: scopes.has('contacts:read') })
    },
  )
}

function cancelRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts

  app.post(
    '/v1/messages/cancel',
    {
      onRequest: requireKey('messages:write'),
      schema: {
        tags,
        summary: 'Cancel those of some messages that are still queued',
        body: cancelMessagesRequest,
        response: { 200: cancelledMessages },
      },
    },
    async (request) => {
      const ids = [...new Set(request.body.ids)]
      const cancelled = (await cancelMessages(db, { accountId: request.key.accountId, ids: ids.map(BigInt) })).map(String)
      return { cancelled, too_late: ids.filter((id) => !cancelled.includes(id)) }
    },
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
      return readDetail(parts, { id: target.id, reader: request.key })
    },
  )
}
