import type { z } from 'zod'
import type { Conversation, phoneReply } from '../contract/simulator.ts'
import type { ShortDomain } from '../domain/links/domains.ts'
import type { LinkReport, PhoneMessage, PhoneReplyRow } from '../domain/reports/phones.ts'
import { cutAtLinks } from './textLinks.ts'

type Domains = readonly ShortDomain[]

/** A message as its phone shows it, and what was recorded of it. */
export const viewPhoneMessage = (message: PhoneMessage, domains: Domains): Conversation['messages'][number] => ({
  ...{ id: String(message.id), from: message.sender, flash: message.flash, received_at: message.receivedAt.toISOString() },
  pieces: cutAtLinks(message.text, domains).map((piece) =>
    piece.kind === 'link'
      ? { text: piece.text, href: piece.href, link: piece.ownIndex ?? null }
      : { text: piece.text, href: null, link: null },
  ),
  record: viewRecord(message),
})

function viewRecord({ messageId, state, settledAt, test, tracking, links }: PhoneMessage) {
  if (messageId === null || state === null || tracking === null) return null
  return {
    ...{ message_id: String(messageId), state, settled_at: settledAt?.toISOString() ?? null, test: test === true, tracking },
    links: (links ?? []).map(viewLink),
  }
}

const viewLink = ({ destination, views, firstViewAt, clicks, firstClickAt }: LinkReport) => ({
  ...{ destination, views, first_view_at: isoOf(firstViewAt), clicks, first_click_at: isoOf(firstClickAt) },
})

/** PostgreSQL writes times within JSON in a form of its own. */
const isoOf = (at: string | null) => (at === null ? null : new Date(at).toISOString())

export const viewPhoneReply = (row: PhoneReplyRow): z.infer<typeof phoneReply> => ({
  ...{ id: String(row.id), to: row.recipient, text: row.text, kind: row.kind, sure: row.isSure, handled: row.handled, test: row.test },
  received_at: row.receivedAt.toISOString(),
})

/** A phone can reply to a number, never to a name. The newest first, each once. */
export const answerable = (messages: readonly PhoneMessage[]): string[] => [
  ...new Set(messages.map(({ sender }) => sender).filter((sender) => /^\d+$/.test(sender))),
]
