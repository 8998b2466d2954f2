import { createHash } from 'node:crypto'

/** A page that says in two sentences why nothing happens; without scripts, and without a word about who runs this. */
export type LinkPage = { status: number; html: Buffer; headers: readonly string[] }

const style = [
  ':root{color-scheme:light dark}',
  'body{margin:0;min-height:100vh;display:grid;place-items:center;font:1.125rem/1.5 system-ui,sans-serif;color:#1f2733;background:#fbfbfa}',
  'main{max-width:28rem;padding:2rem}h1{font-size:1.375rem;margin:0 0 .5rem}p{margin:0;color:#566072}',
  '@media(prefers-color-scheme:dark){body{color:#e8eaee;background:#16191f}p{color:#a9b1bf}}',
].join('')

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`

/** Headers of every answer on the link host. */
export const commonHeaders = [
  'Cache-Control',
  'no-store',
  'X-Robots-Tag',
  'noindex, nofollow',
  'X-Content-Type-Options',
  'nosniff',
] as const

export const linkPages = {
  unknown: page(404, 'This link leads nowhere', 'Please check that the address is complete, exactly as it stands in the message.'),
  gone: page(410, 'This link is no longer valid', 'It has expired or was withdrawn by its sender.'),
  tooMany: page(429, 'Too many unknown links', 'Please wait a minute and try again.'),
  unavailable: page(503, 'Please try again in a moment', 'This link cannot be looked up right now.'),
} as const

function page(status: number, title: string, text: string): LinkPage {
  const html = Buffer.from(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
      `<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>\n`,
  )
  const headers = [
    ...commonHeaders,
    ...['Content-Type', 'text/html; charset=utf-8', 'Content-Length', String(html.length)],
    ...['Content-Security-Policy', policy, 'Referrer-Policy', 'no-referrer', 'X-Frame-Options', 'DENY'],
  ]
  return { status, html, headers }
}
