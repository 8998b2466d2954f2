import type { ConversionReason, ConversionState } from '../../contract/conversions.ts'
import type { ClickPlace } from './clickId.ts'

/** A click id as it came; `place` is null when the account never gave it out. */
export type CarriedClick = { id: string; place: ClickPlace | null }

/** What a conversion can be attributed by, the strongest first. */
export type Basis = 'click_id' | 'reference' | 'phone'

/** Where a conversion stands: `finding` of a hit that was considered is `chosen`, `eligible`, or why it cannot be the cause. */
export type TraceEntry = {
  basis: Basis
  clickId: string | null
  messageId: string | null
  link: number | null
  /** Milliseconds since 1970. */
  hitAt: number | null
  verdict: string | null
  finding: ConversionReason | 'chosen' | 'eligible'
}

export type Trace = { model: 'last' | 'first'; windowDays: number; entries: TraceEntry[] }

/** A conversion as it stands in the database. */
export type ConversionRow = {
  id: bigint
  accountId: bigint
  test: boolean
  name: string
  orderId: string | null
  valueMicros: bigint | null
  refundedMicros: bigint
  currency: string | null
  at: Date
  receivedAt: Date
  source: 'browser' | 'server'
  origin: string | null
  clicks: CarriedClick[]
  reference: string | null
  phone: string | null
  state: ConversionState
  reason: ConversionReason
  trace: Trace | null
  nextTryAt: Date | null
  decidedAt: Date | null
  voidedAt: Date | null
  messageId: bigint | null
  renderingId: bigint | null
  link: number | null
  clickedAt: Date | null
  /** Of the click; null: unknown, or none. */
  device: string | null
  country: string | null
  /** Of a browser's repetition: the conversion that counts in its stead. */
  repeatOf: bigint | null
}
