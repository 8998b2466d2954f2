import { campaign, campaignBody, campaignPage, campaignParams, campaignPatch, listCampaignsQuery } from '../../contract/campaigns.ts'
import { deleted } from '../../contract/contacts.ts'
import { changeCampaign, cloneCampaign, createCampaign, removeCampaign } from '../../domain/campaigns/campaigns.ts'
import { listCampaigns } from '../../domain/campaigns/store.ts'
import { decodeCursor, encodeCursor, idShape } from '../../lib/cursor.ts'
import { requireKey } from '../auth.ts'
import { viewCampaign, viewList } from '../campaignView.ts'
import { campaignReportRoutes } from './campaignReports.ts'
import { campaignStepRoutes } from './campaignSteps.ts'
import { experimentRoutes } from './experiments.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['campaigns']

/** Mass sends: made, changed, read. */
export function campaignRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  writeRoutes(app, parts)
  campaignReportRoutes(app, parts)
  campaignStepRoutes(app, parts)
  experimentRoutes(app, parts)
}

function readRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('campaigns:read') }

  app.get(
    '/v1/campaigns',
    {
      ...read,
      schema: { tags, summary: 'List campaigns, newest first', querystring: listCampaignsQuery, response: { 200: campaignPage } },
    },
    async (request) => {
      const { accountId } = request.key
      const { state, search, limit, cursor } = request.query
      const [before] = decodeCursor(cursor, [idShape]) ?? []
      const beforeId = before === undefined ? undefined : BigInt(before)
      const rows = await listCampaigns(db, { accountId, state, search, beforeId, limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        campaigns: await viewList(db, { accountId, rows: page }),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.id) : null,
      }
    },
  )

  app.get(
    '/v1/campaigns/:id',
    { ...read, schema: { tags, summary: 'Read a campaign and how far it has come', params: campaignParams, response: { 200: campaign } } },
    async (request) => viewCampaign(db, { id: BigInt(request.params.id), reader: request.key }),
  )
}

function writeRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts
  const write = { onRequest: requireKey('campaigns:write') }

  app.post(
    '/v1/campaigns',
    { ...write, schema: { tags, summary: 'Make a campaign; it is a draft', body: campaignBody, response: { 201: campaign } } },
    async (request, reply) => {
      const { accountId, id: apiKeyId, person } = request.key
      const id = await createCampaign(parts, { accountId, apiKeyId, userId: person?.userId, body: request.body })
      return reply.code(201).send(await viewCampaign(db, { id, reader: request.key }))
    },
  )

  app.patch(
    '/v1/campaigns/:id',
    {
      ...write,
      schema: {
        tags,
        summary: 'Change a campaign; of one that runs, what is not expanded yet',
        params: campaignParams,
        body: campaignPatch,
        response: { 200: campaign },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await changeCampaign(parts, target, request.body)
      return viewCampaign(db, { id: target.id, reader: request.key })
    },
  )

  app.delete(
    '/v1/campaigns/:id',
    { ...write, schema: { tags, summary: 'Delete a draft', params: campaignParams, response: { 200: deleted } } },
    async (request) => {
      await removeCampaign(db, { accountId: request.key.accountId, id: BigInt(request.params.id) })
      return { id: request.params.id, deleted: true as const }
    },
  )

  app.post(
    '/v1/campaigns/:id/clone',
    { ...write, schema: { tags, summary: 'Make a draft like a campaign', params: campaignParams, response: { 201: campaign } } },
    async (request, reply) => {
      const { accountId, id: apiKeyId, person } = request.key
      const id = await cloneCampaign(db, { accountId, id: BigInt(request.params.id) }, { apiKeyId, userId: person?.userId })
      return reply.code(201).send(await viewCampaign(db, { id, reader: request.key }))
    },
  )
}
