import { createHash } from 'node:crypto'

/** A page that says in two sentences why nothing happens; without scripts, and without a word about who runs this. */
export type LinkPage = { status: number; html: Buffer; headers: readonly string[] }

const style = [
  ':root{color-scheme:light dark}',
  'body{margin:0;min-height:100vh;display:grid;place-items:center;font:1.125rem/1.5 system-ui,sans-serif;color:#1f2733;background:#fbfbfa}',
  'main{max-width:28rem;padding:2rem}h1{font-size:1.375rem;margin:0 0 .5rem}p{margin:0;color:#566072}',
  'button{margin:1.5rem 0 0;padding:.75rem 1.25rem;border:0;border-radius:.5rem;font:inherit;font-weight:600;color:#fff;background:#1f2733;cursor:pointer}',
  'button:focus-visible{outline:3px solid #7a8699;outline-offset:2px}',
  '@media(prefers-color-scheme:dark){body{color:#e8eaee;background:#16191f}p{color:#a9b1bf}button{color:#16191f;background:#e8eaee}}',
].join('')

const policy = (formAction: 'none' | 'self') =>
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; frame-ancestors 'none'; base-uri 'none'; form-action '${formAction}'`

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
  unknown: linkPage({
    status: 404,
    title: 'This link leads nowhere',
    text: 'Please check that the address is complete, exactly as it stands in the message.',
  }),
  gone: linkPage({ status: 410, title: 'This link is no longer valid', text: 'It has expired or was withdrawn by its sender.' }),
  tooMany: linkPage({ status: 429, title: 'Too many unknown links', text: 'Please wait a minute and try again.' }),
  unavailable: linkPage({ status: 503, title: 'Please try again in a moment', text: 'This link cannot be looked up right now.' }),
} as const

/** `button`: a form that posts to the page's own address, with nothing in it. */
export type LinkPageWords = { status: number; title: string; text: string; language?: 'de'; button?: string }

/** Makes a page of words that are ours alone: nothing of a request may stand in it. */
export function linkPage({ status, title, text, language, button }: LinkPageWords): LinkPage {
  const form = button === undefined ? '' : `<form method="post"><button>${button}</button></form>`
  const html = Buffer.from(
    `<!doctype html><html lang="${language ?? 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">` +
      `<title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1><p>${text}</p>${form}</main></body></html>\n`,
  )
  const headers = [
    ...commonHeaders,
    ...['Content-Type', 'text/html; charset=utf-8', 'Content-Length', String(html.length)],
    ...[
      'Content-Security-Policy',
      policy(button === undefined ? 'none' : 'self'),
      'Referrer-Policy',
      'no-referrer',
      'X-Frame-Options',
      'DENY',
    ],
  ]
  return { status, html, headers }
}
