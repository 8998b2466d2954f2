import type { Encoding } from '../../lib/segments.ts'

/** A message as a carrier gets it: rendered, counted, and claimed by this process. */
export type OutboundMessage = {
  /** Also the reference that receipts may come back with. */
  id: bigint
  accountId: bigint
  phone: string
  sender: string
  text: string
  encoding: Encoding
  flash: boolean
  validUntil: Date
  /** 1 for the first try. */
  attempt: number
}

/**
 * How a submit ended. `rejected` is final. `unavailable`: the carrier surely did not take it (no byte was written, or it said "later").
 * `unknown`: it may have taken it; nobody can tell until a receipt comes.
 */
export type SubmitOutcome =
  | { kind: 'accepted'; carrierMessageId: string }
  | { kind: 'rejected'; reason: string }
  | { kind: 'unavailable'; retryAfterMs: number | undefined }
  | { kind: 'unknown'; reason: string }

/** What carries messages out. A submit never throws for what the carrier did; a thrown error counts as `unknown`. */
export type Carrier = { submit(message: OutboundMessage): Promise<SubmitOutcome> }

/** What a carrier of ours keeps on people in tables of its own; slices are bounded by `limit`, and say how many rows they took. */
export type CarrierData = {
  deleteOlder(slice: { days: number; limit: number }): Promise<number>
  erase(slice: { accountId: bigint; phone: string; limit: number }): Promise<number>
  /** In the order of their ids, from after one on. */
  list(page: { accountId: bigint; phone: string; after: bigint; limit: number }): Promise<{ id: bigint; [field: string]: unknown }[]>
}

/** A delivery report. It names the message by the carrier's id, by our reference, or by both. */
export type Receipt = {
  carrierMessageId: string | undefined
  reference: bigint | undefined
  state: 'delivered' | 'undelivered' | 'expired'
  at: Date
  failure: string | undefined
}
