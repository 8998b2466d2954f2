import { randomUUID } from 'node:crypto'
import { simulatorId } from '../routing/carriers.ts'
import type { SendParts } from './create.ts'
import { recordInbound } from './inbound.ts'

/** What somebody writes on a simulated phone of an account, and to which number. */
export type PhoneReply = { accountId: bigint; phone: string; recipient: string; text: string }

/** Hands in what a simulated phone writes, as a carrier hands in what a real one does. */
export async function replyFromPhone(parts: SendParts, { accountId, phone, recipient, text }: PhoneReply): Promise<void> {
  const message = { carrierMessageId: `phone-${randomUUID()}`, phone, recipient, text }
  await recordInbound(parts, { carrierId: await simulatorId(parts.db), accountId, messages: [message] })
}
