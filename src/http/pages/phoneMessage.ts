import type { ShortDomain } from '../../domain/links/domains.ts'
import { html, type Html } from './html.ts'
import { stateBadge } from './stateBadge.ts'
import type { LinkReport, PhoneMessage } from './store.ts'
import { cutAtLinks } from './textLinks.ts'
import { countOf, timeOf } from './figures.ts'

export type Domains = readonly ShortDomain[]

/** A message on the phone, and under it what Tapline recorded. */
export function bubble(message: PhoneMessage, domains: Domains): Html {
  const links = message.links ?? []
  const pieces = cutAtLinks(message.text, domains)
  const text = pieces.map((piece) =>
    piece.kind === 'text' ? piece.text : html`<a href="${piece.href}" target="_blank" rel="noopener noreferrer">${piece.text}</a>`,
  )
  const cards = pieces.flatMap((piece) => {
    const report = piece.kind === 'link' && piece.ownIndex !== undefined ? links[piece.ownIndex] : undefined
    return piece.kind === 'link' && report !== undefined && report.views > 0 ? [card({ href: piece.href, report })] : []
  })
  return html`<article class="message">
    <p class="sender">${message.sender} <span class="when">${timeOf(message.receivedAt)}</span></p>
    <div class="bubble${message.flash && ' flash'}" dir="auto">
      <p>${text}</p>
      ${cards}
    </div>
    ${record(message, links)}
  </article>`
}

/** What a messaging app shows after it has asked for the link by itself. */
function card({ href, report }: { href: string; report: LinkReport }): Html {
  const url = URL.parse(report.destination)
  return html`<a class="card" dir="ltr" href="${href}" target="_blank" rel="noopener noreferrer">
    <span class="picture" aria-hidden="true"></span>
    <span class="title">${url?.host ?? report.destination}</span>
    <span class="path">${url === null ? '' : url.pathname}</span>
  </a>`
}

function record(message: PhoneMessage, links: readonly LinkReport[]): Html {
  const { state, settledAt, test, flash } = message
  if (state === null) return html`<p class="record">Tapline has no record of this message any more.</p>`
  return html`<div class="record">
    <p>
      ${stateBadge(state)} ${settledAt !== null && timeOf(settledAt)} ${flash && html`<span class="badge over">flash</span>`}
      ${test === true && html`<span class="badge over">test</span>`}
    </p>
    ${tracked(message, links)}
  </div>`
}

function tracked({ tracking }: PhoneMessage, links: readonly LinkReport[]): Html {
  if (tracking === 'off' || links.length === 0) return html`<p>No tracked link.</p>`
  if (tracking === 'aggregate') return html`<p>Counts in totals only, not for this message.</p>`
  return html`<ul>
    ${links.map(linkLine)}
  </ul>`
}

function linkLine({ destination, views, clicks, firstClickAt, firstViewAt }: LinkReport): Html {
  return html`<li>
    <span class="destination" title="${destination}">${destination.replace(/^https?:\/\//, '')}</span>
    ${happened({ name: 'view', done: 'viewed', count: views, firstAt: firstViewAt })}
    ${happened({ name: 'click', done: 'clicked', count: clicks, firstAt: firstClickAt })}
  </li>`
}

function happened({ name, done, count, firstAt }: { name: string; done: string; count: number; firstAt: string | null }): Html {
  if (count === 0) return html`<span>not ${done}</span>`
  return html`<span class="${name}">${done} ${countOf(count)}${firstAt !== null && html` (first ${timeOf(new Date(firstAt))})`}</span>`
}
