import type { Callback, CallbackRequest, InboundMessage, Receipt } from '../../domain/messages/carrier.ts'
import { idOf, isRecord, reasonOf, textOf } from './answers.ts'
import { clean, fieldsOf, recipientOf, referenceOf, timeOf, writerOf } from './callbackFields.ts'
import { faultOfSignature } from './sevenSignature.ts'

/** BUFFERED, TRANSMITTED, ACCEPTED and UNKNOWN are on the way and end nothing. */
const finalStates: Readonly<Record<string, Receipt['state']>> = {
  DELIVERED: 'delivered',
  NOTDELIVERED: 'undelivered',
  FAILED: 'undelivered',
  REJECTED: 'undelivered',
  EXPIRED: 'expired',
}

const answer = { contentType: 'text/plain', body: 'ok' }

/**
 * Reads a webhook of seven.io: `dlr` and `sms_mo`; others are taken and ignored. As JSON, as form fields and in the query, flat or inside
 * `data`: which of these a GET uses today is not documented, so each is understood.
 * @see https://docs.seven.io/en/rest-api/endpoints/webhooks
 */
export function readSevenCallback(request: CallbackRequest, { signingKey, now }: { signingKey: string | undefined; now: Date }): Callback {
  const fault = signingKey === undefined ? undefined : faultOfSignature(request, { key: signingKey, now })
  if (fault !== undefined) return { kind: 'forged', reason: fault }
  const fields = fieldsOf(request)
  if (fields === undefined) return { kind: 'unreadable', reason: 'the body is neither JSON nor a form' }
  const data = isRecord(fields.data) ? fields.data : fields
  const event = textOf(fields.webhook_event) ?? (data.msg_id === undefined ? '' : 'dlr')
  if (event === 'dlr') return { kind: 'read', receipts: receiptOf(data, timeOf(fields.webhook_timestamp, now)), inbound: [], answer }
  if (event === 'sms_mo') return { kind: 'read', receipts: [], inbound: inboundOf(data), answer }
  return event === '' ? { kind: 'unreadable', reason: 'it names no event' } : { kind: 'read', receipts: [], inbound: [], answer }
}

function receiptOf(data: Record<string, unknown>, at: Date): Receipt[] {
  const status = textOf(data.status)?.toUpperCase() ?? ''
  const state = finalStates[status]
  const carrierMessageId = idOf(data.msg_id)
  const reference = referenceOf(data.foreign_id)
  if (state === undefined || (carrierMessageId === undefined && reference === undefined)) return []
  return [{ carrierMessageId, reference, state, at, failure: state === 'delivered' ? undefined : reasonOf(status.toLowerCase()) }]
}

function inboundOf(data: Record<string, unknown>): InboundMessage[] {
  const carrierMessageId = idOf(data.id)
  const [sender, recipient, text] = [textOf(data.sender), textOf(data.system), textOf(data.text)]
  if (carrierMessageId === undefined || sender === undefined || recipient === undefined || text === undefined) return []
  return [{ carrierMessageId, phone: writerOf(sender), recipient: recipientOf(recipient), text: clean(text) }]
}
