import type { FastifyInstance } from 'fastify'
import { listDomains } from '../../domain/links/domains.ts'
import { field } from './forms.ts'
import { html, raw, type Html } from './html.ts'
import { appPage } from './layout.ts'
import { bubble, type Domains } from './phoneMessage.ts'
import { replyBox, replyBubble } from './phoneReply.ts'
import {
  selectPhoneMessages,
  selectPhoneReplies,
  selectPhones,
  type PhoneMessage,
  type PhoneReplyRow,
  type SimulatedPhone,
} from './store.ts'
import { timeOf } from './figures.ts'
import { signedInPage, type PageParts } from './visit.ts'

const MAX_PHONES = 50
const MAX_MESSAGES = 50
/** Messages that the list of phones is made from. */
const LOOKED_AT = 2_000

/** The simulated phones of an account: what they received, links to tap, and what Tapline recorded of it. */
export function phonePage(app: FastifyInstance, parts: PageParts): void {
  app.get(
    '/phone',
    signedInPage(
      parts,
      async (request, _reply, signedIn) => {
        const { accountId } = signedIn
        const phones = await selectPhones(parts.db, { accountId, limit: MAX_PHONES, among: LOOKED_AT })
        const asked = field(request.query, 'number').slice(0, 50)
        const phone = asked === '' ? phones[0]?.phone : asked
        const messages = phone === undefined ? [] : await selectPhoneMessages(parts.db, { accountId, phone, limit: MAX_MESSAGES })
        const replies = phone === undefined ? [] : await selectPhoneReplies(parts.db, { accountId, phone, limit: MAX_MESSAGES })
        const domains = await listDomains(parts.db, { accountId })
        const body = html`<p class="simulation">
            <strong>Simulation:</strong> nothing left this machine. These phones show what the simulator carrier was given.
          </p>
          <div data-refresh>${phone === undefined ? noPhones() : twoColumns({ phones, phone, messages, replies, domains })}</div>`
        return appPage({ title: 'Simulated phones', place: 'phone', signedIn, now: new Date(), live: true, body })
      },
      { scope: 'messages:write' },
    ),
  )
}

const noPhones = () =>
  html`<div class="empty">
    <p>No phone has received anything yet. <a href="/">Send a first message</a> and it shows up here.</p>
  </div>`

type Shown = {
  phones: readonly SimulatedPhone[]
  phone: string
  messages: readonly PhoneMessage[]
  replies: readonly PhoneReplyRow[]
  domains: Domains
}

function twoColumns({ phones, phone, messages, replies, domains }: Shown): Html {
  const senders = messages.map(({ sender }) => sender)
  return html`<div class="phones">
    <nav class="phone-list" aria-label="Phones" data-scroll="phones">
      <ol>
        ${phones.map((item, index) => phoneEntry(item, { isOpen: item.phone === phone, index }))}
      </ol>
      ${phones.length === MAX_PHONES && html`<p class="hint">The ${MAX_PHONES} that received something last.</p>`}
    </nav>
    <section class="handset" aria-label="Phone ${phone}">
      <div class="screen">
        <h2>${phone}</h2>
        <div class="thread" data-scroll="${phone}" tabindex="0" id="thread">
          <div class="messages-in">
            ${messages.length === MAX_MESSAGES && html`<p class="hint">The last ${MAX_MESSAGES} messages.</p>`}
            ${messages.length === 0 && html`<p class="hint">This number has received nothing.</p>`}
            ${conversation({ messages, replies, domains })}
          </div>
        </div>
        ${replyBox({ phone, senders })}
      </div>
    </section>
  </div>`
}

/** Both directions by their time, the newest last. Replies older than the oldest message that is shown stay out, as older messages do. */
function conversation({ messages, replies, domains }: Pick<Shown, 'messages' | 'replies' | 'domains'>): Html[] {
  const oldest = messages.length === MAX_MESSAGES ? messages.at(-1)?.receivedAt : undefined
  const shown = replies.filter(({ receivedAt }) => oldest === undefined || receivedAt >= oldest)
  return [
    ...messages.map((message) => ({ at: message.receivedAt, entry: bubble(message, domains) })).toReversed(),
    ...shown.map((reply) => ({ at: reply.receivedAt, entry: replyBubble(reply) })).toReversed(),
  ]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ entry }) => entry)
}

function phoneEntry({ phone, lastText, lastAt }: SimulatedPhone, { isOpen, index }: { isOpen: boolean; index: number }): Html {
  return html`<li>
    <a id="phone-${index}" href="/phone?number=${encodeURIComponent(phone)}" ${isOpen && raw(' aria-current="true"')}>
      <span class="number">${phone}</span> <span class="when">${timeOf(lastAt)}</span>
      <span class="last"><bdi>${lastText}</bdi></span>
    </a>
  </li>`
}
