import { campaign, campaignParams, startBody, testAnswer, testBody } from '../../contract/campaigns.ts'
import type { Target } from '../../domain/campaigns/campaign.ts'
import { cancelCampaign, pauseCampaign, resumeCampaign, startCampaign, unschedule } from '../../domain/campaigns/steer.ts'
import { requireMeasurable } from '../../domain/campaigns/tracked.ts'
import { sendTest } from '../../domain/campaigns/testSend.ts'
import { databaseNow, type Db } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import { viewCampaign } from '../campaignView.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['campaigns']

/** What is done to a campaign: each answers with the campaign as it is then. */
export function campaignStepRoutes(app: Api, parts: RouteParts): void {
  const { db } = parts
  const write = { onRequest: requireKey('campaigns:write') }

  app.post(
    '/v1/campaigns/:id/start',
    {
      ...write,
      schema: {
        tags,
        summary: 'Start a campaign now, at a time, or at a time of day of each recipient',
        params: campaignParams,
        body: startBody,
        response: { 200: campaign },
      },
    },
    async (request) => {
      const { accountId, id: apiKeyId, actor, person } = request.key
      const target = { accountId, id: BigInt(request.params.id) }
      await requireMeasurable(parts, target)
      const now = await databaseNow(db)
      await startCampaign(db, target, { body: request.body, apiKeyId, userId: person?.userId, actor, now })
      return viewCampaign(db, { id: target.id, reader: request.key })
    },
  )

  for (const { name, summary, act } of steps)
    app.post(
      `/v1/campaigns/:id/${name}`,
      { ...write, schema: { tags, summary, params: campaignParams, response: { 200: campaign } } },
      async (request) => {
        const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
        await act(db, target, { actor: request.key.actor })
        if (name === 'resume') parts.wake()
        return viewCampaign(db, { id: target.id, reader: request.key })
      },
    )

  app.post(
    '/v1/campaigns/:id/test',
    {
      ...write,
      schema: {
        tags,
        summary: 'Send each text of a campaign to some numbers; no figure counts it',
        params: campaignParams,
        body: testBody,
        response: { 200: testAnswer },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      return { messages: await sendTest(parts, target, { key: request.key, ...request.body, now: await databaseNow(db) }) }
    },
  )
}

type Act = (db: Db, target: Target, by: { actor: string }) => Promise<void>
const steps: readonly { name: 'pause' | 'resume' | 'cancel' | 'unschedule'; summary: string; act: Act }[] = [
  { name: 'pause', summary: 'Pause a campaign: nothing more goes to the carrier', act: pauseCampaign },
  { name: 'resume', summary: 'Go on with a campaign that is paused', act: resumeCampaign },
  { name: 'cancel', summary: 'End a campaign: what waits is never sent', act: cancelCampaign },
  { name: 'unschedule', summary: 'Take a campaign off the schedule: it is a draft again', act: (db, target) => unschedule(db, target) },
]
