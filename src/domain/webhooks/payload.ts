import { events, PAYLOAD_VERSION, publicNames, type Event, type EventData, type EventName } from '../../contract/events.ts'
import type { Db } from '../../platform/db.ts'
import { linkKey, readContext, type Context, type MessageContext } from './context.ts'
import { eventIdOf, sequenceOf, type LoggedEvent } from './eventLog.ts'

/** Names a short link: of the rendering's message whose first link has that number. */
export type ShortLinkOf = (asked: { renderingId: bigint; firstNumber: number; position: number }) => string | undefined

/** Makes ready to name the short links of some renderings. The composition root fulfils it. */
export type ShortLinksOf = (renderingIds: readonly bigint[]) => Promise<ShortLinkOf>

export type PayloadParts = { db: Db; shortLinksOf: ShortLinksOf }

type Asked<T> = { accountId: bigint; events: readonly T[]; includeRecipient: boolean }

/**
 * Presents events of an account. All but what the log holds is as it is now, so a repetition may tell of a later state.
 * @returns in the order of the log; names that are no public ones are left out
 */
export async function presentEvents<T extends LoggedEvent>(
  { db, shortLinksOf }: PayloadParts,
  { accountId, events: logged, includeRecipient }: Asked<T>,
): Promise<{ logged: T; event: Event }[]> {
  const context = await readContext(db, { accountId, events: logged, includeRecipient })
  const shortLinkOf = await shortLinksOf(renderingsOf(context))
  const presented: { logged: T; event: Event }[] = []
  for (const one of logged) {
    const type = publicNames.get(one.type)
    if (type !== undefined) presented.push({ logged: one, event: present(one, { type, context, includeRecipient, shortLinkOf }) })
  }
  return presented
}

/** Of messages that have links, each once. */
const renderingsOf = ({ messages, links }: Context): bigint[] =>
  links.size === 0
    ? []
    : [...new Set([...messages.values()].flatMap(({ firstNumber, renderingId }) => (firstNumber === null ? [] : [renderingId])))]

type Presenting = { type: EventName; context: Context; includeRecipient: boolean; shortLinkOf: ShortLinkOf }

function present(logged: LoggedEvent, presenting: Presenting): Event {
  const { type, context, includeRecipient } = presenting
  const { data } = logged
  const message = context.messages.get(textOf(data.message_id) ?? '')
  const given: EventData = {
    ...{ id: eventIdOf(logged.id), sequence: sequenceOf(logged), version: PAYLOAD_VERSION, test: logged.test },
    ...messageOf(data, { message, includeRecipient }),
    ...named('campaign', textOf(data.campaign_id) ?? textOf(message?.campaignId), context.campaigns),
    ...named('variant', textOf(data.variant_id) ?? textOf(message?.variantId), context.variants),
    ...(typeof data.link === 'number' ? { link: linkOf(data.link, { logged, message, ...presenting }) } : {}),
    ...(message === undefined ? {} : { totals: totalsOf(message) }),
    [events[type].under]: particulars(logged, { context, includeRecipient }),
  }
  return { type, timestamp: logged.at.toISOString(), data: given }
}

/** A message that is gone still has the id, label and reference that the log holds. */
function messageOf(
  data: Record<string, unknown>,
  { message, includeRecipient }: { message: MessageContext | undefined; includeRecipient: boolean },
): Pick<EventData, 'message'> {
  const id = textOf(data.message_id)
  if (id === undefined) return {}
  if (message === undefined)
    return { message: { id, state: null, country: null, label: textOf(data.label) ?? null, reference: textOf(data.reference) ?? null } }
  const { state, phone, country, label, reference } = message
  return { message: { id, state, ...(includeRecipient ? { to: phone } : {}), country, label, reference } }
}

const named = (member: 'campaign' | 'variant', id: string | undefined, names: ReadonlyMap<string, string>) =>
  id === undefined ? {} : { [member]: { id, name: names.get(id) ?? null } }

function linkOf(
  position: number,
  { logged, message, context, includeRecipient, shortLinkOf }: Presenting & { logged: LoggedEvent; message: MessageContext | undefined },
) {
  const renderingId = textOf(logged.data.rendering_id) ?? textOf(message?.renderingId)
  const link = renderingId === undefined ? undefined : context.links.get(linkKey(renderingId, position))
  const shortLink =
    message === undefined || message.firstNumber === null
      ? undefined
      : shortLinkOf({ renderingId: message.renderingId, firstNumber: Number(message.firstNumber), position })
  const destination = link?.kind === 'value' ? (includeRecipient ? message?.mergeValues?.[link.destination] : undefined) : link?.destination
  return { id: textOf(link?.id) ?? null, position, short_link: shortLink ?? null, destination: destination ?? null }
}

const totalsOf = ({ clicks, views, prefetches, bots }: MessageContext) => ({ clicks, views, prefetches, bots })

/** What stands elsewhere in the payload, and what only whoever may see recipients gets. */
const elsewhere: ReadonlySet<string> = new Set(['message_id', 'link', 'rendering_id', 'label', 'reference', 'campaign_id', 'variant_id'])
const personal: ReadonlySet<string> = new Set(['phone', 'to', 'from_phone', 'text', 'email', 'fields'])

/** What nobody foresaw must not make a body longer than promised. */
const MAX_PARTICULARS = 8_000

function particulars(
  { type, data }: LoggedEvent,
  { context, includeRecipient }: { context: Context; includeRecipient: boolean },
): Record<string, unknown> {
  const state = type.startsWith('message.') && type !== 'message.inbound' ? { state: type.slice('message.'.length) } : {}
  const inbound = context.inbound.get(textOf(data.inbound_message_id) ?? '')
  const written =
    inbound === undefined
      ? {}
      : {
          received_at: inbound.at.toISOString(),
          ...(includeRecipient ? { from: inbound.phone, to: inbound.recipient, text: inbound.text } : {}),
        }
  const given: Record<string, unknown> = { ...state }
  let length = 0
  for (const name in data) {
    if (elsewhere.has(name) || (!includeRecipient && personal.has(name))) continue
    given[name] = data[name]
    length += lengthOf(data[name])
  }
  return length > MAX_PARTICULARS ? { ...state, ...written, cut: true } : Object.assign(given, written)
}

/** Near enough, and cheap for what is in nearly every event. */
const lengthOf = (value: unknown): number =>
  typeof value === 'string' ? value.length : typeof value === 'object' && value !== null ? JSON.stringify(value).length : 8

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
