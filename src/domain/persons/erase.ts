import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import type { PhoneHash } from '../contacts/phoneHash.ts'
import type { CarrierData } from '../messages/carrier.ts'
import { findProgress, finishOrder, listOpenOrders, lockOrder, moveOrder, placeOrder, stages, type Order, type Stage } from './orders.ts'
import { runStage } from './stages.ts'

/** What erasing needs besides the database. `carriers`: of each carrier that keeps something of its own on people. */
export type PersonParts = { db: Db; phoneHash: PhoneHash; carriers: readonly CarrierData[] }

/** `working`: what is left is done by the job; it waits for messages that are being handed to a carrier, a minute at most. */
export type Erasure = { state: 'finished' | 'working'; messages: number }

/** Slices that a caller waits for; some thousand messages. */
const SLICES_AT_ONCE = 20
const ORDERS_AT_ONCE = 20

/**
 * Erases all that an account holds on a number, and begins at once. Asking again while the work goes on tells how far it is.
 * @param phone in E.164
 * @param actor who wants it, as in the audit log
 */
export async function erasePerson(
  parts: PersonParts,
  { accountId, phone, actor }: { accountId: bigint; phone: string; actor: string },
): Promise<Erasure> {
  const phoneHash = parts.phoneHash({ accountId, phone })
  const { id } = await inTransaction(parts.db, async (tx) => {
    const order = await placeOrder(tx, { accountId, phone, phoneHash, actor })
    if (order.isNew) await appendAudit(tx, { accountId, actor, action: 'person.erasure_ordered', subject: subjectOf(phoneHash) })
    return order
  })
  await workOff(parts, { id })
  const { isFinished, messages } = await findProgress(parts.db, { id })
  return { state: isFinished ? 'finished' : 'working', messages }
}

/** The job's turn: goes on with what was ordered. */
export async function continueErasures(parts: PersonParts): Promise<'again' | 'done'> {
  let isMore = false
  for (const { id } of await listOpenOrders(parts.db, { limit: ORDERS_AT_ONCE }))
    if ((await workOff(parts, { id })) === 'again') isMore = true
  return isMore ? 'again' : 'done'
}

/** Some slices of an order. `wait`: it is finished, waits, or somebody else works on it. */
async function workOff(parts: PersonParts, { id }: { id: bigint }): Promise<'again' | 'wait'> {
  for (let slice = 0; slice < SLICES_AT_ONCE; slice++) if ((await workSlice(parts, { id })) === 'wait') return 'wait'
  return 'again'
}

/** One slice, one transaction: what it did and where the order stands are true together. */
function workSlice(parts: PersonParts, { id }: { id: bigint }): Promise<'again' | 'wait'> {
  return inTransaction(parts.db, async (tx) => {
    const order = await lockOrder(tx, { id })
    if (order === undefined) return 'wait'
    const result = await runStage(tx, order, parts)
    const messages = order.messages + (result.erased ?? 0)
    switch (result.kind) {
      case 'wait':
        await moveOrder(tx, { ...order, messages })
        return 'wait'
      case 'more':
        await moveOrder(tx, { ...order, position: result.position, messages })
        return 'again'
      case 'restart':
        await moveOrder(tx, { id, stage: 'messages', position: '', messages })
        return 'again'
      case 'done':
        return nextStage(tx, { ...order, position: result.position ?? '', messages })
    }
  })
}

async function nextStage(tx: Transaction, order: Order): Promise<'again' | 'wait'> {
  const next = stageAfter(order.stage)
  if (next !== undefined) {
    await moveOrder(tx, { ...order, stage: next })
    return 'again'
  }
  const { id, accountId, actor, phoneHash, messages } = order
  await moveOrder(tx, order)
  await appendAudit(tx, { accountId, actor, action: 'person.erased', subject: subjectOf(phoneHash), data: { messages } })
  await finishOrder(tx, { id })
  return 'wait'
}

const stageAfter = (stage: Stage): Stage | undefined => stages[stages.indexOf(stage) + 1]

/** The audit log must not bring back what was erased. */
const subjectOf = (phoneHash: Buffer) => `person:${phoneHash.toString('hex')}`
