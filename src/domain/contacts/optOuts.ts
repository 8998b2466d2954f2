import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { appendEvents } from '../outbox.ts'
import { endOptOuts, insertOptOut, lockNumber, selectOptOut, updateReview, type NewOptOut, type OptOut } from './optOutStore.ts'
import type { PhoneHash } from './phoneHash.ts'
import { deleteOwnSuppression, findSuppression, upsertSuppressions } from './suppressionStore.ts'

type Person = { accountId: bigint; phone: string }

/**
 * Opts a number out, because its person wrote so or used the link: nothing is sent to it any more, messages that wait included. Told once,
 * however often it is asked for.
 * @returns `isNew`: it was not suppressed before, by anybody
 */
export async function optOut(tx: Transaction, hash: PhoneHash, asked: NewOptOut): Promise<{ isNew: boolean }> {
  const { accountId, phone, source, messageId, inboundMessageId, isSure } = asked
  await lockNumber(tx, { accountId, phone })
  const phoneHash = hash({ accountId, phone })
  const created = await upsertSuppressions(tx, { accountId, numbers: [{ phone, phoneHash }], source })
  const { id, isNew } = await insertOptOut(tx, asked)
  if (isNew) await tellOptOut(tx, { accountId, test: false, id, source, messageId, inboundMessageId, isSure })
  return { isNew: created.size > 0 }
}

type Told = Omit<NewOptOut, 'phone'> & { test: boolean; id: bigint | undefined }

/** The event of an opt-out. One of a message in test mode has no id: it changes nothing. */
export const tellOptOut = (tx: Transaction, { accountId, test, id, source, messageId, inboundMessageId, isSure }: Told) =>
  appendEvents(tx, [
    {
      accountId,
      type: 'contact.opted_out',
      test,
      data: {
        ...{ opt_out_id: idText(id), source, review: isSure ? null : 'pending' },
        ...{ message_id: idText(messageId), inbound_message_id: idText(inboundMessageId) },
      },
    },
  ])

const idText = (id: bigint | undefined) => id?.toString() ?? null

/**
 * Lets a number in again whose person asks for it. Only what the person made is lifted: a number that the account or a complaint suppressed
 * stays so.
 */
export async function optIn(tx: Transaction, hash: PhoneHash, person: Person): Promise<'lifted' | 'kept' | 'nothing'> {
  const { accountId } = person
  const phoneHash = hash(person)
  await lockNumber(tx, person)
  const lifted = await deleteOwnSuppression(tx, { accountId, phoneHash })
  await endOptOuts(tx, person)
  if (lifted.length > 0) return 'lifted'
  return (await findSuppression(tx, { accountId, phoneHash })).length > 0 ? 'kept' : 'nothing'
}

type OptedIn = {
  accountId: bigint
  test: boolean
  by: 'reply' | 'review' | 'manual'
  messageId?: bigint | undefined
  inboundMessageId?: bigint | undefined
}

/** The event of a number that may be sent to again after its person had opted out. */
export const tellOptIn = (tx: Transaction, { accountId, test, by, messageId, inboundMessageId }: OptedIn) =>
  appendEvents(tx, [
    {
      accountId,
      type: 'contact.opted_in',
      test,
      data: { by, message_id: idText(messageId), inbound_message_id: idText(inboundMessageId) },
    },
  ])

/** Opt-outs end with a suppression that somebody takes away by hand. */
export async function endByHand(tx: Transaction, person: Person): Promise<void> {
  await lockNumber(tx, person)
  const ended = await endOptOuts(tx, person)
  if (ended.length > 0) await tellOptIn(tx, { accountId: person.accountId, test: false, by: 'manual' })
}

type Reviewed = { accountId: bigint; id: bigint; actor: string }

/**
 * Somebody has looked at an unsure opt-out, and it is one. Twice is no fault.
 * @throws AppError `not_found`, or `opt_out_not_pending` where there is nothing to look at
 */
export async function confirmOptOut(db: Db, target: Reviewed): Promise<OptOut> {
  return inTransaction(db, async (tx) => settle(tx, { ...target, review: 'confirmed' }))
}

/**
 * It was none: the number may be sent to again, unless it is suppressed for another reason too.
 * @throws AppError `not_found`, or `opt_out_not_pending`
 */
export async function dismissOptOut(db: Db, hash: PhoneHash, target: Reviewed): Promise<OptOut> {
  return inTransaction(db, async (tx) => {
    const { accountId } = target
    const { phone } = await requireOptOut(tx, target)
    if (phone !== null) await lockNumber(tx, { accountId, phone })
    const before = await requireOptOut(tx, target)
    const settled = await settle(tx, { ...target, review: 'dismissed' })
    if (phone === null || before.review !== 'pending') return settled
    const lifted = await deleteOwnSuppression(tx, { accountId, phoneHash: hash({ accountId, phone }) })
    if (lifted.length > 0)
      await tellOptIn(tx, {
        accountId,
        test: false,
        by: 'review',
        messageId: settled.messageId ?? undefined,
        inboundMessageId: settled.inboundMessageId ?? undefined,
      })
    return settled
  })
}

async function settle(
  tx: Transaction,
  { accountId, id, actor, review }: Reviewed & { review: 'confirmed' | 'dismissed' },
): Promise<OptOut> {
  const changed = await updateReview(tx, { accountId, id, review })
  const now = await requireOptOut(tx, { accountId, id })
  if (changed.length > 0) await appendAudit(tx, { accountId, actor, action: `opt_out.${review}`, subject: `opt_out:${id}` })
  else if (now.review !== review) throw notPending(now)
  return now
}

async function requireOptOut(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<OptOut> {
  const row = await selectOptOut(db, { accountId, id })
  if (row === undefined) throw new AppError('not_found', `There is no opt-out ${id} in this account.`)
  return row
}

const notPending = ({ id, review }: OptOut) =>
  new AppError(
    'opt_out_not_pending',
    review === null
      ? `Opt-out ${id} is sure: to let its number be sent to again, take the number off the list of suppressions.`
      : `Opt-out ${id} was ${review} before: only one whose review is pending can be confirmed or dismissed.`,
  )
