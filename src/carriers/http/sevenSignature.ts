import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { CallbackRequest } from '../../domain/messages/carrier.ts'
import type { CarrierRequest } from './call.ts'
import { equals } from './httpCarrier.ts'

/** How far a callback's time may be off; seven.io's own client allows the same. */
const MAX_AGE_S = 300

type Signed = { timestamp: string; nonce: string; method: string; url: string; body: string }

/**
 * The signature of seven.io: HMAC-SHA256, in hexadecimal, of time, nonce, method, complete URL and MD5 of the body, a line each.
 * @see https://docs.seven.io/en/rest-api/signing
 */
export function signatureOf({ timestamp, nonce, method, url, body }: Signed, key: string): string {
  const digest = createHash('md5').update(body).digest('hex')
  return createHmac('sha256', key).update([timestamp, nonce, method, url, digest].join('\n')).digest('hex')
}

/** The headers that sign a request of ours. */
export function signRequest({ url, method, body = '' }: CarrierRequest, { key, now }: { key: string; now: Date }): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const nonce = randomBytes(16).toString('hex')
  return { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signatureOf({ timestamp, nonce, method, url, body }, key) }
}

/**
 * Checks the signature of a callback. A repeated nonce is not looked for: what it would repeat changes nothing.
 * @returns what is wrong with it, or undefined
 */
export function faultOfSignature(
  { url, method, headers, body }: CallbackRequest,
  { key, now }: { key: string; now: Date },
): string | undefined {
  const [timestamp, nonce, signature] = ['x-timestamp', 'x-nonce', 'x-signature'].map((name) => headers[name])
  if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string') return 'it is not signed'
  if (!(Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= MAX_AGE_S)) return `it is older than ${MAX_AGE_S} s`
  const expected = signatureOf({ timestamp, nonce, method, url, body }, key)
  return equals(expected, signature.toLowerCase()) ? undefined : 'its signature does not fit'
}
