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
 * How a submit ended. `rejected` is final. `unavailable`: the carrier surely did not take it (no byte was written, or it said "later");
 * its `reason` is a sentence for the operator, where there is more to do than wait; `isOnlyThis`: others it would take now. `unknown`: it may have taken it; nobody can tell until
 * a receipt comes. Ids and reasons are printable ASCII.
 */
export type SubmitOutcome =
  | { kind: 'accepted'; carrierMessageId: string }
  | { kind: 'rejected'; reason: string }
  | { kind: 'unavailable'; retryAfterMs: number | undefined; reason?: string | undefined; isOnlyThis?: true }
  | { kind: 'unknown'; reason: string }

/** What carries messages out. A submit never throws for what the carrier did; a thrown error counts as `unknown`. */
export type Carrier = {
  submit(message: OutboundMessage): Promise<SubmitOutcome>
  /** Most messages that one process gives it at a time; 1,000 unless told. */
  capacity?: number
  /** Begins nothing more: what still waits for a free connection is `unavailable`, what is on its way is answered. */
  stop?(): void
}

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

/** What somebody wrote back. `phone` is E.164 where it can be read as such; `recipient` is the number it was sent to, in digits. */
export type InboundMessage = { carrierMessageId: string; phone: string; recipient: string; text: string }

/** A request to a carrier's callback address, as it came. `url` is the public one, with its query, as the carrier wrote it. */
export type CallbackRequest = {
  method: string
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/** What a callback brought. `forged`: its signature is missing or wrong. `unreadable`: it is genuine and means nothing to us. */
export type Callback =
  | { kind: 'read'; receipts: readonly Receipt[]; inbound: readonly InboundMessage[]; answer: CallbackAnswer }
  | { kind: 'forged'; reason: string }
  | { kind: 'unreadable'; reason: string }
/** What the carrier wants to hear. */
export type CallbackAnswer = { contentType: string; body: string }

/** What asking a carrier whether it would work came to, in one sentence. */
export type Diagnosis = { works: boolean; sentence: string }

/** A carrier of somebody else, reached over HTTP. */
export type RemoteCarrier = Carrier & {
  /** Whether the carrier shows the callback's secret, which stands in the address; compared in constant time. */
  knowsCallbackSecret(shown: string): boolean
  /** Checks and reads a callback whose secret was right; never throws for what the request holds. */
  readCallback(request: CallbackRequest): Callback
  /** Asks the carrier something that costs nothing. */
  test(): Promise<Diagnosis>
}
