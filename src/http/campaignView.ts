import type { Campaign, CampaignListRow, campaignSummary } from '../contract/campaigns.ts'
import type { z } from 'zod'
import { requireCampaign } from '../domain/campaigns/campaign.ts'
import { countStates, failedOf, findNextDue, listOmissions, waitingOf } from '../domain/campaigns/progress.ts'
import type { Caller } from '../domain/accounts/caller.ts'
import { listVariants, type CampaignRow } from '../domain/campaigns/store.ts'
import { findDesign } from '../domain/experiments/design.ts'
import { listFigures, type ListFigures } from '../domain/reports/campaignFigures.ts'
import { findMakerOfCampaign } from '../domain/reports/makers.ts'
import type { Db } from '../platform/db.ts'
import { viewSentBy } from './sentByView.ts'

/** A campaign as lists show it. */
export const viewSummary = (row: CampaignRow): z.infer<typeof campaignSummary> => ({
  id: String(row.id),
  name: row.name,
  state: row.state,
  pause_reason: row.pauseReason,
  trouble: row.trouble,
  from: row.sender,
  schedule: row.schedule,
  starts_at: row.startsAt?.toISOString() ?? null,
  local_time: row.localTime,
  time_zone: row.timeZone,
  created_at: row.createdAt.toISOString(),
  started_at: row.startedAt?.toISOString() ?? null,
  finished_at: row.finishedAt?.toISOString() ?? null,
})

/** Campaigns of a page with their figures. */
export async function viewList(
  db: Db,
  { accountId, rows }: { accountId: bigint; rows: readonly CampaignRow[] },
): Promise<CampaignListRow[]> {
  const figures = new Map((await listFigures(db, { accountId, ids: rows.map(({ id }) => id) })).map((each) => [each.id, each]))
  return rows.flatMap((row) => {
    // One that was deleted meanwhile has none.
    const own = figures.get(row.id)
    return own === undefined ? [] : [{ ...viewSummary(row), figures: viewFigures(row, own) }]
  })
}

function viewFigures(row: CampaignRow, own: ListFigures): CampaignListRow['figures'] {
  const { planned, sent, waiting, failed, reached, clickers, conversions } = own
  return {
    ...{ expanded: row.expandedAt !== null, planned, sent, waiting, failed, reached, clickers, conversions },
    click_rate: clickers === null || reached === 0 ? null : clickers / reached,
    ...paceOf(row, waiting),
  }
}

/** A campaign with its variants and how far it has come. @throws AppError `not_found` */
export async function viewCampaign(db: Db, { id, reader }: { id: bigint; reader: Caller }): Promise<Campaign> {
  const { accountId } = reader
  const row = await requireCampaign(db, { accountId, id })
  const { audience, settings } = row
  const variants = await listVariants(db, { accountId, id })
  return {
    ...viewSummary(row),
    sent_by: viewSentBy(await findMakerOfCampaign(db, { accountId, id }), reader),
    audience,
    settings,
    variants: variants.map(({ id: variantId, name, text, links, weight, sender }) => ({
      ...{ id: String(variantId), name, text, links, weight, from: sender },
    })),
    experiment: (await findDesign(db, { accountId, campaignId: id })) ?? null,
    progress: await viewProgress(db, row),
  }
}

async function viewProgress(db: Db, row: CampaignRow): Promise<Campaign['progress']> {
  const { id, expandedAt, planned } = row
  const counts = (await countStates(db, { ids: [id] })).get(id)
  if (counts === undefined) throw new Error('Every campaign that is asked for is counted')
  const { states } = counts
  return {
    expanded: expandedAt !== null,
    planned,
    left_out: await listOmissions(db, { id }),
    states,
    sent: counts.sent,
    accepted: states.accepted + states.delivered + states.undelivered,
    delivered: states.delivered,
    failed: failedOf(counts),
    ...paceOf(row, waitingOf(counts)),
    next_at: row.state === 'running' && expandedAt !== null ? ((await findNextDue(db, { id }))?.toISOString() ?? null) : null,
  }
}

function paceOf({ expandedAt, pacePerSecond, state }: CampaignRow, waiting: number) {
  const pace = state === 'running' ? pacePerSecond : null
  return {
    per_second: pace === null ? null : Math.round(pace * 10) / 10,
    seconds_left: pace === null || pace === 0 || expandedAt === null ? null : Math.ceil(waiting / pace),
  }
}
