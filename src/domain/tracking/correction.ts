import type { OutboxEvent } from '../outbox.ts'
import type { Correction } from './relabel.ts'
import { RULES_VERSION } from './verdict.ts'

/** What receivers need to correct their own sums; the single hits stand in the logbook. */
export const summaryEvent = ({ accountId, test, ...correction }: Correction): OutboxEvent => ({
  accountId,
  type: 'hits.reclassified',
  test,
  data: summaryOf(correction),
})

/** Counts are differences: -3 clicks and 3 bots are three hits that are no clicks any more. */
export const summaryOf = (correction: Omit<Correction, 'accountId' | 'test'>) => ({
  from: correction.from.toISOString(),
  to: correction.to.toISOString(),
  rules_version: RULES_VERSION,
  hits: correction.changed,
  clicks: correction.clicks,
  unique_clicks: correction.uniqueClicks,
  clickers: correction.clickers,
  views: correction.views,
  prefetches: correction.prefetches,
  bots: correction.bots,
})

/** One correction for what several slices did to the same account. */
export function addCorrection(one: Correction | undefined, other: Correction): Correction {
  if (one === undefined) return other
  return {
    ...one,
    changed: one.changed + other.changed,
    clicks: one.clicks + other.clicks,
    uniqueClicks: one.uniqueClicks + other.uniqueClicks,
    clickers: one.clickers + other.clickers,
    views: one.views + other.views,
    prefetches: one.prefetches + other.prefetches,
    bots: one.bots + other.bots,
    from: other.from < one.from ? other.from : one.from,
    to: other.to > one.to ? other.to : one.to,
  }
}
