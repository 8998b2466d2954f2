import { costOf, type Campaign, type CampaignReport } from '../contract/campaigns.ts'
import { formatMicros } from '../contract/fields.ts'
import type { campaignSummary } from '../contract/campaigns.ts'
import type { z } from 'zod'
import { countStates, failedOf, listOmissions, waitingOf } from '../domain/campaigns/progress.ts'
import { listVariants, type CampaignRow, type VariantRow } from '../domain/campaigns/store.ts'
import {
  countUnknownClicked,
  countVariantStates,
  listLinks,
  sumConversions,
  sumHits,
  type ConversionSums,
  type HitGroup,
  type HitSums,
  type StateRow,
} from '../domain/reports/campaignReport.ts'
import type { Db } from '../platform/db.ts'

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

/** A campaign with its variants and how far it has come. */
export async function viewCampaign(db: Db, row: CampaignRow): Promise<Campaign> {
  const { accountId, id, audience, settings } = row
  const variants = await listVariants(db, { accountId, id })
  return {
    ...viewSummary(row),
    audience,
    settings,
    variants: variants.map(({ id: variantId, name, text, links, weight }) => ({ id: String(variantId), name, text, links, weight })),
    progress: await viewProgress(db, row),
  }
}

async function viewProgress(db: Db, { id, expandedAt, planned, pacePerSecond, state }: CampaignRow): Promise<Campaign['progress']> {
  const counts = (await countStates(db, { ids: [id] })).get(id)
  if (counts === undefined) throw new Error('Every campaign that is asked for is counted')
  const { states } = counts
  const pace = state === 'running' ? pacePerSecond : null
  return {
    expanded: expandedAt !== null,
    planned,
    left_out: await listOmissions(db, { id }),
    states,
    sent: counts.sent,
    accepted: states.accepted + states.delivered + states.undelivered,
    delivered: states.delivered,
    failed: failedOf(counts),
    per_second: pace === null ? null : Math.round(pace * 10) / 10,
    seconds_left: pace === null || pace === 0 || expandedAt === null ? null : Math.ceil(waitingOf(counts) / pace),
  }
}

const noHits = { total_clicks: 0, unique_clicks: 0, clickers: 0, views: 0, prefetches: 0, bots: 0 }
type Figures = Omit<HitSums, 'key'>

/** The added-up logbook of a campaign. */
export async function readReport(db: Db, { accountId, id }: CampaignRow, currency: string | null): Promise<CampaignReport> {
  const target = { accountId, id }
  const [states, clicked, hits, links, variants, conversions] = await Promise.all([
    countVariantStates(db, target),
    countUnknownClicked(db, target),
    sumHits(db, target),
    listLinks(db, target),
    listVariants(db, target),
    sumConversions(db, target),
  ])
  const groupsOf = (group: HitGroup) => hits.filter((row) => row.grouping === group)
  const clickedOf = (variantId: bigint) => clicked.find((row) => row.variantId === variantId)?.messages ?? 0
  const perVariant = variants.map((variant: VariantRow) => {
    const own = states.filter((row) => row.variantId === variant.id)
    const sums = groupsOf('variant').find((row) => row.variantId === variant.id) ?? noHits
    return {
      variant_id: String(variant.id),
      name: variant.name,
      ...funnelOf({
        ...{ states: own, hits: sums, clickedUnknown: clickedOf(variant.id), currency },
        conversions: conversions.filter((row) => row.variantId === variant.id),
      }),
    }
  })
  const total = groupsOf('variant').reduce<Figures>(add, noHits)
  const clickedUnknown = clicked.reduce((sum, { messages }) => sum + messages, 0)
  return {
    campaign_id: String(id),
    ...funnelOf({ states, hits: total, clickedUnknown, conversions, currency }),
    variants: perVariant,
    links: links.map(({ id: key, variantId, position, destination }) => {
      const sums = groupsOf('link').find((row) => row.variantId === variantId && row.key === String(position))
      return { ...figuresOf(sums ?? noHits), key, variant_id: String(variantId), position, destination }
    }),
    hours: groupsOf('hour').map(viewGroup).toReversed(),
    devices: groupsOf('device').map(viewGroup).sort(byClicks),
    countries: groupsOf('country').map(viewGroup).sort(byClicks),
  }
}

type Funnel = {
  states: readonly StateRow[]
  hits: Figures
  clickedUnknown: number
  conversions: readonly ConversionSums[]
  currency: string | null
}

function funnelOf({ states, hits, clickedUnknown, conversions, currency }: Funnel) {
  const of = (...names: string[]) => states.filter(({ state }) => names.includes(state))
  const messages = (rows: readonly StateRow[]) => rows.reduce((sum, row) => sum + row.messages, 0)
  const sent = states.filter((row) => row.sent)
  const billed = sent.filter(({ state }) => state !== 'rejected')
  const reached = messages(of('accepted', 'delivered')) + clickedUnknown
  const unpriced = billed.reduce((sum, row) => sum + row.unpriced, 0)
  return {
    planned: messages(states),
    sent: messages(sent),
    reached,
    delivered: messages(of('delivered')),
    ...figuresOf(hits),
    click_rate: hits.clickers === null || reached === 0 ? null : hits.clickers / reached,
    conversions: conversions.reduce((sum, row) => sum + row.conversions, 0),
    values: valuesOf(conversions),
    parts: billed.reduce((sum, row) => sum + row.parts, 0),
    cost: costOf(
      billed.reduce((sum, row) => sum + row.priceMicros, 0n),
      unpriced,
      currency,
    ),
  }
}

/** Each currency by itself; those without a value have none. */
function valuesOf(conversions: readonly ConversionSums[]) {
  const byCurrency = new Map<string, bigint>()
  for (const { currency, valueMicros } of conversions)
    if (currency !== '') byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + valueMicros)
  return [...byCurrency].map(([currency, micros]) => ({ currency, amount: formatMicros(micros) }))
}

const figuresOf = ({ total_clicks, unique_clicks, clickers, views, prefetches, bots }: Figures) => ({
  ...{ total_clicks, unique_clicks, clickers, views, prefetches, bots },
})
const viewGroup = (row: HitSums) => ({ key: row.key, ...figuresOf(row) })
const byClicks = (a: Figures, b: Figures) => b.total_clicks - a.total_clicks

/** Not counted and counted together are what was counted. */
const add = (a: Figures, b: Figures): Figures => ({
  total_clicks: a.total_clicks + b.total_clicks,
  unique_clicks: sum(a.unique_clicks, b.unique_clicks),
  clickers: sum(a.clickers, b.clickers),
  views: a.views + b.views,
  prefetches: a.prefetches + b.prefetches,
  bots: a.bots + b.bots,
})
const sum = (a: number | null, b: number | null) => (b === null ? a : (a ?? 0) + b)
