import { html, type Html } from './html.ts'
import type { PageWords } from './pageWords.ts'

const EXAMPLE_PHONE = '+4915112345678'

/** A call that sends one tracked SMS, ready for a shell. */
const curlOf = ({ key, baseUrl }: { key: string; baseUrl: string }): string =>
  [
    `curl ${baseUrl}/v1/messages \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"to": "${EXAMPLE_PHONE}", "from": "Acme", "text": "Hi, our spring sale is on: https://example.com/spring"}'`,
  ].join('\n')

/** What a new user sees once: the key, the call that sends the first tracked SMS, and where to look at it. */
export function firstMessage({ key, baseUrl, words }: { key: string; baseUrl: string; words: PageWords['ready'] }): Html {
  return html`<p>${words.key}</p>
    <pre class="secret"><code>${key}</code></pre>
    <p class="actions"><a class="main" href="/">${words.home}</a> <a href="/phone">${words.phone}</a></p>
    <h2>${words.first}</h2>
    <p>${words.how}</p>
    <pre><code>${curlOf({ key, baseUrl })}</code></pre>
    <p>${words.next}</p>`
}
