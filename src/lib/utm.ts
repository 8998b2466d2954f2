/**
 * Adds campaign parameters that a URL does not have yet. What the URL has stays as it is, byte for byte, in its order; the new ones
 * stand behind its query, before its fragment.
 * @param url a checked destination
 * @param utm values by parameter, `utm_source` or just `source`; empty values are left out
 * @see https://support.google.com/analytics/answer/10917952
 */
export function withUtm(url: string, utm: Readonly<Record<string, string>>): string {
  const hash = url.indexOf('#')
  const base = hash === -1 ? url : url.slice(0, hash)
  const fragment = hash === -1 ? '' : url.slice(hash)
  const question = base.indexOf('?')
  const present = question === -1 ? new Set<string>() : parameterNames(base.slice(question + 1))
  const added = Object.entries(utm)
    .map(([name, value]) => ({ name: name.startsWith('utm_') ? name : `utm_${name}`, value }))
    .filter(({ name, value }) => value !== '' && !present.has(name.toLowerCase()))
    .map(({ name, value }) => `${encode(name)}=${encode(value)}`)
  if (added.length === 0) return url
  return `${base}${separator(base, question)}${added.join('&')}${fragment}`
}

function parameterNames(query: string): Set<string> {
  return new Set([...new URLSearchParams(query).keys()].map((name) => name.toLowerCase()))
}

function separator(base: string, question: number): string {
  if (question === -1) return '?'
  return question === base.length - 1 || base.endsWith('&') ? '' : '&'
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'))
}
