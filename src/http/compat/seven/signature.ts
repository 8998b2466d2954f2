import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { takeNonce } from '../../../domain/accounts/sevenNonces.ts'
import { sevenSettings, sevenSigningKey } from '../../../domain/accounts/sevenSettings.ts'
import { sevenSignature } from '../../../platform/sevenSignature.ts'
import type { RouteParts } from '../../routes/parts.ts'
import { rawBody } from './body.ts'
import { SevenRefusal } from './codes.ts'

/** How old a signed request may be, and how far ahead the sender's clock. */
const MAX_AGE_S = 30

/**
 * Checks the signature of a request that has one; one that has none passes unless the account demands it.
 * @throws SevenRefusal 901
 */
export async function checkSignature(parts: RouteParts, request: FastifyRequest, now: Date): Promise<void> {
  const { accountId } = request.key
  const [signature, timestamp, nonce] = ['x-signature', 'x-timestamp', 'x-nonce'].map((name) => request.headers[name])
  if (signature === undefined) {
    if ((await sevenSettings(parts.db, { accountId })).requiresSignature)
      throw new SevenRefusal(901, 'This account takes only signed requests: send X-Signature, X-Timestamp and X-Nonce.')
    return
  }
  if (typeof signature !== 'string' || typeof timestamp !== 'string' || typeof nonce !== 'string')
    throw new SevenRefusal(901, 'A signed request needs each of X-Signature, X-Timestamp and X-Nonce once.')
  if (!/^[\w-]{1,100}$/.test(nonce)) throw new SevenRefusal(901, 'X-Nonce has to be up to 100 letters and digits.')
  if (!(Math.abs(now.getTime() / 1_000 - Number(timestamp)) <= MAX_AGE_S))
    throw new SevenRefusal(901, `X-Timestamp is more than ${MAX_AGE_S} seconds away from the time here: is the clock right?`)
  const key = await sevenSigningKey(parts.db, { accountId, secrets: parts.webhooks.secrets })
  const signed = { timestamp, nonce, method: request.method, body: rawBody(request) }
  if (!urlsOf(request, parts).some((url) => equals(sevenSignature({ ...signed, url }, key), signature.toLowerCase())))
    throw new SevenRefusal(901, 'The signature does not fit: it covers the complete public URL, and the body byte by byte.')
  if (!(await takeNonce(parts.db, { accountId, nonce })))
    throw new SevenRefusal(901, 'X-Nonce was used before: each request needs its own.')
}

/** The public address, whatever a proxy made of it; and the one that was asked, for who comes another way. */
const urlsOf = ({ raw, protocol, host }: FastifyRequest, { baseUrl }: RouteParts) => [
  `${baseUrl}${raw.url ?? ''}`,
  `${protocol}://${host}${raw.url ?? ''}`,
]

const equals = (expected: string, shown: string) => {
  const [one, other] = [Buffer.from(expected), Buffer.from(shown)]
  return one.length === other.length && timingSafeEqual(one, other)
}
