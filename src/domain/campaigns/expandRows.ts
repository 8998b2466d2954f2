import { renderSample } from '../../lib/composedText.ts'
import { AppError } from '../../lib/errors.ts'
import { countParts } from '../../lib/segments.ts'
import type { Drawn } from '../experiments/draw.ts'
import type { Composition } from '../messages/compose.ts'
import { checkValues, MAX_PARTS } from '../messages/recipients.ts'
import type { FindWay } from '../messages/routing.ts'
import { priceMessage, type PriceTable } from '../routing/prices.ts'
import type { ContactPage, SliceSums } from './expandStore.ts'
import type { CampaignRow, VariantRow } from './store.ts'

/** A variant as it is sent: its text composed, its rendering made. `numbers`: link numbers that a message takes, `linkCount`: those of tracked links. */
export type ReadyVariant = {
  row: VariantRow
  sender: string
  findWay: FindWay
  composition: Composition
  renderingId: bigint
  codeSpaceId: number
  numbers: number
  linkCount: number
}

/** A recipient's own columns, without the id, as COPY takes them. */
type Line = { afterId: string; parts: number; priceMicros: bigint | undefined }

/** What becomes of a slice of contacts. `drawn`: of each variant, those for whom there was a message and those for whom there could be none. */
export type PreparedSlice = {
  byVariant: Map<ReadyVariant, Line[]>
  drawn: Map<ReadyVariant, number>
  heldOut: string[]
  omitted: Map<string, number>
}

export type RowParts = {
  campaign: CampaignRow
  variants: readonly ReadyVariant[]
  /** Which variant a contact gets; undefined: the only one. */
  draw: ((contactId: bigint) => Drawn) | undefined
  prices: PriceTable | undefined
  now: Date
}

/** Writes each contact's message as a line, or counts why it gets none. */
export function prepareSlice(contacts: readonly ContactPage[], parts: RowParts): PreparedSlice {
  const slice: PreparedSlice = {
    byVariant: new Map(parts.variants.map((variant) => [variant, []])),
    drawn: new Map(),
    heldOut: [],
    omitted: new Map(),
  }
  const [only] = parts.variants
  if (only === undefined) throw new Error('A campaign has at least one variant')
  const byId = new Map(parts.variants.map((variant) => [String(variant.row.id), variant]))
  for (const [at, contact] of contacts.entries()) {
    const drawn = parts.draw?.(contact.id)
    if (drawn?.kind === 'later') continue
    const variant = drawn === undefined ? only : (byId.get(drawn.variantId) ?? only)
    place(slice, { contact, isHeldOut: drawn?.kind === 'held_out', turn: { variant, parts, at: drawn === undefined ? 0 : at } })
  }
  return slice
}

type Place = { contact: ContactPage; isHeldOut: boolean; turn: Turn }

/** Whoever is held out is whoever could have been sent to: otherwise the two groups could not be compared. */
function place({ byVariant, drawn, heldOut, omitted }: PreparedSlice, { contact, isHeldOut, turn }: Place): void {
  const { variant } = turn
  const lines = byVariant.get(variant) ?? []
  const line = contact.reason ?? lineOf(contact, turn)
  if (contact.reason === null && !isHeldOut) drawn.set(variant, (drawn.get(variant) ?? 0) + 1)
  if (typeof line === 'string') omitted.set(line, (omitted.get(line) ?? 0) + 1)
  else if (isHeldOut) heldOut.push(contact.phone)
  else lines.push(line)
}

/** `at`: the contact's place in the slice; 0 where all get the same. */
type Turn = { variant: ReadyVariant; parts: RowParts; at: number }

/** A line of COPY, or the reason why there is none. */
function lineOf(contact: ContactPage, { variant, parts: { campaign, prices, now }, at }: Turn): Line | string {
  const { composition, findWay } = variant
  try {
    const values = checkValues(composition, contact.fields)
    const { parts, encoding } = countParts(renderSample(composition, values))
    if (parts > MAX_PARTS) return 'text_too_long'
    const { carrierId, fallbackCarrierId } = findWay(contact.phone)
    const country = contact.country ?? undefined
    const priceMicros = priceMessage(prices, { country, parts })
    const sendAt = contact.sendAt === null ? now.getTime() : Math.max(contact.sendAt, now.getTime())
    const validUntil = sendAt + campaign.settings.validity_minutes * 60_000
    const own = [
      ...[carrierId, fallbackCarrierId, contact.phone, country, jsonOf(values), encoding, parts, priceMicros],
      ...[timeOfTurn(sendAt, at), timeOf(validUntil), contact.sendAt === null ? undefined : contact.timeZone],
    ]
    return { afterId: own.map(cell).join('\t'), parts, priceMicros }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.code
  }
}

type Cell = string | number | bigint | undefined

/** @see https://www.postgresql.org/docs/current/sql-copy.html "Text Format" */
const cell = (value: Cell): string => (value === undefined ? '\\N' : typeof value === 'string' ? escape(value) : String(value))
const escape = (text: string) => (/[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (found) => escapes[found] ?? found) : text)
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function jsonOf(values: Record<string, string>): string | undefined {
  const json = JSON.stringify(values)
  return json === '{}' ? undefined : json
}

/** Recipients of a slice mostly share their times; local ones have at most one for each zone. */
const times = new Map<number, string>()
const MAX_TIMES = 1_000
function timeOf(ms: number): string {
  const known = times.get(ms)
  if (known !== undefined) return known
  if (times.size >= MAX_TIMES) times.clear()
  const text = new Date(ms).toISOString()
  times.set(ms, text)
  return text
}

/**
 * Messages are sent in the order of their times, and ids of a variant follow each other: microseconds let the variants take turns. Otherwise
 * a slow campaign would send one in the morning and the next at noon.
 */
function timeOfTurn(ms: number, turn: number): string {
  if (turn === 0) return timeOf(ms)
  const text = timeOf(ms + Math.floor(turn / 1_000))
  return `${text.slice(0, -1)}${String(turn % 1_000).padStart(3, '0')}Z`
}

type Common = { campaign: CampaignRow; variant: ReadyVariant; batchId: bigint | undefined; currency: string | null }

/** The columns that all messages of a batch share, as the end of each line. */
export function commonCells({ campaign, variant, batchId, currency }: Common): string {
  const { composition, renderingId, codeSpaceId, numbers, linkCount, row, sender } = variant
  const { settings } = campaign
  const validity = settings.link_validity_days ?? composition.settings.linkValidityDays
  const cells: Cell[] = [
    ...[campaign.accountId, campaign.apiKeyId ?? undefined, batchId, renderingId, 'f', sender, settings.label, composition.tracking],
    ...[numbers === 0 ? undefined : codeSpaceId, linkCount, validity ? `${validity} days` : undefined, currency ?? undefined],
    ...[settings.flash ? 't' : 'f', 'keep', 'queued', campaign.id, row.id],
  ]
  return cells.map(cell).join('\t')
}

/** Lines of a batch from its first id on. */
export function writeLines(lines: readonly Line[], { firstId, common }: { firstId: number; common: string }): string {
  let text = ''
  let id = firstId
  for (const { afterId } of lines) text += `${id++}\t${afterId}\t${common}\n`
  return text
}

export function sumsOf({ byVariant, omitted }: PreparedSlice): SliceSums {
  const variants = [...byVariant].flatMap(([{ row }, lines]) => {
    if (lines.length === 0) return []
    let [parts, priceMicros, unpriced] = [0, 0n, 0]
    for (const line of lines) {
      parts += line.parts
      if (line.priceMicros === undefined) unpriced++
      else priceMicros += line.priceMicros
    }
    return [{ variantId: row.id, messages: lines.length, parts, priceMicros, unpriced }]
  })
  return { variants, omitted }
}
