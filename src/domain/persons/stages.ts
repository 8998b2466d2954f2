import type { Transaction } from '../../platform/db.ts'
import { eraseFromAudiences } from '../campaigns/erase.ts'
import { eraseContactData } from '../contacts/personData.ts'
import { eraseFromSuppressions } from '../contacts/suppressions.ts'
import { eraseConversions } from '../conversions/personData.ts'
import { eraseHoldouts } from '../experiments/personData.ts'
import { eraseFromAnswers } from '../idempotency.ts'
import type { CarrierData } from '../messages/carrier.ts'
import { countLeft, eraseMessages, findFirstErased, listErased, pickErased } from '../messages/erase.ts'
import { eraseInbound } from '../messages/inboundData.ts'
import { eraseReferences, listMessageEvents, LOG_START } from '../outbox.ts'
import { eraseHits } from '../tracking/erase.ts'
import { eraseAnswers as eraseAnswersOfEndpoints } from '../webhooks/erase.ts'
import type { Order, Stage } from './orders.ts'

/** `more`: the stage goes on from `position`. `done`: the next one follows, with `position` if it needs one. `erased`: messages. */
export type StageResult = { erased?: number } & (
  { kind: 'wait' } | { kind: 'restart' } | { kind: 'more'; position: string } | { kind: 'done'; position?: string }
)

type Work = (tx: Transaction, order: Order, parts: { carriers: readonly CarrierData[] }) => Promise<StageResult>

const MESSAGES = 300
const HIT_MESSAGES = 50
const CONVERSIONS = 300
const CARRIER_ROWS = 1_000
const REJECTED_ROWS = 1_000
const HOLDOUTS = 1_000

/** One slice of an order's stage, each by the erase of the domain that holds the data. */
export const runStage: Work = (tx, order, parts) => work[order.stage](tx, order, parts)

const work: Record<Stage, Work> = {
  async messages(tx, { accountId, phone, requestedAt, position }) {
    const person = { accountId, phone, before: requestedAt }
    const erased = await eraseMessages(tx, { ...person, limit: MESSAGES })
    const written = await eraseInbound(tx, { accountId, phone, limit: MESSAGES })
    if (erased === MESSAGES || written === MESSAGES) return { kind: 'more', position, erased }
    if ((await countLeft(tx, person)) > 0) return { kind: 'wait', erased }
    const [row] = await tx<{ xid: string }[]>`select pg_current_xact_id()::text as xid`
    return { kind: 'done', position: `${row?.xid ?? 0} 0`, erased }
  },

  /** A drain that began before the messages were erased may still write a hit as it was: its transaction is waited for. */
  async hits(tx, { accountId, requestedAt, position }) {
    const [xid = '0', after = '0'] = position.split(' ')
    const [row] = await tx<{ isPast: boolean }[]>`select pg_snapshot_xmin(pg_current_snapshot()) > ${xid}::text::xid8 as "isPast"`
    if (row?.isPast !== true) return { kind: 'wait' }
    const messages = await listErased(tx, { accountId, since: requestedAt, after: BigInt(after), limit: HIT_MESSAGES })
    const last = messages.at(-1)
    if (last === undefined) return { kind: 'done' }
    const { isMore } = await eraseHits(tx, { messageIds: messages.map(({ id }) => id) })
    return { kind: 'more', position: `${xid} ${isMore ? after : last.id}` }
  },

  async conversions(tx, { accountId, phone, requestedAt, position }) {
    const after = position === '' ? 0n : BigInt(position)
    const messages = await listErased(tx, { accountId, since: requestedAt, after, limit: MESSAGES })
    const erased = await eraseConversions(tx, { accountId, phone, messageIds: messages.map(({ id }) => id), limit: CONVERSIONS })
    const last = messages.at(-1)
    return last === undefined && erased < CONVERSIONS ? { kind: 'done' } : { kind: 'more', position: String(last?.id ?? after) }
  },

  async answers(tx, { accountId, phone, position }) {
    const { next } = await eraseFromAnswers(tx, { accountId, phone, after: position })
    return next === undefined ? { kind: 'done' } : { kind: 'more', position: next }
  },

  async events(tx, { accountId, requestedAt, position }) {
    const since = await findFirstErased(tx, { accountId, since: requestedAt })
    if (since === undefined) return { kind: 'done' }
    const [xid = LOG_START.xid, id = LOG_START.id] = position === '' ? [] : position.split(' ')
    const { events, next } = await listMessageEvents(tx, { accountId, since, after: { xid, id } })
    const erased = await pickErased(tx, { accountId, ids: [...new Set(events.map(({ messageId }) => messageId))] })
    const ours = events.filter(({ messageId }) => erased.has(messageId))
    await eraseReferences(
      tx,
      ours.filter(({ data }) => (data.reference ?? data.order_id ?? null) !== null),
    )
    await eraseAnswersOfEndpoints(tx, { accountId, events: ours })
    return next === undefined ? { kind: 'done' } : { kind: 'more', position: `${next.xid} ${next.id}` }
  },

  async carriers(_tx, { accountId, phone, position }, { carriers }) {
    let isMore = false
    for (const carrier of carriers) if ((await carrier.erase({ accountId, phone, limit: CARRIER_ROWS })) === CARRIER_ROWS) isMore = true
    return isMore ? { kind: 'more', position } : { kind: 'done' }
  },

  /** Also the end: a send that began before the order may have been committed meanwhile. */
  async suppressions(tx, { accountId, phone, phoneHash, requestedAt }) {
    if ((await countLeft(tx, { accountId, phone, before: requestedAt })) > 0) return { kind: 'restart' }
    if (await eraseContactData(tx, { accountId, phone, limit: REJECTED_ROWS })) return { kind: 'more', position: '' }
    if (await eraseHoldouts(tx, { accountId, phone, limit: HOLDOUTS })) return { kind: 'more', position: '' }
    await eraseFromAudiences(tx, { accountId, phone })
    await eraseFromSuppressions(tx, { accountId, phoneHash })
    return { kind: 'done' }
  },
}
