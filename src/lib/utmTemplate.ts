/**
 * Adds UTM parameters to a URL that holds merge fields, which `URL` would escape.
 * @param source the URL as written, fields in braces
 * @returns the source with those parameters that it does not have, before its fragment
 */
export function appendUtm(source: string, utm: Readonly<Record<string, string>>): string {
  const fragmentAt = source.indexOf('#')
  const url = fragmentAt < 0 ? source : source.slice(0, fragmentAt)
  const missing = Object.entries(utm).filter(([name]) => !new RegExp(`[?&]${name}=`).test(url))
  if (missing.length === 0) return source
  const query = missing.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${url}${url.includes('?') ? '&' : '?'}${query}${fragmentAt < 0 ? '' : source.slice(fragmentAt)}`
}
