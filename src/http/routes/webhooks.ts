import { deleted } from '../../contract/contacts.ts'
import {
  changeEndpoint as changeBody,
  createEndpoint as createBody,
  endpoint,
  endpointList,
  endpointParams,
  endpointSecret,
  endpointsHealth,
  endpointStats,
  LATEST_DELIVERIES,
  MAX_ENDPOINTS,
  resumeEndpoint as resumeBody,
} from '../../contract/webhooks.ts'
import type { Caller } from '../../domain/accounts/caller.ts'
import {
  changeEndpoint,
  createEndpoint,
  openEndpoint,
  removeEndpoint,
  requireEndpoint,
  rotateSecret,
  showSecret,
  unknownEndpoint,
} from '../../domain/webhooks/endpoints.ts'
import { selectLatest } from '../../domain/webhooks/latest.ts'
import { pauseEndpoint, resumeEndpoint } from '../../domain/webhooks/states.ts'
import { findWork, listHours } from '../../domain/webhooks/stats.ts'
import { listEndpoints } from '../../domain/webhooks/store.ts'
import { AppError } from '../../lib/errors.ts'
import { requireKey } from '../auth.ts'
import { viewEndpoint, viewHealth, viewSecret, viewStats } from '../webhookView.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['webhooks']
const HOURS = 168
const read = { onRequest: requireKey('webhooks:read') }
const write = { onRequest: requireKey('webhooks:write') }

/** Where an account wants to be told of events. */
export function webhookRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  writeRoutes(app, parts)
  secretRoutes(app, parts)
  stateRoutes(app, parts)
}

function readRoutes(app: Api, { db, webhooks: { secrets } }: RouteParts): void {
  app.get(
    '/v1/webhooks/endpoints',
    { ...read, schema: { tags, summary: 'List endpoints', response: { 200: endpointList } } },
    async (request) => ({
      endpoints: (await listEndpoints(db, { accountId: request.key.accountId, limit: MAX_ENDPOINTS })).map((row) =>
        viewEndpoint(openEndpoint(secrets, row)),
      ),
    }),
  )

  app.get(
    '/v1/webhooks/health',
    {
      ...read,
      schema: { tags, summary: 'Read what became of the latest deliveries of all endpoints', response: { 200: endpointsHealth } },
    },
    async ({ key: { accountId } }) => viewHealth(await selectLatest(db, { accountId, each: LATEST_DELIVERIES, limit: MAX_ENDPOINTS })),
  )

  app.get(
    '/v1/webhooks/endpoints/:id',
    { ...read, schema: { tags, summary: 'Read an endpoint', params: endpointParams, response: { 200: endpoint } } },
    async (request) =>
      viewEndpoint(openEndpoint(secrets, await requireEndpoint(db, { accountId: request.key.accountId, id: BigInt(request.params.id) }))),
  )

  app.get(
    '/v1/webhooks/endpoints/:id/stats',
    { ...read, schema: { tags, summary: 'Read how an endpoint does', params: endpointParams, response: { 200: endpointStats } } },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      const work = await findWork(db, target)
      if (work === undefined) throw unknownEndpoint(target.id)
      return viewStats(work, await listHours(db, { ...target, limit: HOURS }))
    },
  )
}

function writeRoutes(app: Api, { db, webhooks: { secrets, privateOrigins } }: RouteParts): void {
  app.post(
    '/v1/webhooks/endpoints',
    { ...write, schema: { tags, summary: 'Make an endpoint; it gets events from now on', body: createBody, response: { 201: endpoint } } },
    async (request, reply) => {
      const { actor, accountId } = request.key
      requireSight(request)
      const made = await createEndpoint(db, { accountId, actor, body: request.body, secrets, privateOrigins })
      return reply.code(201).send(viewEndpoint(made))
    },
  )

  app.patch(
    '/v1/webhooks/endpoints/:id',
    {
      ...write,
      schema: {
        tags,
        summary: 'Change an endpoint; what is left out stays',
        params: endpointParams,
        body: changeBody,
        response: { 200: endpoint },
      },
    },
    async (request) => {
      requireSight(request)
      return viewEndpoint(await changeEndpoint(db, { ...targetOf(request), changes: request.body, secrets, privateOrigins }))
    },
  )

  app.delete(
    '/v1/webhooks/endpoints/:id',
    { ...write, schema: { tags, summary: 'Delete an endpoint and what waits for it', params: endpointParams, response: { 200: deleted } } },
    async (request) => {
      await removeEndpoint(db, targetOf(request))
      return { id: request.params.id, deleted: true as const }
    },
  )
}

function secretRoutes(app: Api, { db, webhooks: { secrets } }: RouteParts): void {
  app.get(
    '/v1/webhooks/endpoints/:id/secret',
    { ...write, schema: { tags, summary: 'Show the signing secret', params: endpointParams, response: { 200: endpointSecret } } },
    async (request) => viewSecret(await showSecret(db, { ...targetOf(request), secrets })),
  )

  app.post(
    '/v1/webhooks/endpoints/:id/secret/rotate',
    {
      ...write,
      schema: {
        tags,
        summary: 'Make a new secret; the former one signs too for a day',
        params: endpointParams,
        response: { 200: endpointSecret },
      },
    },
    async (request) => viewSecret(await rotateSecret(db, { ...targetOf(request), secrets })),
  )
}

function stateRoutes(app: Api, { db, webhooks: { secrets } }: RouteParts): void {
  const shown = async (target: { accountId: bigint; id: bigint }) => viewEndpoint(openEndpoint(secrets, await requireEndpoint(db, target)))

  app.post(
    '/v1/webhooks/endpoints/:id/pause',
    { ...write, schema: { tags, summary: 'Let events wait', params: endpointParams, response: { 200: endpoint } } },
    async (request) => {
      await pauseEndpoint(db, targetOf(request))
      return shown(targetOf(request))
    },
  )

  app.post(
    '/v1/webhooks/endpoints/:id/resume',
    {
      ...write,
      schema: {
        ...{ tags, summary: 'Make an endpoint active again, whatever stopped it' },
        ...{ params: endpointParams, body: resumeBody, response: { 200: endpoint } },
      },
    },
    async (request) => {
      await resumeEndpoint(db, { ...targetOf(request), waiting: request.body.waiting })
      return shown(targetOf(request))
    },
  )
}

/** Nobody sees numbers by way of an endpoint who may not see them otherwise. */
function requireSight({ key, body }: { key: Caller; body: { include_recipient?: boolean | undefined } }): void {
  if (body.include_recipient === true && !key.scopes.has('messages:read'))
    throw new AppError('scope_missing', 'An endpoint with include_recipient needs a key that has the scope "messages:read" too.', {
      field: 'include_recipient',
    })
}

/** The endpoint of a path, and who acts. */
export const targetOf = ({ key, params }: { key: Caller; params: { id: string } }) => ({
  accountId: key.accountId,
  id: BigInt(params.id),
  actor: key.actor,
})
