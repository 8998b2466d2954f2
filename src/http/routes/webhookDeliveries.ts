import { randomUUID } from 'node:crypto'
import {
  delivery,
  deliveryDetail,
  deliveryPage,
  deliveryParams,
  endpointParams,
  listDeliveriesQuery,
  replay,
  replayBody,
  replayParams,
  testOutcome,
} from '../../contract/webhooks.ts'
import { attempt } from '../../domain/webhooks/attempt.ts'
import { findDelivery, listDeliveries, resend, showRequest } from '../../domain/webhooks/deliveries.ts'
import { openEndpoint, requireEndpoint } from '../../domain/webhooks/endpoints.ts'
import { findReplay, orderReplay, type Replay } from '../../domain/webhooks/replays.ts'
import { formats, targetOf as requestTarget } from '../../domain/webhooks/formats/formats.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { requireKey } from '../auth.ts'
import { decodeDelivery, viewDelivery, viewDeliveryDetail, viewTest } from '../webhookView.ts'
import type { Api, RouteParts } from './parts.ts'
import { targetOf } from './webhooks.ts'

const tags = ['webhooks']
const write = { onRequest: requireKey('webhooks:write') }

/** What became of events at an endpoint, and sending them again. */
export function webhookDeliveryRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  againRoutes(app, parts)
  testRoute(app, parts)
}

function readRoutes(app: Api, { db, webhooks: { secrets, shortLinksOf } }: RouteParts): void {
  const read = { onRequest: requireKey('webhooks:read') }

  app.get(
    '/v1/webhooks/endpoints/:id/deliveries',
    {
      ...read,
      schema: {
        ...{ tags, summary: 'List deliveries, those of the latest events first' },
        ...{ params: endpointParams, querystring: listDeliveriesQuery, response: { 200: deliveryPage } },
      },
    },
    async (request) => {
      const { accountId, id } = targetOf(request)
      const { limit, cursor, state } = request.query
      await requireEndpoint(db, { accountId, id })
      const [at, event] = decodeCursor(cursor, [idShape, idShape]) ?? []
      const before = at === undefined || event === undefined ? undefined : { atMicros: BigInt(at), eventId: BigInt(event) }
      const rows = await listDeliveries(db, { accountId, endpointId: id, state, before, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        deliveries: page.map(viewDelivery),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.atMicros, last.eventId) : null,
      }
    },
  )

  app.get(
    '/v1/webhooks/endpoints/:id/deliveries/:delivery',
    { ...read, schema: { tags, summary: 'Read a delivery', params: deliveryParams, response: { 200: deliveryDetail } } },
    async (request) => {
      const { accountId, id } = targetOf(request)
      const endpoint = openEndpoint(secrets, await requireEndpoint(db, { accountId, id }))
      const found = await findDelivery(db, { accountId, endpointId: id, name: decodeDelivery(request.params.delivery) })
      const mayShow = endpoint.includeRecipient && request.key.scopes.has('messages:read')
      const shown = { ...endpoint, includeRecipient: mayShow }
      return viewDeliveryDetail(found, await showRequest({ db, shortLinksOf }, { endpoint: shown, delivery: found, now: new Date() }))
    },
  )
}

function againRoutes(app: Api, { db }: RouteParts): void {
  app.post(
    '/v1/webhooks/endpoints/:id/deliveries/:delivery/resend',
    { ...write, schema: { tags, summary: 'Send an event again', params: deliveryParams, response: { 202: delivery } } },
    async (request, reply) =>
      reply.code(202).send(viewDelivery(await resend(db, { ...targetOf(request), name: decodeDelivery(request.params.delivery) }))),
  )

  app.post(
    '/v1/webhooks/endpoints/:id/replays',
    {
      ...write,
      schema: {
        tags,
        summary: "Replay a period's events, or all that failed",
        params: endpointParams,
        body: replayBody,
        response: { 202: replay },
      },
    },
    async (request, reply) => {
      const { body } = request
      const order =
        'failed_since' in body
          ? { kind: 'failed' as const, from: new Date(body.failed_since), to: new Date() }
          : { kind: 'range' as const, from: new Date(body.from), to: new Date(body.to) }
      return reply.code(202).send(viewReplay(await orderReplay(db, { ...targetOf(request), order })))
    },
  )

  app.get(
    '/v1/webhooks/endpoints/:id/replays/:replay',
    {
      onRequest: requireKey('webhooks:read'),
      schema: { tags, summary: 'Read how far a replay is', params: replayParams, response: { 200: replay } },
    },
    async (request) => {
      const { accountId, id } = targetOf(request)
      return viewReplay(await findReplay(db, { accountId, endpointId: id, id: BigInt(request.params.replay) }))
    },
  )
}

const viewReplay = ({ id, endpointId, events, isFinished }: Replay) => ({
  ...{ id: String(id), endpoint_id: String(endpointId), events: Number(events), finished: isFinished },
})

function testRoute(app: Api, { db, webhooks: { secrets, outbound } }: RouteParts): void {
  app.post(
    '/v1/webhooks/endpoints/:id/test',
    {
      ...write,
      schema: { tags, summary: 'Send a test event and wait for the answer', params: endpointParams, response: { 200: testOutcome } },
    },
    async (request) => {
      const { accountId, id } = targetOf(request)
      const endpoint = openEndpoint(secrets, await requireEndpoint(db, { accountId, id }))
      const eventId = `evt_test_${randomUUID()}`
      const body = formats[endpoint.format].test({ id: eventId, endpointId: id, at: new Date() })
      return viewTest(await attempt(outbound, await requestTarget({ db, secrets }, endpoint), { id: eventId, body }))
    },
  )
}
