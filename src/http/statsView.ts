import { formatMicros } from '../contract/fields.ts'
import type { Stats, StatsQuery } from '../contract/stats.ts'
import type { ConversionGroup, ConversionSum } from '../domain/reports/conversions.ts'
import { MAX_GROUPS, type HitFigures } from '../domain/reports/stats.ts'

/** Conversions of a period as one figure for each question; values stay apart by currency. */
export function viewConversions(sums: readonly ConversionSum[], { sent }: { sent: number }): Stats['conversions'] {
  const total = (of: (sum: ConversionSum) => number) => sums.reduce((all, sum) => all + of(sum), 0)
  const attributed = total((sum) => sum.attributed)
  return {
    ...{ attributed, unattributed: total((sum) => sum.unattributed), view_through: total((sum) => sum.viewThrough) },
    seconds_to_conversion: attributed === 0 ? null : Math.round(total((sum) => Number(sum.delaySeconds)) / attributed),
    values: sums
      .filter(({ currency, attributed: count }) => currency !== '' && count > 0)
      .map(({ currency, valueMicros }) => ({
        ...{ currency, amount: formatMicros(valueMicros) },
        per_message_sent: perMessageSent(valueMicros, sent),
      })),
  }
}

/** Rounded to a millionth of the currency; null when nothing was sent. */
export const perMessageSent = (valueMicros: bigint, sent: number): string | null =>
  sent === 0 ? null : formatMicros((valueMicros + BigInt(Math.floor(sent / 2))) / BigInt(sent))

type HitGroup = HitFigures & { key: string; destination: string | null }

const noHits: HitFigures = { total_clicks: 0, unique_clicks: 0, clickers: 0, views: 0, prefetches: 0, bots: 0 }

/** Groups of hits with the conversions of the same groups; an hour may have an order and no hit. */
export function joinGroups(hits: readonly HitGroup[], conversions: readonly ConversionGroup[], by: StatsQuery['by']): Stats['groups'] {
  const joined = new Map<string, Stats['groups'][number]>(hits.map((group) => [group.key, { ...group, conversions: 0, values: [] }]))
  for (const { key, destination, currency, conversions: count, valueMicros } of conversions) {
    const group = joined.get(key) ?? { key, destination, ...noHits, conversions: 0, values: [] }
    group.conversions += count
    if (currency !== '') group.values.push({ currency, amount: formatMicros(valueMicros) })
    joined.set(key, group)
  }
  const groups = [...joined.values()]
  // Times in their order; the others by clicks, as they came.
  const isTime = by === 'hour' || by === 'day'
  return (isTime ? groups.toSorted((a, b) => (a.key < b.key ? -1 : 1)) : groups).slice(0, MAX_GROUPS)
}
