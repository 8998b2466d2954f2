import { formatMicros } from '../../contract/fields.ts'
import type { EventType, OutboxEvent } from '../outbox.ts'
import type { ConversionRow } from './conversion.ts'
import type { RowChange } from './rollups.ts'

/** The events that a change makes; none when nothing that others see has changed. */
export const eventsOf = (change: RowChange): OutboxEvent[] =>
  typesOf(change).map((type) => ({ accountId: change.after.accountId, type, test: change.after.test, data: dataOf(change.after) }))

/** A repetition is nothing that happened. */
function typesOf({ before, after }: RowChange): EventType[] {
  if (after.repeatOf !== null) return []
  const types: EventType[] = before === undefined ? ['conversion.recorded'] : []
  if (after.state === 'voided') return before?.state === 'voided' ? types : [...types, 'conversion.voided']
  if (before !== undefined && countsOtherwise(before, after)) types.push('conversion.corrected')
  if (before !== undefined && before.state === after.state && before.messageId === after.messageId && before.link === after.link)
    return types
  if (after.state === 'attributed') types.push('conversion.attributed')
  if (after.state === 'unattributed') types.push('conversion.unattributed')
  return types
}

const countsOtherwise = (before: ConversionRow, after: ConversionRow) =>
  before.valueMicros !== after.valueMicros || before.refundedMicros !== after.refundedMicros || before.currency !== after.currency

/** Ids and what counts; reference and number are left out, so that an erased person stands in no event. */
function dataOf(row: ConversionRow): Record<string, unknown> {
  const value = row.valueMicros === null ? null : formatMicros(row.valueMicros - row.refundedMicros)
  return {
    ...{ conversion_id: String(row.id), name: row.name, order_id: row.orderId, value, currency: row.currency },
    ...{ at: row.at.toISOString(), source: row.source, state: row.state, reason: row.reason },
    ...{
      message_id: text(row.messageId),
      rendering_id: text(row.renderingId),
      link: row.link,
      clicked_at: row.clickedAt?.toISOString() ?? null,
    },
  }
}

const text = (value: bigint | null) => (value === null ? null : String(value))
