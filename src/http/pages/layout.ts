import type { Language } from '../../contract/session.ts'
import { assetUrl } from './assets.ts'
import { html, type Html } from './html.ts'

/** A page for one thing only, such as signing in: a narrow column. Everything else is the web app. */
export function plainPage({ title, body, language = 'en' }: { title: string; body: Html; language?: Language }): string {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Tapline</title>
        <link rel="icon" href="${assetUrl('/assets/icon.svg')}" type="image/svg+xml" />
        <link rel="stylesheet" href="${assetUrl('/assets/app.css')}" />
      </head>
      <body>
        <main class="plain">
          <p class="brand">Tapline</p>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.markup
}
