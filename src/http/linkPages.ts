/** What the link server says when there is nowhere to go: small pages without scripts, images or anything of the request. */
export type LinkPage = { status: number; headers: readonly string[]; body: string }

/** On every answer of a short link; a hit is counted anew each time, so nothing may be cached. */
const commonHeaders: readonly string[] = [
  'Cache-Control',
  'no-store',
  'Referrer-Policy',
  'no-referrer',
  'X-Robots-Tag',
  'noindex, nofollow',
  'X-Content-Type-Options',
  'nosniff',
]

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:20vh auto;padding:0 1.5rem}h1{font-size:1.25rem}:root{color-scheme:light dark}'

/** One page per status; made once, so that an answer is a write. */
export const linkPages = {
  notFound: page(404, 'This link does not exist', 'Check that the whole link was copied from the message.'),
  gone: page(410, 'This link is no longer active', 'The sender of the message has ended it, or its time is over.'),
  methodNotAllowed: page(405, 'This address can only be opened', 'Short links answer GET and HEAD.', ['Allow', 'GET, HEAD']),
  tooMany: page(429, 'Too many unknown links', 'Many links that do not exist were asked for from this network. Try again in a minute.', [
    'Retry-After',
    '60',
  ]),
  unavailable: page(503, 'Please try again in a moment', 'This link cannot be looked up right now.', ['Retry-After', '5']),
} as const

/** `robots.txt` of every short domain: nothing here is for search engines. */
export const robots: LinkPage = {
  status: 200,
  headers: ['Content-Type', 'text/plain; charset=utf-8', 'Cache-Control', 'max-age=86400'],
  body: 'User-agent: *\nDisallow: /\n',
}

function page(status: number, title: string, sentence: string, more: readonly string[] = []): LinkPage {
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style><h1>${title}</h1><p>${sentence}</p></html>\n`
  const headers = [
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  ]
  return { status, headers: [...headers, ...commonHeaders, ...more], body }
}
