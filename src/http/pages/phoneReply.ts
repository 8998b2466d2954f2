import type { FastifyInstance } from 'fastify'
import { AppError } from '../../lib/errors.ts'
import { hasControlCharacters } from '../../lib/template.ts'
import { field } from './forms.ts'
import { html, type Html } from './html.ts'
import { selectPhoneMessages, type PhoneReplyRow } from './store.ts'
import { timeOf } from './figures.ts'
import { signedInPage, type PageParts } from './visit.ts'

/** Ten parts of an SMS are shorter. */
const MAX_TEXT = 1_500
/** Messages whose senders can be answered: those that the page shows. */
const ANSWERABLE = 50

/** Where the box below a conversation sends what was written on a simulated phone. */
export function phoneReplyForm(app: FastifyInstance, parts: PageParts): void {
  app.post(
    '/phone/reply',
    signedInPage(
      parts,
      async (request, reply, { accountId }) => {
        const [phone, recipient] = [field(request.body, 'number').slice(0, 50), field(request.body, 'to').slice(0, 50)]
        const text = field(request.body, 'text').trim().slice(0, MAX_TEXT)
        if (hasControlCharacters(text)) throw new AppError('body_invalid', 'The reply holds control characters: remove them.')
        const messages = hasControlCharacters(phone) ? [] : await selectPhoneMessages(parts.db, { accountId, phone, limit: ANSWERABLE })
        if (!answerable(messages.map(({ sender }) => sender)).includes(recipient))
          throw new AppError('not_found', `Phone ${phone} has got no message from ${recipient || 'a number'} that it could reply to.`)
        if (text !== '') await parts.reply({ accountId, phone, recipient, text })
        return reply.redirect(`/phone?number=${encodeURIComponent(phone)}`, 303)
      },
      { scope: 'messages:write' },
    ),
  )
}

/** A phone can reply to a number, never to a name. The newest first, each once. */
const answerable = (senders: readonly string[]): string[] => [...new Set(senders)].filter((sender) => /^\d+$/.test(sender))

/** The box to reply by, or why there is none. `senders`: of the messages shown, the newest first. */
export function replyBox({ phone, senders }: { phone: string; senders: readonly string[] }): Html | undefined {
  const [newest] = senders
  if (newest === undefined) return undefined
  const numbers = answerable(senders)
  const [first] = numbers
  if (first === undefined)
    return html`<p class="no-reply">
      A phone cannot reply to “${newest}”, which is a name. Send from a number, such as 4915799999999, to try replies.
    </p>`
  const to =
    numbers.length === 1
      ? html`<input type="hidden" name="to" value="${first}" /><span>Reply to ${first}</span>`
      : html`<label for="reply-to">Reply to</label>
          <select id="reply-to" name="to">
            ${numbers.map((number) => html`<option>${number}</option>`)}
          </select>`
  return html`<form class="reply-box" method="post" action="/phone/reply">
    <input type="hidden" name="number" value="${phone}" />
    <div class="reply-to">${to}</div>
    <textarea
      id="reply-text"
      name="text"
      rows="1"
      maxlength="${MAX_TEXT}"
      placeholder="STOP, START, HELP or anything"
      aria-label="Reply"
      required
    ></textarea>
    <button class="main">Send</button>
  </form>`
}

const kindWords = {
  opt_out: 'read as an opt-out',
  opt_in: 'read as a wish to come back',
  help: 'read as a call for help',
  text: 'read as a text',
} as const
const handledWords = {
  opted_out: 'nothing more is sent to this number',
  opted_in: 'the number is sent to again',
  kept: 'the number stays suppressed, since somebody else than its person did that',
  none: undefined,
} as const

/** What was written on the phone, and under it what Tapline made of it. */
export function replyBubble({ recipient, text, kind, isSure, handled, test, receivedAt }: PhoneReplyRow): Html {
  const words = [kindWords[kind], !isSure && 'not sure: listed for review', handledWords[handled], test && 'changes nothing in test mode']
  return html`<article class="message reply">
    <p class="sender">to ${recipient} <span class="when">${timeOf(receivedAt)}</span></p>
    <div class="bubble" dir="auto"><p>${text}</p></div>
    <div class="record"><p>${words.filter((word) => word !== false && word !== undefined).join('; ')}</p></div>
  </article>`
}
