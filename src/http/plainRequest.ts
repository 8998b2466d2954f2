import { codeOf } from './linkPath.ts'

/** A request for a short link that asks for nothing of HTTP but the path and a few headers, under names in lower case as node gives them. */
export type PlainRequest = { code: string; headers: Record<string, string> }

/** Nearly all phones send less than 1 kB; a longer head is left to node:http and its limits. */
const MAX_BYTES = 4_096

/**
 * One whole GET with HTTP/1.1 and header lines, nothing before and nothing behind: stricter than RFC 9112, so that whatever two readers
 * could understand differently (folded lines, bare line feeds, spaces before a colon, control characters) is left to node:http.
 */
const SHAPE = /^GET \/[\x21-\x7e]* HTTP\/1\.1\r\n(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*\r\n)+\r\n$/

const PATH = 'GET '.length
const AFTER_PATH = ' HTTP/1.1\r\n'.length

const read = new Set(['host', 'user-agent', 'sec-gpc', 'sec-purpose', 'purpose', 'x-moz', 'x-purpose', 'x-forwarded-for'])
/** They speak of a body, of another protocol, or of what becomes of the connection. */
const refused = new Set(['content-length', 'transfer-encoding', 'upgrade', 'expect', 'trailer', 'http2-settings', 'proxy-connection'])
/** Names of other lengths need no look: this saves half of the time. */
const lengths = new Set([...read, ...refused, 'connection'].map((name) => name.length))

/**
 * Reads a request for a short link from what one read of a socket gave.
 * @returns undefined for everything else, such as another method, half a request or two; node:http then decides
 */
export function readPlainRequest(bytes: Buffer): PlainRequest | undefined {
  if (bytes.length > MAX_BYTES) return undefined
  const text = bytes.toString('latin1')
  if (!SHAPE.test(text)) return undefined
  const pathEnd = text.indexOf(' ', PATH)
  const code = codeOf(text.slice(PATH, pathEnd))
  const headers = code === undefined ? undefined : readHeaders(text, pathEnd + AFTER_PATH)
  return code === undefined || headers === undefined ? undefined : { code, headers }
}

/** @returns undefined when a header needs node:http, when one that counts comes twice, and without a host */
function readHeaders(text: string, start: number): Record<string, string> | undefined {
  const headers: Record<string, string> = {}
  const end = text.length - '\r\n'.length
  for (let at = start; at < end;) {
    const colon = text.indexOf(':', at)
    const lineEnd = text.indexOf('\r\n', colon)
    if (lengths.has(colon - at)) {
      const name = text.slice(at, colon).toLowerCase()
      if (refused.has(name)) return undefined
      if (
        name === 'connection' &&
        text
          .slice(colon + 1, lineEnd)
          .trim()
          .toLowerCase() !== 'keep-alive'
      )
        return undefined
      if (read.has(name)) {
        if (headers[name] !== undefined) return undefined
        headers[name] = text.slice(colon + 1, lineEnd).trim()
      }
    }
    at = lineEnd + '\r\n'.length
  }
  return headers.host === undefined ? undefined : headers
}
