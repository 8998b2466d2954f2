import { createHash, createHmac } from 'node:crypto'
import type { Callback, CallbackRequest, InboundMessage, Receipt } from '../../domain/messages/carrier.ts'
import { idOf, reasonOf, textOf } from './answers.ts'
import { clean, recipientOf, referenceOf, timeOf, valueOf, writerOf } from './callbackFields.ts'
import type { GenericSettings } from './genericSettings.ts'
import { at } from './genericTemplate.ts'
import { equals } from './httpCarrier.ts'

/** Most receipts or messages in one callback. */
const MAX_ITEMS = 500

/** Reads a callback as the settings describe it. The secret of its address was right; a signature is checked where one is described. */
export function readGenericCallback(
  request: CallbackRequest,
  { settings, signing, now }: { settings: GenericSettings; signing: string | undefined; now: Date },
): Callback {
  const fault = signing === undefined ? undefined : faultOfSignature(request, { signature: settings.signature, signing })
  if (fault !== undefined) return { kind: 'forged', reason: fault }
  const value = valueOf(request)
  if (value === undefined) return { kind: 'unreadable', reason: 'the body is neither JSON nor a form' }
  const { receipts, inbound, callback_answer: answer } = settings
  return {
    kind: 'read',
    receipts: receipts === undefined ? [] : itemsOf(value, receipts.list).flatMap((item) => receiptOf(item, receipts, now)),
    inbound: inbound === undefined ? [] : itemsOf(value, inbound.list).flatMap((item) => inboundOf(item, inbound, now)),
    answer: { contentType: answer.content_type, body: answer.body },
  }
}

function faultOfSignature(
  { headers, body }: CallbackRequest,
  { signature, signing }: { signature: GenericSettings['signature']; signing: string },
): string | undefined {
  if (signature === undefined) return undefined
  const shown = headers[signature.header]
  if (typeof shown !== 'string') return 'it is not signed'
  const expected = signature.prefix + createHmac(signature.algorithm, signing).update(body).digest(signature.encoding)
  return equals(expected, shown) ? undefined : 'its signature does not fit'
}

function itemsOf(value: unknown, list: string | undefined): unknown[] {
  const found = list === undefined ? value : at(value, list)
  return Array.isArray(found) ? found.slice(0, MAX_ITEMS) : found === undefined ? [] : [found]
}

function receiptOf(item: unknown, places: NonNullable<GenericSettings['receipts']>, now: Date): Receipt[] {
  const said = textOf(at(item, places.state)) ?? ''
  const state = Object.hasOwn(places.states, said) ? places.states[said] : undefined
  const carrierMessageId = idOf(at(item, places.id))
  const reference = referenceOf(at(item, places.reference))
  if (state === undefined || (carrierMessageId === undefined && reference === undefined)) return []
  const failure = state === 'delivered' ? undefined : reasonOf(textOf(at(item, places.failure)) ?? said)
  return [{ carrierMessageId, reference, state, at: timeOf(at(item, places.at), now), failure }]
}

/** Without an id, what says the same on the same day is the same message repeated. */
function inboundOf(item: unknown, places: NonNullable<GenericSettings['inbound']>, now: Date): InboundMessage[] {
  const [from, to, text] = [places.from, places.to, places.text].map((place) => textOf(at(item, place)))
  if (from === undefined || to === undefined || text === undefined) return []
  const day = now.toISOString().slice(0, 10)
  const digest = createHash('sha256')
    .update(JSON.stringify([from, to, text, day]))
    .digest('base64url')
  return [{ carrierMessageId: idOf(at(item, places.id)) ?? digest, phone: writerOf(from), recipient: recipientOf(to), text: clean(text) }]
}
