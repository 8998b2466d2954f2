import { plainWords, readReply, type Reply } from '../../lib/replies.ts'
import type { Transaction } from '../../platform/db.ts'
import { accountSettings } from '../accounts/accounts.ts'
import type { AccountSettings } from '../accounts/settings.ts'
import { optIn, optOut, tellOptIn, tellOptOut } from '../contacts/optOuts.ts'
import { lockNumber } from '../contacts/optOutStore.ts'
import { isSuppressedByOthers } from '../contacts/suppressions.ts'
import { queueAnswer } from './answer.ts'
import type { SendParts } from './create.ts'
import { hasAnswered, updateHandled, type Handled } from './inboundData.ts'

/** A reply with the account that it is for. `answers`: the message that it answers, `test` whether that was one of a test key. */
export type Addressed = {
  id: bigint
  accountId: bigint
  answers: bigint | null
  test: boolean
  carrierId: bigint
  phone: string
  recipient: string
}

/** A number that messages are sent to. Short codes and names write too, as networks do with their notices. */
const E164 = /^\+[1-9]\d{6,14}$/

/** Reads a text; one of our own answers that comes back means nothing, whatever stands in it. */
export async function readReplyTo(
  { db }: Pick<SendParts, 'db'>,
  { accountId, text }: { accountId: bigint | undefined; text: string },
): Promise<Reply> {
  const reply = readReply(text)
  if (accountId === undefined || reply.kind === 'text') return reply
  const { stopReply, startReply, helpReply } = await accountSettings(db, accountId)
  const plain = plainWords(text)
  const isOurs = [stopReply, startReply, helpReply].some((own) => own !== null && plainWords(own) === plain)
  return isOurs ? { kind: 'text', isSure: true } : reply
}

/**
 * Does what a reply asks for, in the transaction that stores it, and queues the account's answer. A reply to a message in test mode is told
 * and answered, and changes nothing.
 * @returns whether an answer was queued
 */
export async function handleReply(parts: SendParts, tx: Transaction, reply: Reply, addressed: Addressed): Promise<boolean> {
  const { id, accountId, phone } = addressed
  if (reply.kind === 'text' || !E164.test(phone)) return false
  await lockNumber(tx, { accountId, phone })
  const { handled, answer } = await act(parts, tx, reply, addressed)
  const text = answer === undefined ? null : (await accountSettings(parts.db, accountId))[answer]
  const answerId = text === null ? undefined : await answerOnce(parts, tx, { ...addressed, kind: reply.kind, text })
  await updateHandled(tx, { id, handled, answerId })
  return answerId !== undefined
}

type Done = { handled: Handled; answer: keyof Pick<AccountSettings, 'stopReply' | 'startReply' | 'helpReply'> | undefined }

async function act({ phoneHash }: SendParts, tx: Transaction, { kind, isSure }: Reply, addressed: Addressed): Promise<Done> {
  const { accountId, phone, test } = addressed
  const ids = { messageId: addressed.answers ?? undefined, inboundMessageId: addressed.id }
  switch (kind) {
    case 'text':
      return { handled: 'none', answer: undefined }
    case 'help':
      return { handled: 'none', answer: (await isSuppressedByOthers(tx, phoneHash, { accountId, phone })) ? undefined : 'helpReply' }
    case 'opt_out': {
      const asked = { accountId, phone, source: 'reply' as const, isSure, ...ids }
      if (test) {
        await tellOptOut(tx, { ...asked, test, id: undefined })
        return { handled: 'none', answer: 'stopReply' }
      }
      // Who is out already has been told, and is not written to again.
      const { isNew } = await optOut(tx, phoneHash, asked)
      return { handled: 'opted_out', answer: isNew ? 'stopReply' : undefined }
    }
    case 'opt_in': {
      const result = test ? 'lifted' : await optIn(tx, phoneHash, { accountId, phone })
      if (result === 'lifted') await tellOptIn(tx, { accountId, test, by: 'reply', ...ids })
      if (result === 'kept') return { handled: 'kept', answer: undefined }
      return { handled: result === 'lifted' && !test ? 'opted_in' : 'none', answer: 'startReply' }
    }
  }
}

/** At most one answer for each phone and kind in an hour, so that two machines cannot keep each other writing. */
async function answerOnce(
  parts: SendParts,
  tx: Transaction,
  { accountId, carrierId, phone, recipient, kind, text, test }: Addressed & { kind: Reply['kind']; text: string },
): Promise<bigint | undefined> {
  const canAnswer = /^\d{3,16}$/.test(recipient) && phone !== `+${recipient}`
  if (!canAnswer || (await hasAnswered(tx, { accountId, phone, kind }))) return undefined
  return queueAnswer(parts, tx, { accountId, carrierId, phone, sender: recipient, text, test })
}
