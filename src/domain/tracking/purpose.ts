/** What the headers of a request say it is for. Each but `none` means that no person asked yet. */
export type Purpose = 'none' | 'prefetch' | 'preview'

type Headers = Readonly<Record<string, string | string[] | undefined>>

/**
 * Reads the purpose of a request from its headers, four look-ups for a request that has none.
 * @param headers with lower-case names, as node gives them
 * @see https://fetch.spec.whatwg.org/#sec-purpose-header (`prefetch`, also `prefetch;prerender`); `Purpose` is older Chrome
 * and Safari, `X-Moz` older Firefox, `X-Purpose` older Safari.
 */
export function purposeOf(headers: Headers): Purpose {
  const purpose = headers['sec-purpose'] ?? headers.purpose ?? headers['x-moz'] ?? headers['x-purpose']
  if (purpose === undefined) return 'none'
  const said = [headers['sec-purpose'], headers.purpose, headers['x-moz'], headers['x-purpose']].join(' ').toLowerCase()
  if (said.includes('prefetch') || said.includes('prerender')) return 'prefetch'
  return said.includes('preview') ? 'preview' : 'none'
}
