import {
  conversionReasons,
  type Conversion,
  type ConversionDetail,
  type ConversionsResponse,
  type Explained,
} from '../contract/conversions.ts'
import { formatMicros, priceOf } from '../contract/fields.ts'
import type { ConversionRow, TraceEntry } from '../domain/conversions/conversion.ts'
import type { StoredCorrection } from '../domain/conversions/correct.ts'
import type { Decided } from '../domain/conversions/decide.ts'
import type { reportConversions } from '../domain/conversions/report.ts'

type Reported = Awaited<ReturnType<typeof reportConversions>>[number]

/** The answer to a report: one entry each, in the order of the request. */
export function viewReported(reported: readonly Reported[]): ConversionsResponse {
  const conversions = reported.map((one): ConversionsResponse['conversions'][number] => {
    if (one.kind === 'refused') return { status: 'refused', code: one.error.code, detail: one.error.message }
    const { kind, row } = one.recorded
    return { status: kind === 'mismatch' ? 'known' : kind, id: String(row.id), state: row.state, reason: row.reason }
  })
  const count = (status: string) => conversions.filter((one) => one.status === status).length
  return { recorded: count('recorded'), merged: count('merged'), known: count('known'), refused: count('refused'), conversions }
}

export function viewConversion(row: ConversionRow): Conversion {
  const { name, state, reason, test, source, reference, phone, link, orderId } = row
  const left = row.valueMicros === null ? null : row.valueMicros - row.refundedMicros
  return {
    ...{ id: String(row.id), name, state, reason, detail: conversionReasons[reason], test, source, order_id: orderId },
    ...{ value: priceOf(left, row.currency), at: row.at.toISOString(), received_at: row.receivedAt.toISOString(), reference, phone },
    ...{ message_id: row.messageId === null ? null : String(row.messageId), link, clicked_at: iso(row.clickedAt) },
    ...{ device: row.device, network_country: row.country, repeat_of: row.repeatOf === null ? null : String(row.repeatOf) },
  }
}

export function viewConversionDetail(row: ConversionRow, corrections: readonly StoredCorrection[]): ConversionDetail {
  return {
    ...viewConversion(row),
    ...{ origin: row.origin, click_ids: row.clicks.map(({ id }) => id), gross_value: priceOf(row.valueMicros, row.currency) },
    ...{ decided_at: iso(row.decidedAt), voided_at: iso(row.voidedAt) },
    ...{ model: row.trace?.model ?? null, window_days: row.trace?.windowDays ?? null },
    trace: row.trace?.entries.map(viewEntry) ?? [],
    corrections: corrections.map(({ id, kind, amountMicros, correctionId, at }) => ({
      ...{ id: String(id), kind, amount: amountMicros === null ? null : formatMicros(amountMicros) },
      ...{ correction_id: correctionId, at: at.toISOString() },
    })),
  }
}

/** A decision that was not carried out. */
export function viewExplained({ test, decision }: Decided): Explained {
  const { state, reason, trace } = decision
  const hit = decision.state === 'attributed' ? decision.hit : undefined
  return {
    ...{ state, reason, detail: conversionReasons[reason], test, model: trace.model, window_days: trace.windowDays },
    ...{ message_id: hit === undefined ? null : String(hit.messageId), link: hit?.link ?? null },
    clicked_at: hit === undefined ? null : new Date(hit.at).toISOString(),
    trace: trace.entries.map(viewEntry),
  }
}

function viewEntry({ basis, clickId, messageId, link, hitAt, verdict, finding }: TraceEntry): ConversionDetail['trace'][number] {
  return {
    ...{ basis, click_id: clickId, message_id: messageId, link, hit_at: hitAt === null ? null : new Date(hitAt).toISOString(), verdict },
    ...{ finding, detail: sentenceOf(finding) },
  }
}

function sentenceOf(finding: TraceEntry['finding']): string {
  if (finding === 'chosen') return 'This is what it follows from.'
  return finding === 'eligible' ? 'It could have been this one, but another one counts.' : conversionReasons[finding]
}

const iso = (at: Date | null) => at?.toISOString() ?? null
