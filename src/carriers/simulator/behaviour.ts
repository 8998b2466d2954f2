import type { Receipt } from '../../domain/messages/carrier.ts'

/** What the simulator does with a message. Delays in milliseconds after the submit. */
export type Behaviour = {
  /** `accept`, or how the submit itself ends. `lost`: taken, but the answer never comes. */
  answer: 'accept' | 'reject' | 'lost' | 'silent' | 'later'
  receipt: Receipt['state'] | undefined
  receiptDelayMs: number
}

/** A number's last four digits choose what happens to it, so that each failure can be seen by hand. */
export const magicNumbers = {
  '0001': { answer: 'reject', receipt: undefined, about: 'is rejected' },
  '0002': { answer: 'silent', receipt: undefined, about: 'is never answered and never delivered' },
  '0003': { answer: 'accept', receipt: 'delivered', about: 'is delivered, and the receipt comes a minute late' },
  '0004': { answer: 'accept', receipt: 'undelivered', about: 'is accepted and not delivered' },
  '0005': { answer: 'accept', receipt: 'expired', about: 'is accepted and expires' },
  '0006': { answer: 'lost', receipt: 'delivered', about: 'is delivered, but the answer to the submit is lost' },
  '0007': { answer: 'later', receipt: 'delivered', about: 'is put off once, then delivered' },
  '0008': { answer: 'accept', receipt: undefined, about: 'is accepted and never gets a receipt' },
} as const satisfies Record<string, Pick<Behaviour, 'answer' | 'receipt'> & { about: string }>

const LATE_RECEIPT_MS = 60_000
const EARLIEST_RECEIPT_MS = 300
const RECEIPT_SPREAD_MS = 1_500

/** The same message always meets the same fate after the same delays: its id is the seed. */
export function behaviourOf({ id, phone }: { id: bigint; phone: string }): Behaviour {
  const magic = magicOf(phone)
  const answer = magic?.answer ?? 'accept'
  const receipt = magic === undefined ? 'delivered' : magic.receipt
  const receiptDelayMs = phone.endsWith('0003') ? LATE_RECEIPT_MS : EARLIEST_RECEIPT_MS + (scatter(id) % RECEIPT_SPREAD_MS)
  return { answer, receipt, receiptDelayMs }
}

function magicOf(phone: string) {
  const ending = phone.slice(-4)
  return Object.entries(magicNumbers).find(([digits]) => digits === ending)?.[1]
}

/** Knuth's multiplicative hash: neighbouring ids get delays that look unrelated. */
const scatter = (id: bigint) => Number((id * 2_654_435_761n) % 4_294_967_296n)
