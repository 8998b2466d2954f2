import { priceOf } from '../contract/fields.ts'
import type { Hit, MessageDetail, MessageSummary, SendResponse } from '../contract/messages.ts'
import type { SentBy } from '../contract/sentBy.ts'
import type { Renderings } from '../domain/links/rendered.ts'
import type { SendResult } from '../domain/messages/create.ts'
import { ERASED } from '../domain/messages/erase.ts'
import type { Inbound } from '../domain/messages/inboundData.ts'
import type { OptOutWithText } from '../domain/messages/optOutList.ts'
import type { MessageConversion } from '../domain/reports/conversions.ts'
import type { HitRow, LinkRow, LogbookRow } from '../domain/reports/logbook.ts'
import { reasons } from '../domain/tracking/verdict.ts'

/** The answer to a send: one entry per recipient, in the order of the request. */
export function viewSent({ sendAt, currency, recipients }: SendResult): SendResponse {
  const messages = recipients.map((recipient) => {
    if (recipient.kind === 'refused')
      return { to: recipient.to, status: 'refused' as const, code: recipient.code, detail: recipient.detail }
    const { to, id, phone, text, parts, priceMicros, links } = recipient
    return {
      ...{ to, status: 'queued' as const, id: String(id), phone, text },
      ...{ encoding: parts.encoding, characters: parts.characters, units: parts.units, parts: parts.parts },
      price: priceOf(priceMicros ?? null, currency),
      links: links.map(({ position, shortLink, destination }) => ({ position, short_link: shortLink, destination })),
    }
  })
  const queued = messages.filter((message) => message.status === 'queued').length
  return { queued, refused: messages.length - queued, send_at: sendAt.toISOString(), messages }
}

/** A message as lists show it; its text is rendered as it was sent. */
export async function viewSummary(renderings: Renderings, row: LogbookRow): Promise<MessageSummary> {
  const text = row.isErased ? ERASED : await textOf(renderings, row)
  const { state, test, phone, label, reference, tracking, encoding, parts, failure, clicks, views, prefetches, bots } = row
  return {
    ...{ id: String(row.id), state, test, phone, from: row.sender, text, label, reference, tracking, encoding, parts },
    ...{ campaign_id: row.campaignId?.toString() ?? null, variant_id: row.variantId?.toString() ?? null },
    ...{ price: priceOf(row.priceMicros, row.currency), failure },
    ...{
      created_at: row.createdAt.toISOString(),
      send_at: row.sendAt.toISOString(),
      submitted_at: iso(row.submittedAt),
      settled_at: iso(row.settledAt),
    },
    ...{ clicks, views, prefetches, bots, first_click_at: iso(row.firstClickAt), conversions: row.conversions },
  }
}

async function textOf(renderings: Renderings, { renderingId, firstNumber, mergeValues }: LogbookRow): Promise<string> {
  const rendering = await renderings.get(renderingId)
  return renderings.text(rendering, {
    firstNumber: firstNumber === null ? undefined : Number(firstNumber),
    mergeValues: mergeValues ?? {},
  })
}

type Happened = {
  row: LogbookRow
  sentBy: SentBy
  links: readonly LinkRow[]
  hits: readonly HitRow[]
  conversions: readonly MessageConversion[]
  replies: readonly Inbound[]
  optOuts: readonly OptOutWithText[]
}

/** A message with its links and what happened to it, oldest first. */
export async function viewDetail(
  renderings: Renderings,
  { row, sentBy, links, hits, conversions, replies, optOuts }: Happened,
): Promise<MessageDetail> {
  const rendering = await renderings.get(row.renderingId)
  const shortLinks = row.firstNumber === null ? [] : renderings.shortLinks(rendering, Number(row.firstNumber))
  const summary = await viewSummary(renderings, row)
  return {
    ...summary,
    sent_by: sentBy,
    ...{ on_unknown: row.onUnknown, flash: row.flash, attempts: row.attempts, valid_until: row.validUntil.toISOString() },
    links: links.map((link) => viewLink(link, { shortLink: shortLinks[link.position] ?? '', row })),
    timeline: [
      ...stateSteps(row),
      ...conversions.map((one) => ({ at: one.at.toISOString(), event: 'conversion', detail: describeConversion(one) })),
      ...hits.map((hit) => ({ at: hit.at.toISOString(), event: hit.verdict, detail: describeHit(hit) })),
      ...replies.map(({ receivedAt, text }) => ({ at: receivedAt.toISOString(), event: 'reply', detail: text })),
      ...optOuts.map(({ createdAt, source }) => ({ at: createdAt.toISOString(), event: 'opt_out', detail: optOutWays[source] })),
    ].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
  }
}

function viewLink(link: LinkRow, { shortLink, row }: { shortLink: string; row: LogbookRow }): MessageDetail['links'][number] {
  const { position, takenDown, clicks, views, prefetches, bots } = link
  const missing = row.isErased ? ERASED : link.destination
  const destination = link.destinationKind === 'value' ? (row.mergeValues?.[link.destination] ?? missing) : link.destination
  return {
    ...{ id: String(link.id), position, short_link: shortLink, destination, taken_down: takenDown, clicks, views, prefetches, bots },
    ...{ first_click_at: iso(link.firstClickAt), first_view_at: iso(link.firstViewAt) },
  }
}

function stateSteps(row: LogbookRow): MessageDetail['timeline'] {
  const steps = [
    {
      at: row.createdAt,
      event: 'queued',
      detail: row.sendAt > row.createdAt ? `Scheduled for ${row.sendAt.toISOString()}` : 'Queued to be sent now',
    },
    {
      at: row.submittedAt,
      event: 'submitted',
      detail: row.attempts > 1 ? `Handed to the carrier, ${row.attempts} times in all` : 'Handed to the carrier',
    },
    { at: row.acceptedAt, event: 'accepted', detail: 'The carrier took it' },
    {
      at: row.settledAt,
      event: row.state,
      detail: row.failure === null ? `The message is ${row.state}` : `The message is ${row.state}: ${row.failure}`,
    },
  ]
  return steps.flatMap(({ at, event, detail }) => (at === null ? [] : [{ at: at.toISOString(), event, detail }]))
}

const optOutWays = { reply: 'Opted out by a reply', link: 'Opted out by the link of the message' } as const

/** `order A-17, 49.90 EUR` */
function describeConversion({ name, orderId, valueMicros, currency }: MessageConversion): string {
  const value = priceOf(valueMicros, currency)
  return `${name}${orderId === null ? '' : ` ${orderId}`}${value === null ? '' : `, ${value.amount} ${value.currency}`}`
}

/** One hit in words: what it is, of which link, by what, and why. */
function describeHit({ verdict, link, device, os, app, reasons: codes, answer }: HitRow): string {
  const by = [app, os, device].filter((word) => word !== '' && word !== 'Other' && word !== 'other').join(', ')
  const why = codes.map((code) => sentenceOf(code)).join(' ')
  return `${verdict} of link ${link + 1}${by === '' ? '' : ` (${by})`}${answer === 302 ? '' : `, answered ${answer}`}. ${why}`
}

export function viewHit(row: HitRow): Hit {
  const { link, verdict, answer, network, networkCountry, device, os, browser, app } = row
  return {
    ...{ at: row.at.toISOString(), link, verdict, reasons: row.reasons.map((code) => ({ code, detail: sentenceOf(code) })) },
    ...{ method: row.head ? 'HEAD' : 'GET', answer, user_agent: row.userAgent },
    ...{ network, network_country: networkCountry, network_over_budget: row.networkOverBudget },
    ...{ device, os, browser, app },
  }
}

const sentences: Readonly<Record<string, string>> = reasons
const sentenceOf = (code: string) => sentences[code] ?? code
const iso = (at: Date | null) => at?.toISOString() ?? null
