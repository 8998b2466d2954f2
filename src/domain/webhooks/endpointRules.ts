import { AppError } from '../../lib/errors.ts'
import { isPrivateHost } from '../../lib/privateHosts.ts'

export const MAX_HEADERS = 20

/** Headers that we set, or that belong to the connection. */
const reserved: ReadonlySet<string> = new Set([
  ...['host', 'content-length', 'content-type', 'content-encoding', 'transfer-encoding', 'connection', 'keep-alive', 'upgrade', 'te'],
  ...['trailer', 'expect', 'user-agent', 'proxy-connection', 'proxy-authorization', 'webhook-id', 'webhook-timestamp', 'webhook-signature'],
  ...['x-timestamp', 'x-nonce', 'x-signature'],
])

/**
 * Checks where an endpoint is. What its name leads to is checked at each connection, since it can change.
 * @param privateOrigins origins that may be in a private network, by the operator's word
 * @throws AppError `endpoint_url_invalid`
 */
export function requireEndpointUrl(written: string, { privateOrigins }: { privateOrigins: readonly string[] }): string {
  const url = URL.parse(written.trim())
  if (url === null || !/^https?:$/.test(url.protocol))
    throw invalid(written, 'it is no http or https address, such as https://shop.example/hooks')
  if (url.username !== '' || url.password !== '') throw invalid(written, 'a name and password belong into a header of the endpoint')
  url.hash = ''
  if (!privateOrigins.includes(url.origin) && isPrivateHost(url.hostname))
    throw invalid(written, 'it is in a private network; the operator can allow its origin by TAPLINE_PRIVATE_ORIGINS')
  if (url.href.length > 2_048) throw invalid(written, 'it is longer than 2,048 characters')
  return url.href
}

const invalid = (written: string, why: string) =>
  new AppError('endpoint_url_invalid', `"${written.slice(0, 200)}" cannot be an endpoint: ${why}.`, { field: 'url' })

/**
 * Checks an endpoint's own headers; names come back in lower case.
 * @throws AppError `endpoint_header_invalid`
 */
export function requireHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
  const wrong = entries.find(([name]) => reserved.has(name))
  if (wrong !== undefined)
    throw headerInvalid(`The header "${wrong[0]}" is set by Tapline or by the connection: use another name, such as X-Shop.`)
  if (new Set(entries.map(([name]) => name)).size < entries.length)
    throw headerInvalid('A header is given twice: names differ only in their case.')
  if (entries.length > MAX_HEADERS) throw headerInvalid(`There are ${entries.length} headers: at most ${MAX_HEADERS} can be sent.`)
  return Object.fromEntries(entries)
}

const headerInvalid = (text: string) => new AppError('endpoint_header_invalid', text, { field: 'headers' })
