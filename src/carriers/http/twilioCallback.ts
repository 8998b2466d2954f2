import { createHmac } from 'node:crypto'
import type { Callback, CallbackRequest, InboundMessage, Receipt } from '../../domain/messages/carrier.ts'
import { idOf, reasonOf } from './answers.ts'
import { clean, recipientOf, referenceOf, writerOf } from './callbackFields.ts'
import { equals } from './httpCarrier.ts'

/** The states that end a message; accepted, scheduled, queued, sending and sent are on the way. */
const finalStates: Readonly<Record<string, Receipt['state']>> = {
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
}
/** The error of a message whose validity period was over. */
const VALIDITY_OVER = '30036'

/** Instructions without any: Twilio then says nothing to who wrote. */
const answer = { contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>' }

/**
 * Reads a status callback or an inbound message, both forms. Nothing is read before the signature was checked.
 * @see https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
 */
export function readTwilioCallback(request: CallbackRequest, { authToken, now }: { authToken: string; now: Date }): Callback {
  const form = new URLSearchParams(request.method === 'POST' ? request.body : '')
  const shown = request.headers['x-twilio-signature']
  if (typeof shown !== 'string') return { kind: 'forged', reason: 'it is not signed' }
  if (!equals(twilioSignature({ url: request.url, form }, authToken), shown))
    return { kind: 'forged', reason: 'its signature does not fit' }
  const fields = request.method === 'POST' ? form : new URL(request.url).searchParams
  const id = idOf(fields.get('MessageSid') ?? fields.get('SmsSid') ?? undefined)
  if (id === undefined) return { kind: 'unreadable', reason: 'it names no message' }
  if (fields.get('MessageStatus') === null && fields.get('Body') !== null)
    return { kind: 'read', receipts: [], inbound: inboundOf(id, fields), answer }
  const reference = referenceOf(new URL(request.url).searchParams.get('message') ?? undefined)
  return { kind: 'read', receipts: receiptOf(fields, { id, reference, now }), inbound: [], answer }
}

/**
 * HMAC-SHA1, in base64, of the complete address and each form field's name and value, sorted by name, nothing in between. Where a name
 * comes more than once its distinct values stand sorted.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function twilioSignature({ url, form }: { url: string; form: URLSearchParams }, authToken: string): string {
  const names = [...new Set(form.keys())].toSorted()
  const fields = names.flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((value) => name + value))
  return createHmac('sha1', authToken)
    .update(url + fields.join(''))
    .digest('base64')
}

function receiptOf(fields: URLSearchParams, { id, reference, now }: { id: string; reference: bigint | undefined; now: Date }): Receipt[] {
  const state = finalStates[fields.get('MessageStatus') ?? fields.get('SmsStatus') ?? '']
  if (state === undefined) return []
  const error = fields.get('ErrorCode')
  const failure = state === 'delivered' ? undefined : reasonOf(`twilio_${error ?? fields.get('MessageStatus') ?? 'failed'}`)
  // Twilio tells no time of the event itself.
  return [{ carrierMessageId: id, reference, state: error === VALIDITY_OVER ? 'expired' : state, at: now, failure }]
}

function inboundOf(id: string, fields: URLSearchParams): InboundMessage[] {
  const [from, to] = [fields.get('From'), fields.get('To')]
  if (from === null || to === null) return []
  return [{ carrierMessageId: id, phone: writerOf(from), recipient: recipientOf(to), text: clean(fields.get('Body') ?? '') }]
}
