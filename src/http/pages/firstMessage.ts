import { html, type Html } from './html.ts'

const EXAMPLE_PHONE = '+4915112345678'

/** A call that sends one tracked SMS, ready for a shell. */
export const curlOf = ({ key, baseUrl }: { key: string; baseUrl: string }): string =>
  [
    `curl ${baseUrl}/v1/messages \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"to": "${EXAMPLE_PHONE}", "from": "Acme", "text": "Hi, our spring sale is on: https://example.com/spring"}'`,
  ].join('\n')

/** What a new user sees once: the key, the call that sends the first tracked SMS, and where to look at it. */
export function firstMessage({ key, baseUrl }: { key: string; baseUrl: string }): Html {
  return html`<p>You are signed in, and this is your first API key. Copy it now: it is shown once and stored nowhere.</p>
    <pre class="secret"><code>${key}</code></pre>
    <h2>Send the first tracked SMS</h2>
    <p>
      In a shell on this machine. Until you set up a carrier, messages go to the simulator: nothing leaves the machine and nothing costs
      anything.
    </p>
    <pre><code>${curlOf({ key, baseUrl })}</code></pre>
    <p>Then open the simulated phone and tap the short link.</p>
    <p class="actions"><a class="main" href="/developer/phones">Open the simulated phone</a> <a href="/">Overview</a></p>`
}
