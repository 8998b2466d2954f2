import type { Transaction } from '../../platform/db.ts'
import type { ConversionRow } from './conversion.ts'
import { findRepeated, lockRepeats } from './repeatStore.ts'

type Rules = { accountId: bigint; minutes: number; now: Date }

/**
 * Of new conversions those that a browser reported a second time, by a double tap or a reload: without an order id, with the same name, value and
 * click ids as one that was reported some minutes before. They are stored, and count nowhere. What a server reports is never taken for a
 * repetition: it can tell by an order id.
 * @param minutes so long after the one that counts, or before it, since reports come in out of order; 0: each counts
 */
export async function leaveOutRepeats(tx: Transaction, rows: readonly ConversionRow[], rules: Rules): Promise<ConversionRow[]> {
  const asked = rules.minutes === 0 ? [] : rows.filter(mayRepeat)
  if (asked.length === 0) return [...rows]
  await lockRepeats(tx, rules)
  const stored = new Map((await findRepeated(tx, asked, rules)).map(({ item, id }) => [asked[item]?.id, id]))
  const repeats = new Map(stored)
  for (const [id, original] of repeatsAmong(
    asked.filter(({ id }) => !stored.has(id)),
    rules,
  ))
    repeats.set(id, original)
  return rows.map((row) => {
    const repeatOf = repeats.get(row.id)
    return repeatOf === undefined ? row : leftOut(row, { repeatOf, now: rules.now })
  })
}

const mayRepeat = ({ source, orderId, clicks }: ConversionRow): boolean => source === 'browser' && orderId === null && clicks.length > 0

/** Of each repetition among these the one that counts, by their ids. */
export function repeatsAmong(rows: readonly ConversionRow[], { minutes }: Pick<Rules, 'minutes'>): Map<bigint, bigint> {
  const counting = new Map<string, ConversionRow>()
  const repeats = new Map<bigint, bigint>()
  for (const row of rows.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const { name, valueMicros, currency, clicks } = row
    const key = JSON.stringify([name, valueMicros === null ? null : String(valueMicros), currency, clicks])
    const known = counting.get(key)
    if (known !== undefined && row.at.getTime() - known.at.getTime() <= minutes * 60_000) repeats.set(row.id, known.id)
    else counting.set(key, row)
  }
  return repeats
}

const leftOut = (row: ConversionRow, { repeatOf, now }: { repeatOf: bigint; now: Date }): ConversionRow => ({
  ...row,
  ...{ state: 'voided', reason: 'repeated', voidedAt: now, nextTryAt: null, repeatOf },
})
