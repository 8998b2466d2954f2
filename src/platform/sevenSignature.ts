import { createHash, createHmac, randomBytes } from 'node:crypto'

/** What a signature covers: `timestamp` in seconds since 1970, `url` complete, `body` byte by byte. */
export type SevenSigned = { timestamp: string; nonce: string; method: string; url: string; body: string | Uint8Array }

/**
 * The signature of seven.io: HMAC-SHA256, in hexadecimal, of time, nonce, method, complete URL and MD5 of the body, a line each.
 * @see https://docs.seven.io/en/rest-api/signing
 */
export function sevenSignature({ timestamp, nonce, method, url, body }: SevenSigned, key: string | Uint8Array): string {
  const digest = createHash('md5').update(body).digest('hex')
  return createHmac('sha256', key).update([timestamp, nonce, method, url, digest].join('\n')).digest('hex')
}

/** The headers that sign a request of ours, with a nonce of its own. */
export function sevenHeaders(
  { url, method, body }: Pick<SevenSigned, 'url' | 'method' | 'body'>,
  { key, now }: { key: string | Uint8Array; now: Date },
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const nonce = randomBytes(16).toString('hex')
  return { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': sevenSignature({ timestamp, nonce, method, url, body }, key) }
}
