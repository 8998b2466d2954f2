import { setImmediate as breath } from 'node:timers/promises'
import { event as eventSchema, events, PAYLOAD_VERSION, publicNames, type Event } from '../../contract/events.ts'
import type { Db } from '../../platform/db.ts'
import { linkKey, readContext, type Context } from './context.ts'
import { dateOf, eventIdOf, lastOf, sequenceOf, type LoggedEvent } from './eventLog.ts'
import type { MessageContext } from './messageContext.ts'
import { particularsOf } from './particulars.ts'

/** Names a short link: of the rendering's message whose first link has that number. */
export type ShortLinkOf = (asked: { renderingId: bigint; firstNumber: number; position: number }) => string | undefined

/** Makes ready to name the short links of some renderings. The composition root fulfils it. */
export type ShortLinksOf = (renderingIds: readonly bigint[]) => Promise<ShortLinkOf>

export type PayloadParts = { db: Db; shortLinksOf: ShortLinksOf }

type Asked = { accountId: bigint; events: readonly LoggedEvent[]; includeRecipient: boolean }

/**
 * Presents events of an account as the text that is sent. All but what the log holds is as it is now, so a repetition may tell of a later state.
 * The text is put together as it goes along: an event costs a third of what an object costs that is made and then written out.
 * @returns one body for each event; undefined for a name that is no public one
 */
export async function presentBodies(
  { db, shortLinksOf }: PayloadParts,
  { accountId, events: logged, includeRecipient }: Asked,
): Promise<(string | undefined)[]> {
  const context = await readContext(db, { accountId, events: logged, includeRecipient })
  const shortLinkOf = await shortLinksOf(renderingsOf(context))
  const presenting = { context, includeRecipient, shortLinkOf }
  const bodies: (string | undefined)[] = []
  for (const one of logged) {
    if (bodies.push(bodyOf(one, presenting)) % AT_ONCE === 0) await breath()
  }
  return bodies
}

/**
 * Bodies that are made at a stretch, a fraction of a millisecond. Answers of endpoints come in between: a receiver that got all that is allowed at a
 * time would have nothing to do meanwhile, and then this process has nothing to do.
 */
const AT_ONCE = 50

/** Reads a body that was made here. */
export const eventOf = (body: string): Event => eventSchema.parse(JSON.parse(body))

/** Of messages that have links, each once. */
export const renderingsOf = ({ messages, links }: Context): bigint[] =>
  links.size === 0
    ? []
    : [...new Set([...messages.values()].flatMap(({ firstNumber, renderingId }) => (firstNumber === null ? [] : [renderingId])))]

type Presenting = { context: Context; includeRecipient: boolean; shortLinkOf: ShortLinkOf }
type WithMessage = { logged: LoggedEvent; message: MessageContext | undefined; presenting: Presenting }

// No object is copied here for another member: that costs more than the rest of a body.
function bodyOf(logged: LoggedEvent, presenting: Presenting): string | undefined {
  const { context, includeRecipient } = presenting
  const type = publicNames.get(logged.type)
  if (type === undefined) return undefined
  const { data } = logged
  const message = context.messages.get(textOf(data.message_id) ?? '')
  const campaignId = textOf(data.campaign_id) ?? textOf(message?.campaignId)
  const variantId = textOf(data.variant_id) ?? textOf(message?.variantId)
  return (
    `{"type":"${type}","timestamp":"${timestampOf(logged.seconds)}","data":{"id":"${eventIdOf(logged.id)}"` +
    `,"sequence":"${sequenceOf(logged)}","version":${PAYLOAD_VERSION},"test":${logged.test}` +
    messageOf(data, { message, includeRecipient }) +
    (campaignId === undefined ? '' : named('campaign', campaignId, context.campaigns)) +
    (variantId === undefined ? '' : named('variant', variantId, context.variants)) +
    (typeof data.link === 'number' ? linkOf(data.link, { logged, message, presenting }) : '') +
    (message === undefined ? '' : totalsOf(message)) +
    `,"${events[type].under}":${particularsOf(logged, { inbound: context.inbound, includeRecipient })}}}`
  )
}

/** A message that is gone still has the id, label and reference that the log holds. */
function messageOf(
  data: Record<string, unknown>,
  { message, includeRecipient }: { message: MessageContext | undefined; includeRecipient: boolean },
): string {
  const id = textOf(data.message_id)
  if (id === undefined) return ''
  const { state = null, country = null } = message ?? {}
  const { label, reference } = message ?? { label: textOf(data.label), reference: textOf(data.reference) }
  const to = includeRecipient && message !== undefined ? `,"to":${quoted(message.phone)}` : ''
  return `,"message":{"id":${quoted(id)},"state":${quoted(state)}${to},"country":${quoted(country)},"label":${quoted(label)},"reference":${quoted(reference)}}`
}

const named = (member: 'campaign' | 'variant', id: string, names: ReadonlyMap<string, string>) =>
  `,"${member}":{"id":${quoted(id)},"name":${quoted(names.get(id))}}`

function linkOf(position: number, { logged, message, presenting }: WithMessage): string {
  const { context, includeRecipient, shortLinkOf } = presenting
  const renderingId = textOf(logged.data.rendering_id) ?? textOf(message?.renderingId)
  const link = renderingId === undefined ? undefined : context.links.get(linkKey(renderingId, position))
  const shortLink =
    message === undefined || message.firstNumber === null
      ? undefined
      : shortLinkOf({ renderingId: message.renderingId, firstNumber: message.firstNumber, position })
  const destination = link?.kind === 'value' ? (includeRecipient ? message?.mergeValues?.[link.destination] : undefined) : link?.destination
  return `,"link":{"id":${quoted(textOf(link?.id))},"position":${position},"short_link":${quoted(shortLink)},"destination":${quoted(destination)}}`
}

const totalsOf = ({ clicks, views, prefetches, bots }: MessageContext) =>
  `,"totals":{"clicks":${clicks},"views":${views},"prefetches":${prefetches},"bots":${bots}}`

/** Events of one transaction have one time, and most stand together. */
const timestampOf = lastOf((seconds: number) => dateOf(seconds).toISOString())

/** Of what needs no escape; to look is a fifth of the work of `JSON.stringify`. */
const plain = /^[ !#-[\]-~]*$/

/** A text as JSON; what is missing is null. */
const quoted = (text: string | null | undefined): string =>
  text === null || text === undefined ? 'null' : plain.test(text) ? `"${text}"` : JSON.stringify(text)

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
