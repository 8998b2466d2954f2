import { randomBytes } from 'node:crypto'
import type { Secrets } from '../../platform/secrets.ts'
import type { CarrierSettings } from './carriers.ts'

/** What a carrier keeps to itself, by name; `callback_secret` stands in the address that it calls back. */
export type CarrierSecrets = Readonly<Record<string, string>>

/** A name that no kind of carrier may use for a secret of its own. */
export const CALLBACK_SECRET = 'callback_secret'

/** 32 characters that an address takes as they are: 192 random bits. */
export const newCallbackSecret = (): string => randomBytes(24).toString('base64url')

export const sealCarrierSecrets = (secrets: Secrets, { id, values }: { id: bigint; values: CarrierSecrets }): Buffer =>
  secrets.seal(Buffer.from(JSON.stringify(values)), contextOf(id))

/**
 * Opens a carrier's secrets; none where none were sealed.
 * @throws Error when they were sealed with another SECRET_KEY or for another carrier
 */
export function unsealCarrierSecrets(
  secrets: Secrets,
  { id, sealedSecrets }: Pick<CarrierSettings, 'id' | 'sealedSecrets'>,
): CarrierSecrets {
  if (sealedSecrets === null) return {}
  const opened: unknown = JSON.parse(secrets.unseal(sealedSecrets, contextOf(id)).toString('utf8'))
  if (typeof opened !== 'object' || opened === null) throw new Error(`The secrets of carrier ${id} hold no names`)
  return Object.fromEntries(Object.entries(opened).map(([name, value]) => [name, String(value)]))
}

const contextOf = (id: bigint) => `carrier:${id}`

/** Where a carrier calls back. */
export const callbackUrl = (baseUrl: string, { id, secret }: { id: bigint; secret: string }): string =>
  `${baseUrl}/callbacks/${id}/${secret}`
