import { createHmac, randomBytes } from 'node:crypto'
import { TEST_EVENT } from '../../contract/events.ts'
import type { Secrets } from '../../platform/secrets.ts'

/** What an endpoint keeps to itself; `former` is the secret before the last rotation. */
export type EndpointSecrets = { secret: string; former: string | undefined; headers: Readonly<Record<string, string>> }

const PREFIX = 'whsec_'
/** Standard Webhooks allows 24 to 64. */
const SECRET_BYTES = 32

/** A new signing secret in the form that the libraries of Standard Webhooks take. */
export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64')

/** The key bytes of secrets, parsed once for all requests of an endpoint. */
export const signingKeys = (secrets: readonly string[]): Buffer[] =>
  secrets.map((secret) => Buffer.from(secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : secret, 'base64'))

/**
 * Signs a request.
 * @param timestamp seconds since 1970, of this attempt
 * @returns the value of `webhook-signature`: one signature for each key, separated by blanks
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function sign(
  keys: readonly Buffer[],
  { id, timestamp, body }: { id: string; timestamp: number; body: string | Uint8Array },
): string {
  const start = `${id}.${timestamp}.`
  return keys.map((key) => `v1,${createHmac('sha256', key).update(start).update(body).digest('base64')}`).join(' ')
}

/**
 * The headers of a signed request; an endpoint's own never replace ours. They come one by one: an object that begins with another's members costs
 * more than all else of a request.
 */
export function requestHeaders(
  { keys, headers }: { keys: readonly Buffer[]; headers: Readonly<Record<string, string>> },
  { id, timestamp, body }: { id: string; timestamp: number; body: string | Uint8Array },
): Record<string, string> {
  const all: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'Tapline-Webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': sign(keys, { id, timestamp, body }),
  }
  for (const [name, value] of Object.entries(headers)) if (!Object.hasOwn(all, name)) all[name] = value
  return all
}

export const sealEndpointSecrets = (secrets: Secrets, { id, values }: { id: bigint; values: EndpointSecrets }): Buffer =>
  secrets.seal(Buffer.from(JSON.stringify(values)), contextOf(id))

/** @throws Error when they were sealed with another SECRET_KEY or for another endpoint */
export function unsealEndpointSecrets(secrets: Secrets, { id, sealed }: { id: bigint; sealed: Buffer }): EndpointSecrets {
  const opened: unknown = JSON.parse(secrets.unseal(sealed, contextOf(id)).toString('utf8'))
  if (!isRecord(opened) || typeof opened.secret !== 'string' || !isRecord(opened.headers))
    throw new Error(`The secrets of endpoint ${id} hold no secret`)
  return {
    secret: opened.secret,
    former: typeof opened.former === 'string' ? opened.former : undefined,
    headers: Object.fromEntries(Object.entries(opened.headers).map(([name, value]) => [name, String(value)])),
  }
}

/** The secrets that a request is signed with now. */
export const validSecrets = ({ secret, former }: EndpointSecrets, { isFormerValid }: { isFormerValid: boolean }): string[] =>
  former !== undefined && isFormerValid ? [secret, former] : [secret]

/** The body of an endpoint's test. */
export const testBody = ({ id, endpointId, at }: { id: string; endpointId: bigint; at: Date }): string =>
  JSON.stringify({
    type: TEST_EVENT,
    timestamp: at.toISOString(),
    data: { id, version: 1, test: true, endpoint: { id: String(endpointId) } },
  })

const contextOf = (id: bigint) => `webhook:${id}`
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
