import { randomUUID } from 'node:crypto'
import type { Carrier, CarrierData, OutboundMessage, Receipt, SubmitOutcome } from '../../domain/messages/carrier.ts'
import type { Db } from '../../platform/db.ts'
import { behaviourOf } from './behaviour.ts'
import type { Crowd } from './crowd.ts'
import { previewOf } from './preview.ts'
import {
  deleteOldReceived,
  deleteReceivedBy,
  insertReceived,
  listDueReceipts,
  listReceivedBy,
  markReceiptsSent,
  takeDuePreviews,
} from './store.ts'

/** A message that was put off is offered again after this. */
const LATER_MS = 1_000
const RECEIPTS_PER_TURN = 500
const PREVIEWS_PER_TURN = 20

/** The carrier that everything goes to until a real one is set up: simulated phones with seeded delays, receipts and previews. */
export type Simulator = Carrier & {
  /** Hands in the receipts that are due, lets phones fetch their previews, and people do what they are about to. */
  turn(): Promise<void>
}

export type SimulatorParts = {
  db: Db
  /** Where receipts go; a turn repeats them until this resolves. */
  onReceipts(receipts: readonly Receipt[]): Promise<unknown>
  /** Fetches a short link as a phone would; failures are the phone's own business. */
  fetchPreview(request: { url: string; userAgent: string }): Promise<unknown>
  /** People at the phones; nobody unless told. */
  crowd?: Crowd | undefined
}

export function createSimulator({ db, onReceipts, fetchPreview, crowd }: SimulatorParts): Simulator {
  return {
    submit: (message) => submit({ db, crowd }, message),
    async turn() {
      const due = await listDueReceipts(db, { limit: RECEIPTS_PER_TURN })
      if (due.length > 0) {
        await onReceipts(due.map(asReceipt))
        await markReceiptsSent(db, { ids: due.map((receipt) => receipt.id) })
      }
      const previews = (await takeDuePreviews(db, { limit: PREVIEWS_PER_TURN })).flatMap((message) => previewOf(message) ?? [])
      await Promise.all(previews.map(fetchPreview))
      await crowd?.act()
    },
  }
}

/** What simulated phones remember. */
export const simulatorData = (db: Db): CarrierData => ({
  deleteOlder: (slice) => deleteOldReceived(db, slice),
  erase: (slice) => deleteReceivedBy(db, slice),
  list: (page) => listReceivedBy(db, page),
})

async function submit({ db, crowd }: Pick<SimulatorParts, 'db' | 'crowd'>, message: OutboundMessage): Promise<SubmitOutcome> {
  const behaviour = behaviourOf(message)
  const carrierMessageId = randomUUID()
  switch (behaviour.answer) {
    case 'reject':
      return { kind: 'rejected', reason: 'simulated_rejection' }
    case 'silent':
      return { kind: 'unknown', reason: 'no_answer' }
    case 'later':
      if (!wasPutOff(message.id)) return { kind: 'unavailable', retryAfterMs: LATER_MS, isOnlyThis: true }
      break
    case 'lost':
    case 'accept':
      break
  }
  const { receipt, receiptDelayMs } = behaviour
  const draws = receipt === 'delivered' ? crowd?.hand(message, { arrivesInMs: receiptDelayMs }) : undefined
  await insertReceived(db, { message, carrierMessageId, behaviour, draws: draws ?? true })
  return behaviour.answer === 'lost' ? { kind: 'unknown', reason: 'no_answer' } : { kind: 'accepted', carrierMessageId }
}

const putOffIds = new Set<bigint>()
/** Most ids remembered as put off; beyond that one may be put off twice, which harms nothing. */
const MAX_PUT_OFF = 10_000

function wasPutOff(id: bigint): boolean {
  if (putOffIds.delete(id)) return true
  if (putOffIds.size >= MAX_PUT_OFF) putOffIds.clear()
  putOffIds.add(id)
  return false
}

function asReceipt({ carrierMessageId, reference, receipt, dueAt }: Awaited<ReturnType<typeof listDueReceipts>>[number]): Receipt {
  const failure = receipt === 'undelivered' ? 'simulated_failure' : undefined
  return { carrierMessageId, reference: BigInt(reference), state: receipt, at: dueAt, failure }
}
