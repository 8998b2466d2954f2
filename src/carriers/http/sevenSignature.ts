import type { CallbackRequest } from '../../domain/messages/carrier.ts'
import { sevenHeaders, sevenSignature } from '../../platform/sevenSignature.ts'
import type { CarrierRequest } from './call.ts'
import { equals } from './httpCarrier.ts'

/** How far a callback's time may be off; seven.io's own client allows the same. */
const MAX_AGE_S = 300

/** The headers that sign a request of ours. */
export const signRequest = ({ url, method, body = '' }: CarrierRequest, signing: { key: string; now: Date }): Record<string, string> =>
  sevenHeaders({ url, method, body }, signing)

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
  const expected = sevenSignature({ timestamp, nonce, method, url, body }, key)
  return equals(expected, signature.toLowerCase()) ? undefined : 'its signature does not fit'
}
