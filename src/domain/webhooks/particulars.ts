import type { InboundContext } from './context.ts'
import type { LoggedEvent } from './eventLog.ts'

/** What stands elsewhere in the payload, and what only whoever may see recipients gets. */
const elsewhere = ['message_id', 'link', 'rendering_id', 'label', 'reference', 'campaign_id', 'variant_id']
const personal = ['phone', 'to', 'from_phone', 'text', 'email', 'fields']
const hiddenFrom = {
  those: new Set([...elsewhere, ...personal]) as ReadonlySet<string>,
  whoMaySee: new Set(elsewhere) as ReadonlySet<string>,
}

/** What nobody foresaw must not make a body longer than promised; in bytes. */
const MAX_PARTICULARS = 12_000
/** A character of a text is three bytes at most in UTF-8. */
const MAX_BYTES_OF_CHARACTER = 3

/** What is particular to a type of event, as JSON: what the log holds of it, and of a reply what people wrote. */
export function particularsOf(
  { type, data }: LoggedEvent,
  { inbound, includeRecipient }: { inbound: ReadonlyMap<string, InboundContext>; includeRecipient: boolean },
): string {
  const hidden = includeRecipient ? hiddenFrom.whoMaySee : hiddenFrom.those
  const given: Record<string, unknown> = stateOf(type)
  for (const name in data) if (!hidden.has(name)) given[name] = data[name]
  const written = writtenOf(inbound.get(String(data.inbound_message_id)), { includeRecipient })
  const text = JSON.stringify(given)
  if (text.length * MAX_BYTES_OF_CHARACTER > MAX_PARTICULARS && Buffer.byteLength(text) > MAX_PARTICULARS)
    return JSON.stringify({ ...stateOf(type), ...written, cut: true })
  return written === undefined ? text : JSON.stringify({ ...given, ...written })
}

const stateOf = (type: string): Record<string, unknown> =>
  type.startsWith('message.') && type !== 'message.inbound' ? { state: type.slice('message.'.length) } : {}

const writtenOf = (inbound: InboundContext | undefined, { includeRecipient }: { includeRecipient: boolean }) =>
  inbound === undefined
    ? undefined
    : {
        received_at: inbound.at.toISOString(),
        ...(includeRecipient ? { from: inbound.phone, to: inbound.recipient, text: inbound.text } : {}),
      }
