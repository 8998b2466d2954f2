import { campaignParams } from '../../contract/campaigns.ts'
import { decideBody, decisionPage, experiment, listDecisionsQuery } from '../../contract/experiments.ts'
import { requireCampaign } from '../../domain/campaigns/campaign.ts'
import { listVariants } from '../../domain/campaigns/store.ts'
import { nameVariants } from '../../domain/experiments/inputs.ts'
import { decideByHand, stopExperiment } from '../../domain/experiments/steer.ts'
import { findExperiment, listDecisions, type ExperimentRow, type Target } from '../../domain/experiments/store.ts'
import { decodeCursor, encodeCursor } from '../../lib/cursor.ts'
import { AppError } from '../../lib/errors.ts'
import type { Db } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import { findVerdict, viewDecision, viewExperiment } from '../experimentView.ts'
import { experimentPlanRoutes } from './experimentPlan.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['campaigns']
/** Decisions are few. */
const numberShape = /^[1-9]\d{0,5}$/

/** How the variants of a campaign compete: what was seen, what was decided, and deciding by hand. */
export function experimentRoutes(app: Api, parts: RouteParts): void {
  readRoutes(app, parts)
  writeRoutes(app, parts)
  experimentPlanRoutes(app, parts)
}

function readRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('campaigns:read') }

  app.get(
    '/v1/campaigns/:id/experiment',
    {
      ...read,
      schema: { tags, summary: 'Read how the variants of a campaign compete', params: campaignParams, response: { 200: experiment } },
    },
    async (request) => readExperiment(db, { accountId: request.key.accountId, campaignId: BigInt(request.params.id) }),
  )

  app.get(
    '/v1/campaigns/:id/experiment/decisions',
    {
      ...read,
      schema: {
        tags,
        summary: 'List the decisions of an experiment, newest first, each with all that it was made from',
        params: campaignParams,
        querystring: listDecisionsQuery,
        response: { 200: decisionPage },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, campaignId: BigInt(request.params.id) }
      await requireExperiment(db, target)
      const { limit, cursor } = request.query
      const [before] = decodeCursor(cursor, [numberShape]) ?? []
      const rows = await listDecisions(db, target, { before: before === undefined ? undefined : Number(before), limit: limit + 1 })
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        decisions: page.map(viewDecision),
        next_cursor: rows.length > limit && last !== undefined ? encodeCursor(last.number) : null,
      }
    },
  )
}

function writeRoutes(app: Api, { db }: RouteParts): void {
  const write = { onRequest: requireKey('campaigns:write') }

  app.post(
    '/v1/campaigns/:id/experiment/decide',
    {
      ...write,
      schema: {
        tags,
        summary: 'Choose the variant for all who were not drawn yet, at any time',
        params: campaignParams,
        body: decideBody,
        response: { 200: experiment },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, campaignId: BigInt(request.params.id) }
      const by = { actor: request.key.actor, variants: await namedVariants(db, target) }
      await decideByHand(db, target, { ...by, variantId: request.body.variant_id })
      return readExperiment(db, target)
    },
  )

  app.post(
    '/v1/campaigns/:id/experiment/stop',
    {
      ...write,
      schema: {
        tags,
        summary: 'End an experiment without a winner: the rest goes by the weights of the variants',
        params: campaignParams,
        response: { 200: experiment },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, campaignId: BigInt(request.params.id) }
      await stopExperiment(db, target, { actor: request.key.actor, variants: await namedVariants(db, target) })
      return readExperiment(db, target)
    },
  )
}

async function namedVariants(db: Db, { accountId, campaignId }: Target) {
  await requireCampaign(db, { accountId, id: campaignId })
  return nameVariants(await listVariants(db, { accountId, id: campaignId }))
}

async function requireExperiment(db: Db, target: Target): Promise<ExperimentRow> {
  await requireCampaign(db, { accountId: target.accountId, id: target.campaignId })
  const row = await findExperiment(db, target)
  if (row === undefined) throw new AppError('not_found', `Campaign ${target.campaignId} has no experiment.`)
  return row
}

async function readExperiment(db: Db, target: Target) {
  const row = await requireExperiment(db, target)
  const variants = await listVariants(db, { accountId: target.accountId, id: target.campaignId })
  return viewExperiment(row, { variants, verdict: await findVerdict(db, row) })
}
