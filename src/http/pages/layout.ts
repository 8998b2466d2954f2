import type { Language } from '../../contract/session.ts'
import type { SignedIn } from '../../domain/accounts/signedIn.ts'
import { assetUrl } from './assets.ts'
import { html, raw, type Html } from './html.ts'
import { timeOf } from './figures.ts'

type Place = 'overview' | 'phone' | 'keys'

const places: { place: Place; path: string; name: string }[] = [
  { place: 'overview', path: '/', name: 'Home' },
  { place: 'phone', path: '/phone', name: 'Phones' },
  { place: 'keys', path: '/keys', name: 'Keys' },
]

/** A page of somebody who is signed in: the rail, and beside it the content. `live` pages bring themselves up to date. */
export function appPage({
  title,
  place,
  signedIn,
  now,
  live = false,
  body,
}: {
  title: string
  place: Place
  signedIn: SignedIn
  now: Date
  live?: boolean
  body: Html
}): string {
  const rail = html`<nav class="rail" aria-label="Main">
    <a class="brand" href="/">Tapline</a>
    <ul>
      ${places.map((item) => html`<li><a href="${item.path}" ${item.place === place && raw(' aria-current="page"')}>${item.name}</a></li>`)}
      <li><a href="/openapi.json">API</a></li>
    </ul>
    <div class="who">
      <span class="account" title="${signedIn.accountName}">${signedIn.accountName}</span>
      <span class="email" title="${signedIn.email}">${signedIn.email}</span>
      <form method="post" action="/sign-out"><button class="quiet">Sign out</button></form>
    </div>
  </nav>`
  const stamp = html`<p class="as-of" data-as-of>
    <span class="live-mark">live, </span><span class="stale-mark">not connected, </span>as of ${timeOf(now)}
    <a class="reload" href="">Reload</a>
  </p>`
  return documentOf({
    title,
    live,
    body: html`${rail}
      <main>
        <header class="head">
          <h1>${title}</h1>
          ${live && stamp}
        </header>
        ${body}
      </main>`,
  })
}

/** A page for one thing only, such as signing in: a narrow column. */
export function plainPage({ title, body, language = 'en' }: { title: string; body: Html; language?: Language }): string {
  return documentOf({
    title,
    language,
    live: false,
    body: html`<main class="plain">
      <p class="brand">Tapline</p>
      <h1>${title}</h1>
      ${body}
    </main>`,
  })
}

function documentOf({ title, live, body, language = 'en' }: { title: string; live: boolean; body: Html; language?: Language }): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Tapline</title>
        <link rel="icon" href="${assetUrl('/assets/icon.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assetUrl('/assets/app.css')}" />
        <script src="${assetUrl('/assets/refresh.js')}" defer></script>
      </head>
      <body${live && raw(' class="can-refresh"')}>
        ${body}
      </body>
    </html>`.markup
}
