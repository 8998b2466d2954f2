import { sevenStates } from '../../../contract/seven.ts'
import type { Renderings } from '../../../domain/links/rendered.ts'
import type { Inbound } from '../../../domain/messages/inboundData.ts'
import type { LogbookRow } from '../../../domain/reports/logbook.ts'
import { localTime } from '../../../lib/localTime.ts'
import { viewSummary } from '../../messageView.ts'
import { toUnits } from './account.ts'

/** When something last became of a message. */
export const changedAt = ({ settledAt, acceptedAt, submittedAt, createdAt }: LogbookRow): Date =>
  settledAt ?? acceptedAt ?? submittedAt ?? createdAt

/** A message as seven.io's journal has it, with what became of its links behind that. */
export async function viewOutbound(renderings: Renderings, row: LogbookRow, timeZone: string) {
  const { id, text, label, reference, clicks, views, conversions, first_click_at: firstClickAt } = await viewSummary(renderings, row)
  return {
    ...{ id, to: digitsOf(row.phone), from: row.sender, text, timestamp: localTime(row.createdAt, timeZone) },
    ...{ price: decimals(toUnits(row.priceMicros ?? 0n)), dlr: sevenStates[row.state], dlr_timestamp: localTime(changedAt(row), timeZone) },
    ...{ mccmnc: null, latency: latencyOf(row), type: 'direct', channel: 'SMS', connection: 'http', label, foreign_id: reference },
    ...{ clicks, views, conversions, first_click: firstClickAt === null ? null : localTime(new Date(firstClickAt), timeZone) },
  }
}

/** Seconds from handing a message over to its receipt. */
const latencyOf = ({ submittedAt, settledAt, state }: LogbookRow): string | null =>
  submittedAt === null || settledAt === null || state !== 'delivered'
    ? null
    : decimals((settledAt.getTime() - submittedAt.getTime()) / 1_000)

export const viewInbound = (row: Inbound, timeZone: string) => ({
  ...{ id: String(row.id), from: digitsOf(row.phone), to: row.recipient, text: row.text },
  ...{ timestamp: localTime(row.receivedAt, timeZone).slice(0, 19), price: decimals(0) },
  reply_to_message_id: row.answersMessageId?.toString() ?? null,
})

/** There the price of a reply is a number. */
export const viewReply = (row: Inbound, timeZone: string) => ({ ...viewInbound(row, timeZone), price: 0 })

/** As seven.io writes numbers. */
const digitsOf = (phone: string) => phone.replace(/^\+/, '')
const decimals = (amount: number) => amount.toFixed(4)
