import { costOf, type CampaignReport, type ReportQuery } from '../contract/campaignReport.ts'
import { formatMicros } from '../contract/fields.ts'
import { listVariants, type CampaignRow, type VariantRow } from '../domain/campaigns/store.ts'
import { countConverted, countOptOuts, sumConversions, type ConversionSums } from '../domain/reports/campaignConversions.ts'
import {
  countUnknownClicked,
  countVariantStates,
  listLinks,
  readNarrowing,
  sumHits,
  type HitGroup,
  type HitSums,
  type Narrowing,
  type StateRow,
} from '../domain/reports/campaignReport.ts'
import type { Db } from '../platform/db.ts'
import { perMessageSent } from './statsView.ts'
import { readExperimentPart } from './experimentView.ts'

const noHits = { total_clicks: 0, unique_clicks: 0, clickers: 0, views: 0, prefetches: 0, bots: 0 }
type Figures = Omit<HitSums, 'key'>

/** The added-up logbook of a campaign, or of a part of it. */
export async function readReport(
  db: Db,
  { accountId, id }: CampaignRow,
  { query, currency, now }: { query: ReportQuery; currency: string | null; now: Date },
): Promise<CampaignReport> {
  const target = { accountId, id }
  const narrowing = await readNarrowing(db, target, query)
  const [read, links, optOuts, experiment] = await Promise.all([
    readSums(db, target, narrowing),
    listLinks(db, target),
    countOptOuts(db, target),
    readExperimentPart(db, { accountId, campaignId: id }),
  ])
  const groupsOf = (group: HitGroup) => read.hits.filter((row) => row.grouping === group)
  const conversionsOf = (group: HitGroup) => read.conversions.filter((row) => row.grouping === group)
  const groups = (group: HitGroup) => joined(groupsOf(group), conversionsOf(group))
  const { isIn, isLinkIn } = placesOf(narrowing)
  const funnel = (variants: readonly VariantRow[]) => funnelOf(read, { variants, narrowing, currency })
  return {
    ...{ campaign_id: String(id), as_of: now.toISOString() },
    ...funnel(read.variants.filter(isIn)),
    opt_outs: optOuts,
    variants: read.variants.filter(isIn).map((variant) => ({ variant_id: String(variant.id), name: variant.name, ...funnel([variant]) })),
    experiment,
    links: links.filter(isLinkIn).map(({ id: key, variantId, position, destination }) => {
      const isOf = (row: { variantId: bigint | null; key: string }) => row.variantId === variantId && row.key === String(position)
      const earned = earnedOf(conversionsOf('link').filter(isOf))
      return { ...figuresOf(groupsOf('link').find(isOf) ?? noHits), ...earned, key, variant_id: String(variantId), position, destination }
    }),
    hours: groups('hour')
      .map((hour) => ({ key: hour.key, ...figuresOf(hour), conversions: hour.conversions }))
      .toSorted(byTime)
      .slice(-MAX_HOURS),
    devices: groups('device').sort(byClicks),
    countries: groups('country').sort(byClicks),
  }
}

async function readSums(db: Db, target: { accountId: bigint; id: bigint }, narrowing: Narrowing) {
  const [states, unknownClicked, hits, variants, conversions, converted] = await Promise.all([
    countVariantStates(db, target),
    countUnknownClicked(db, target),
    sumHits(db, target, narrowing),
    listVariants(db, target),
    sumConversions(db, target, narrowing),
    countConverted(db, target, narrowing),
  ])
  return { states, unknownClicked, hits, variants, conversions, converted }
}
type Sums = Awaited<ReturnType<typeof readSums>>

/** A clicker stands at the device and country of the first click, a conversion at those of the click that it follows from: not the same people. */
const isByHit = ({ device, country }: Narrowing) => device !== undefined || country !== undefined

const placesOf = ({ variantId, position }: Narrowing) => ({
  isIn: ({ id }: { id: bigint }) => variantId === undefined || id === variantId,
  isLinkIn: (link: { variantId: bigint; position: number }) =>
    (variantId === undefined || link.variantId === variantId) && (position === undefined || link.position === position),
})

/** Groups of hits with the conversions of the same groups; an hour may have an order and no click. */
function joined(hits: readonly HitSums[], conversions: readonly ConversionSums[]) {
  const keys = new Set([...hits, ...conversions].map(({ key }) => key))
  const clicks = new Map(hits.map((row) => [row.key, row]))
  return [...keys].map((key) => ({
    ...{ key, ...figuresOf(clicks.get(key) ?? noHits) },
    ...earnedOf(conversions.filter((row) => row.key === key)),
  }))
}
const MAX_HOURS = 1_000

type Asked = { variants: readonly VariantRow[]; narrowing: Narrowing; currency: string | null }

function funnelOf({ states, unknownClicked, hits, conversions, converted }: Sums, { variants, narrowing, currency }: Asked) {
  const ids = new Set(variants.map(({ id }) => id))
  const isIn = ({ variantId }: { variantId: bigint | null }) => variantId !== null && ids.has(variantId)
  const own = messagesOf(states.filter(isIn), currency)
  const reached = own.taken + unknownClicked.filter(isIn).reduce((sum, { messages }) => sum + messages, 0)
  const sums = hits.filter((row) => row.grouping === 'variant' && isIn(row)).reduce<Figures>(add, noHits)
  // A recipient counts as a clicker on the link of the first click; of one link all are asked for who tapped on it.
  const clickers = narrowing.position === undefined ? sums.clickers : sums.unique_clicks
  const messages = converted.filter(isIn).reduce((sum, row) => sum + row.messages, 0)
  return {
    ...{ planned: own.planned, sent: own.sent, reached, delivered: own.delivered },
    ...{ ...figuresOf(sums), clickers },
    click_rate: clickers === null || reached === 0 ? null : clickers / reached,
    ...worthOf(
      conversions.filter((row) => row.grouping === 'variant' && isIn(row)),
      own.sent,
    ),
    converted: messages,
    conversion_rate: isByHit(narrowing) || clickers === null || clickers === 0 ? null : messages / clickers,
    ...{ parts: own.parts, cost: own.cost },
  }
}

function messagesOf(states: readonly StateRow[], currency: string | null) {
  const messages = (rows: readonly StateRow[]) => rows.reduce((sum, row) => sum + row.messages, 0)
  const of = (...names: string[]) => messages(states.filter(({ state }) => names.includes(state)))
  const sent = states.filter((row) => row.sent)
  const billed = sent.filter(({ state }) => state !== 'rejected')
  const micros = billed.reduce((sum, row) => sum + row.priceMicros, 0n)
  const unpriced = billed.reduce((sum, row) => sum + row.unpriced, 0)
  return {
    ...{ planned: messages(states), sent: messages(sent), taken: of('accepted', 'delivered'), delivered: of('delivered') },
    parts: billed.reduce((sum, row) => sum + row.parts, 0),
    cost: costOf(micros, unpriced, currency),
  }
}

/** The same with what only a whole has. */
function worthOf(sums: readonly ConversionSums[], sent: number) {
  const { conversions } = earnedOf(sums)
  const seconds = sums.reduce((sum, row) => sum + row.delaySeconds, 0)
  return {
    conversions,
    values: [...microsOf(sums)].map(([currency, micros]) => ({
      ...{ currency, amount: formatMicros(micros), per_message_sent: perMessageSent(micros, sent) },
    })),
    seconds_to_conversion: conversions === 0 ? null : Math.round(seconds / conversions),
  }
}

const earnedOf = (sums: readonly ConversionSums[]) => ({
  conversions: sums.reduce((sum, row) => sum + row.conversions, 0),
  values: [...microsOf(sums)].map(([currency, micros]) => ({ currency, amount: formatMicros(micros) })),
})

/** Each currency by itself; those without a value have none. */
function microsOf(sums: readonly ConversionSums[]): ReadonlyMap<string, bigint> {
  const byCurrency = new Map<string, bigint>()
  for (const { currency, valueMicros } of sums)
    if (currency !== '') byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + valueMicros)
  return byCurrency
}

const figuresOf = ({ total_clicks, unique_clicks, clickers, views, prefetches, bots }: Figures) => ({
  ...{ total_clicks, unique_clicks, clickers, views, prefetches, bots },
})
const byTime = (a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)
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
