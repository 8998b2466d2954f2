import {
  listRecipientsQuery,
  recipientFilter,
  recipientGroupAnswer,
  recipientGroupBody,
  recipientPage,
} from '../../contract/campaignRecipients.ts'
import { campaignComparison, campaignReport, reportQuery } from '../../contract/campaignReport.ts'
import { campaignParams } from '../../contract/campaigns.ts'
import { csvAnswer } from '../../contract/contacts.ts'
import { accountSettings } from '../../domain/accounts/accounts.ts'
import { appendAudit } from '../../domain/audit.ts'
import { requireCampaign } from '../../domain/campaigns/campaign.ts'
import { fillGroup } from '../../domain/campaigns/recipientGroup.ts'
import { pageRecipients, recipientFile } from '../../domain/campaigns/recipients.ts'
import { readCompared } from '../../domain/reports/campaignComparison.ts'
import { AppError } from '../../lib/errors.ts'
import { databaseNow } from '../../platform/db.ts'
import { requireKey } from '../auth.ts'
import { readReport } from '../campaignReportView.ts'
import { cursorOf, placeOf, readRecipientFilter, viewComparison, viewRecipient } from '../campaignRecipientView.ts'
import { viewGroup } from '../contactView.ts'
import { sendCsv } from '../csvAnswer.ts'
import type { Api, RouteParts } from './parts.ts'

const tags = ['campaigns']

/** What came of a campaign, and of each of its recipients. */
export function campaignReportRoutes(app: Api, parts: RouteParts): void {
  reportRoutes(app, parts)
  recipientRoutes(app, parts)
  groupRoute(app, parts)
}

function reportRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('campaigns:read') }

  app.get(
    '/v1/campaigns/:id/report',
    {
      ...read,
      schema: {
        tags,
        summary: 'Read the report of a campaign, or of a part of it',
        params: campaignParams,
        querystring: reportQuery,
        response: { 200: campaignReport },
      },
    },
    async (request) => {
      const { accountId } = request.key
      const found = await requireCampaign(db, { accountId, id: BigInt(request.params.id) })
      const { currency } = await accountSettings(db, accountId)
      return readReport(db, found, { query: request.query, currency, now: await databaseNow(db) })
    },
  )

  app.get(
    '/v1/campaigns/:id/comparison',
    {
      ...read,
      schema: {
        tags,
        summary: 'Compare a campaign with those before it, each in the same time after its start',
        params: campaignParams,
        response: { 200: campaignComparison },
      },
    },
    async (request) => {
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await requireCampaign(db, target)
      return viewComparison(target.id, await readCompared(db, target))
    },
  )
}

function recipientRoutes(app: Api, { db }: RouteParts): void {
  const read = { onRequest: requireKey('messages:read') }

  app.get(
    '/v1/campaigns/:id/recipients',
    {
      ...read,
      schema: {
        tags,
        summary: 'List the recipients of a campaign with what each did, newest first',
        params: campaignParams,
        querystring: listRecipientsQuery,
        response: { 200: recipientPage },
      },
    },
    async (request) => {
      const { limit, cursor, ...query } = request.query
      const target = { accountId: request.key.accountId, id: BigInt(request.params.id) }
      await requireCampaign(db, target)
      const asked = { accountId: target.accountId, campaignId: target.id, filter: await readRecipientFilter(db, target, query) }
      const { rows, next } = await pageRecipients(db, { ...asked, after: placeOf(cursor), limit })
      return { recipients: rows.map(viewRecipient), next_cursor: cursorOf(next) }
    },
  )

  app.get(
    '/v1/campaigns/:id/recipients/export',
    {
      ...read,
      schema: {
        tags,
        summary: 'Export the recipients of a campaign as CSV; cells that a spreadsheet would run begin with an apostrophe',
        params: campaignParams,
        querystring: recipientFilter,
        response: { 200: csvAnswer },
      },
    },
    async (request, reply) => {
      const { accountId, actor } = request.key
      const target = { accountId, id: BigInt(request.params.id) }
      await requireCampaign(db, target)
      const filter = await readRecipientFilter(db, target, request.query)
      await appendAudit(db, { accountId, actor, action: 'campaign.recipients_exported', subject: `campaign:${target.id}` })
      return sendCsv(reply, `campaign-${target.id}-recipients.csv`, recipientFile(db, { accountId, campaignId: target.id, filter }))
    },
  )
}

function groupRoute(app: Api, { db }: RouteParts): void {
  app.post(
    '/v1/campaigns/:id/group',
    {
      onRequest: requireKey('contacts:write'),
      schema: {
        tags,
        summary: 'Put recipients of a campaign into a group, such as those who did not click; repeated until next_cursor is null',
        params: campaignParams,
        body: recipientGroupBody,
        response: { 200: recipientGroupAnswer },
      },
    },
    async (request) => {
      const { accountId, actor } = request.key
      const { name, group_id: groupId, recipients, cursor } = request.body
      if ((name === undefined) === (groupId === undefined))
        throw new AppError('body_invalid', 'Give either the name of a new group or the group_id of one that exists.', { field: 'name' })
      const target = { accountId, id: BigInt(request.params.id) }
      await requireCampaign(db, target)
      const filled = await fillGroup(db, {
        ...{ accountId, campaignId: target.id, actor, filter: await readRecipientFilter(db, target, recipients) },
        into: groupId === undefined ? { name: name ?? '' } : { groupId: BigInt(groupId) },
        after: placeOf(cursor),
      })
      return {
        group: viewGroup(filled.group),
        ...{ matched: filled.matched, added: filled.added, without_contact: filled.matched - filled.contacts },
        next_cursor: cursorOf(filled.next),
      }
    },
  )
}
