import type { z } from 'zod'
import { changeLink, link, linkDetail, linkPage, linkParams, linkReport, listLinksQuery } from '../../contract/links.ts'
import { changeDestination, changeExpiry, findLink, restore, takeDown, type Link } from '../../domain/links/change.ts'
import { findOwnHosts } from '../../domain/links/domains.ts'
import { listLinksWithFigures } from '../../domain/reports/links.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { checkDestination } from '../../lib/destination.ts'
import { acceptedUrl } from '../../lib/linkPlans.ts'
import { requireKey } from '../auth.ts'
import { readLink, readLinkReport, viewLink, viewListed } from '../linkView.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['links']
const writing = { onRequest: requireKey('links:write') }

/** Links that were sent. */
export function linkRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts

  app.get(
    '/v1/links',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'List links with their figures, newest first', querystring: listLinksQuery, response: { 200: linkPage } },
    },
    async ({ key, query: filter }) => {
      const [last] = decodeCursor(filter.cursor, [idShape]) ?? []
      const after = last === undefined ? undefined : BigInt(last)
      const rows = await listLinksWithFigures(db, { accountId: key.accountId, filter, after })
      const page = rows.slice(0, filter.limit)
      const end = page.at(-1)
      return {
        links: page.map(viewListed),
        next_cursor: rows.length > filter.limit && end !== undefined ? encodeCursor(end.id) : null,
      }
    },
  )

  app.get(
    '/v1/links/:id',
    {
      onRequest: requireKey('messages:read'),
      schema: { tags, summary: 'Read a link with its figures', params: linkParams, response: { 200: linkDetail } },
    },
    async ({ key: { accountId }, params: { id } }) => readLink(db, { accountId, id: BigInt(id) }),
  )

  app.get(
    '/v1/links/:id/report',
    {
      onRequest: requireKey('messages:read'),
      schema: {
        tags,
        summary: 'Read what happened at a link hour by hour, and what was changed at it',
        params: linkParams,
        response: { 200: linkReport },
      },
    },
    async ({ key: { accountId, person }, params: { id } }) =>
      readLinkReport(db, { accountId, id: BigInt(id), withNames: person !== undefined }),
  )

  addChanging(app, parts)
  addTakingDown(app, parts)
}

function addChanging(app: Api, parts: RouteParts): void {
  app.patch(
    '/v1/links/:id',
    {
      ...writing,
      schema: {
        tags,
        summary: 'Lead a link elsewhere, or let it end at a time, for all who have it',
        params: linkParams,
        body: changeLink,
        response: { 200: link },
      },
    },
    async (request) => {
      return viewLink(await change(parts, { ...request.key, id: BigInt(request.params.id), body: request.body }))
    },
  )
}

function addTakingDown(app: Api, { db }: RouteParts): void {
  app.post(
    '/v1/links/:id/takedown',
    {
      ...writing,
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
      ...writing,
      schema: { tags, summary: 'Let a link that was taken down lead somewhere again', params: linkParams, response: { 200: link } },
    },
    async (request) => {
      const { actor, accountId } = request.key
      return viewLink(await restore(db, { accountId, id: BigInt(request.params.id), actor }))
    },
  )
}

type Change = { accountId: bigint; actor: string; id: bigint; body: z.output<typeof changeLink> }

async function change({ db, allowPrivateDestinations }: RouteParts, { accountId, actor, id, body }: Change): Promise<Link> {
  const { destination: written, expires_at: expiresAt } = body
  const target = { accountId, id, actor }
  if (written !== undefined) {
    const rules = { allowPrivate: allowPrivateDestinations, ownHosts: await findOwnHosts(db, { urls: [written] }) }
    await changeDestination(db, { ...target, destination: acceptedUrl(checkDestination(written, rules), written) })
  }
  if (expiresAt !== undefined) await changeExpiry(db, { ...target, expiresAt: expiresAt === null ? null : new Date(expiresAt) })
  return findLink(db, target)
}
