import { campaignParams } from '../../contract/campaigns.ts'
import { experimentPlan, planQuery } from '../../contract/experiments.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import { countAudience } from '../../domain/audiences/count.ts'
import { resolveAudience } from '../../domain/audiences/resolve.ts'
import { asksForBehaviour } from '../../domain/audiences/rules.ts'
import { requireCampaign } from '../../domain/campaigns/campaign.ts'
import type { CampaignRow } from '../../domain/campaigns/store.ts'
import { listTracked } from '../../domain/campaigns/tracked.ts'
import { findDesign } from '../../domain/experiments/design.ts'
import { planExperiment } from '../../domain/experiments/plan.ts'
import { hasConversions, hasPhoneConversions, readBaseline, readOrders, readUsualDelay } from '../../domain/reports/experimentHistory.ts'
import { AppError } from '../../lib/errors.ts'
import type { Caller } from '../../domain/accounts/caller.ts'
import { requireKey, requireScope } from '../auth.ts'
import { createTurns } from '../turns.ts'
import type { Api, RouteParts } from './parts.ts'

/** How long the count of an audience may take, and how many a process makes at once. */
const TIMEOUT_MS = 30_000
const TURNS = { atOnce: 1, waiting: 4 }

/** What a design can find, and what speaks against it, before anything is sent. */
export function experimentPlanRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts
  const turns = createTurns(TURNS)
  app.get(
    '/v1/campaigns/:id/experiment/plan',
    {
      onRequest: requireKey('campaigns:read'),
      schema: {
        tags: ['campaigns'],
        summary: 'Plan an experiment: how many recipients it needs for which difference, and what speaks against its design',
        params: campaignParams,
        querystring: planQuery,
        response: { 200: experimentPlan },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      const campaign = await requireCampaign(db, target)
      const design = await findDesign(db, { accountId: target.accountId, campaignId: target.id })
      if (design === undefined) throw new AppError('not_found', `Campaign ${target.id} has no experiment.`)
      const { recipients, ...asked } = request.query
      const { goal } = design
      const name = goal.kind === 'clickers' ? undefined : goal.name
      const currency = goal.kind === 'value' ? goal.currency : undefined
      const { accountId } = target
      const known = {
        recipients: recipients ?? (await turns.take(() => countRecipients(parts, { campaign, key: request.key }))),
        variants: await listTracked(parts, target),
        earlier: await readBaseline(db, { accountId, campaignId: target.id, goal }),
        orders: await readOrders(db, { accountId, name, currency }),
        delay: await readUsualDelay(db, { accountId, goal }),
        hasConversions: await hasConversions(db, { accountId, name, currency }),
        hasPhones: await hasPhoneConversions(db, { accountId }),
        currency: (await accountSettings(db, accountId)).currency,
      }
      return planExperiment(design, known, { ...asked, baseline: asked.baseline })
    },
  )
}

async function countRecipients({ db, phoneHash }: RouteParts, { campaign, key }: { campaign: CampaignRow; key: Caller }): Promise<number> {
  const { accountId, sender: from, settings } = campaign
  requireScope(key, 'contacts:read')
  const audience = await resolveAudience(db, { accountId, audience: campaign.audience })
  const cap = settings.frequency_cap
  if (asksForBehaviour(audience) || cap !== undefined) requireScope(key, 'messages:read')
  const order = { accountId, audience, text: undefined, from, cap, isTest: key.mode === 'test', sample: 0 }
  return (await countAudience({ db, phoneHash, timeoutMs: TIMEOUT_MS }, order)).will_receive
}
