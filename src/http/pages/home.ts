import type { FastifyInstance } from 'fastify'
import { curlOf } from './firstMessage.ts'
import { html, type Html } from './html.ts'
import { appPage } from './layout.ts'
import { stateBadge } from './stateBadge.ts'
import { selectRecentMessages, type RecentMessage } from './store.ts'
import { countOf, timeOf } from './figures.ts'
import { signedInPage, type PageParts } from './visit.ts'

const SHOWN = 20

/** The overview: what was sent last, and what became of it. */
export function homePage(app: FastifyInstance, parts: PageParts): void {
  app.get(
    '/',
    signedInPage(parts, async (_request, _reply, signedIn) => {
      const messages = await selectRecentMessages(parts.db, { accountId: signedIn.accountId, limit: SHOWN })
      const body = html`<div data-refresh>${messages.length === 0 ? nothingSent(parts) : messageTable(messages)}</div>`
      return appPage({ title: 'Overview', place: 'overview', signedIn, now: new Date(), live: true, body })
    }),
  )
}

function nothingSent({ config }: PageParts): Html {
  return html`<div class="empty">
    <p>Nothing sent yet. With a <a href="/keys">key</a>, this sends the first tracked SMS to the simulated phone:</p>
    <pre><code>${curlOf({ key: 'YOUR KEY', baseUrl: config.baseUrl })}</code></pre>
  </div>`
}

function messageTable(messages: readonly RecentMessage[]): Html {
  return html`<table class="stacks messages">
      <thead>
        <tr>
          <th>Time</th>
          <th>To</th>
          <th>From</th>
          <th>Text</th>
          <th>State</th>
          <th class="figure" title="Apps that showed the card of a link; no tap is needed for it.">Views</th>
          <th class="figure" title="Taps on links by a person; apps and scanners are not counted.">Clicks</th>
        </tr>
      </thead>
      <tbody>
        ${messages.map(messageRow)}
      </tbody>
    </table>
    ${messages.length === SHOWN && html`<p class="hint">The newest ${SHOWN}. All of them: <code>GET /v1/messages</code>.</p>`}`
}

function messageRow(message: RecentMessage): Html {
  const { phone, sender, words, state, test, createdAt, sendAt } = message
  const waits = state === 'queued' && sendAt > createdAt
  return html`<tr>
    <td class="when">${waits ? html`due ${timeOf(sendAt)}` : timeOf(createdAt)}</td>
    <td class="to"><a href="/phone?number=${encodeURIComponent(phone)}">${phone}</a></td>
    <td class="from">${sender}</td>
    <td class="words" title="${words}"><bdi>${words}</bdi></td>
    <td class="state">
      ${stateBadge(state)} ${test && html`<span class="badge over" title="Sent with a test key: it stays out of every figure.">test</span>`}
    </td>
    ${figures(message)}
  </tr>`
}

function figures({ tracking, linkCount, views, clicks }: RecentMessage): Html {
  if (linkCount === 0) return html`<td class="figure none" colspan="2">no tracked link</td>`
  if (tracking === 'aggregate')
    return html`<td class="figure none" colspan="2" title="This message counts in totals only.">in totals only</td>`
  return html`${figure('views', views)}${figure('clicks', clicks)}`
}

const figure = (name: 'views' | 'clicks', count: number) => html`<td class="figure ${name}${count > 0 && ' some'}">${countOf(count)}</td>`
