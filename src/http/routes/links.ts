import { changeLink, link, linkParams } from '../../contract/links.ts'
import { changeDestination, findLink, restore, takeDown, type Link } from '../../domain/links/change.ts'
import { findOwnHosts } from '../../domain/links/domains.ts'
import { checkDestination } from '../../lib/destination.ts'
import { acceptedUrl } from '../../lib/linkPlans.ts'
import { requireKey } from '../auth.ts'
import type { Api, RouteParts } from './parts.ts'

/** Links that were sent. */
export function linkRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts
  const tags = ['links']
  const change = { onRequest: requireKey('links:write') }

  app.get(
    '/v1/links/:id',
    { onRequest: requireKey('messages:read'), schema: { tags, summary: 'Read a link', params: linkParams, response: { 200: link } } },
    async (request) => viewLink(await findLink(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })),
  )

  app.patch(
    '/v1/links/:id',
    {
      ...change,
      schema: {
        tags,
        summary: 'Lead a link elsewhere, for all who have it',
        params: linkParams,
        body: changeLink,
        response: { 200: link },
      },
    },
    async (request) => {
      const { actor, accountId } = request.key
      const written = request.body.destination
      const rules = { allowPrivate: parts.allowPrivateDestinations, ownHosts: await findOwnHosts(db, { urls: [written] }) }
      const destination = acceptedUrl(checkDestination(written, rules), written)
      return viewLink(await changeDestination(db, { accountId, id: BigInt(request.params.id), actor, destination }))
    },
  )

  app.post(
    '/v1/links/:id/takedown',
    {
      ...change,
      schema: { tags, summary: 'Take a link down: its codes answer 410 within 5 s', params: linkParams, response: { 200: link } },
    },
    async (request) => {
      const { actor, accountId } = request.key
      return viewLink(await takeDown(db, { accountId, id: BigInt(request.params.id), actor }))
    },
  )

  app.post(
    '/v1/links/:id/restore',
    {
      ...change,
      schema: { tags, summary: 'Let a link that was taken down lead somewhere again', params: linkParams, response: { 200: link } },
    },
    async (request) => {
      const { actor, accountId } = request.key
      return viewLink(await restore(db, { accountId, id: BigInt(request.params.id), actor }))
    },
  )
}

const viewLink = ({ id, position, destination, takenDownAt, createdAt }: Link) => ({
  id: String(id),
  position,
  destination,
  taken_down_at: takenDownAt?.toISOString() ?? null,
  created_at: createdAt.toISOString(),
})
