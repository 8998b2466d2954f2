import { MAX_CLICK_IDS } from '../../contract/conversions.ts'
import type { CarriedClick, ConversionRow } from './conversion.ts'
import type { Decided } from './decide.ts'

/** A conversion as somebody reports it. `at` is null when nobody said when: then it is now. `test` is null where only the click can tell. */
export type Posted = Pick<ConversionRow, 'name' | 'orderId' | 'valueMicros' | 'currency' | 'clicks' | 'reference' | 'phone' | 'origin'> & {
  at: Date | null
  test: boolean | null
  source: ConversionRow['source']
}

/** A click that is missing is looked for soon at first, then less often. */
const RETRY_MS = { first: 5_000, last: 60_000 }

const noClick = { messageId: null, renderingId: null, link: null, clickedAt: null, device: null, country: null }

/** A new conversion with its decision. */
export function newRow(
  posted: Posted,
  { id, accountId, decided, now }: { id: bigint; accountId: bigint; decided: Decided; now: Date },
): ConversionRow {
  const { name, orderId, valueMicros, currency, clicks, reference, phone, origin, source } = posted
  const blank = { decidedAt: null, voidedAt: null, ...noClick, repeatOf: null, nextTryAt: null }
  const row: ConversionRow = {
    ...{
      id,
      accountId,
      test: decided.test,
      name,
      orderId,
      valueMicros,
      refundedMicros: 0n,
      currency,
      clicks,
      reference,
      phone,
      origin,
      source,
    },
    ...{ at: posted.at ?? now, receivedAt: now, state: 'unattributed', reason: 'no_message', trace: null, ...blank },
  }
  return decide(row, { decided, now })
}

/** A conversion as a decision leaves it. */
export function decide(row: ConversionRow, { decided: { decision }, now }: { decided: Decided; now: Date }): ConversionRow {
  const { state, reason, trace } = decision
  const after = { ...row, state, reason, trace, decidedAt: now, nextTryAt: null }
  if (decision.state === 'attributed') {
    const { messageId, renderingId, link, at, device, country } = decision.hit
    return { ...after, messageId, renderingId, link, clickedAt: new Date(at), device, country }
  }
  const nowhere = { ...after, ...noClick }
  if (decision.state === 'unattributed') return nowhere
  const ageMs = now.getTime() - row.receivedAt.getTime()
  return { ...nowhere, nextTryAt: new Date(now.getTime() + Math.min(RETRY_MS.last, Math.max(RETRY_MS.first, ageMs / 2))) }
}

/**
 * What becomes of a conversion whose order is reported again. A server's word on value and currency replaces a browser's; a server that
 * contradicts itself is told so; new click ids, reference and number are added, and `isOpen` says that they may change the decision.
 */
export type Merge = { kind: 'known' } | { kind: 'mismatch' } | { kind: 'merged'; row: ConversionRow; isOpen: boolean }

export function merge(row: ConversionRow, posted: Posted): Merge {
  if (row.state === 'voided') return { kind: 'known' }
  const isSame = posted.valueMicros === null || (posted.valueMicros === row.valueMicros && posted.currency === row.currency)
  if (posted.source === 'server' && row.source === 'server' && !isSame) return { kind: 'mismatch' }
  const clicks = joinClicks(row.clicks, posted.clicks)
  const reference = row.reference ?? posted.reference
  const phone = row.phone ?? posted.phone
  const isOpen = clicks.length > row.clicks.length || reference !== row.reference || phone !== row.phone
  const isServers = posted.source === 'server' && row.source === 'browser'
  if (!isOpen && !isServers) return { kind: 'known' }
  const merged = { ...row, clicks, reference, phone }
  return { kind: 'merged', row: isServers ? { ...merged, ...serversWord(row, posted) } : merged, isOpen }
}

function serversWord(row: ConversionRow, posted: Posted): Partial<ConversionRow> {
  const value = posted.valueMicros === null ? {} : { valueMicros: posted.valueMicros, currency: posted.currency }
  const refundedMicros = posted.valueMicros !== null && row.refundedMicros > posted.valueMicros ? posted.valueMicros : row.refundedMicros
  return { source: 'server', at: posted.at ?? row.at, refundedMicros, ...value }
}

function joinClicks(known: CarriedClick[], more: CarriedClick[]): CarriedClick[] {
  const fresh = more.filter(({ id }, at) => !known.some((one) => one.id === id) && more.findIndex((one) => one.id === id) === at)
  return [...known, ...fresh].slice(0, MAX_CLICK_IDS)
}
