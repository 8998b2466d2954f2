import { z } from 'zod'
import type { RemoteCarrier } from '../../domain/messages/carrier.ts'
import type { Outbound } from '../../platform/outbound.ts'
import { createGeneric } from './generic.ts'
import { genericSettings } from './genericSettings.ts'
import { createHttpCarrier, type Provider } from './httpCarrier.ts'
import { createSeven, sevenSettings } from './seven.ts'
import { createTwilio, twilioSettings } from './twilio.ts'

/** Settings of every kind: requests at a time from one process, and when a request has failed that was not answered. */
const common = z.object({ parallel: z.int().min(1).max(200).default(32), timeout_seconds: z.int().min(1).max(30).default(15) })

export type CarrierParts = {
  kind: string
  settings: Readonly<Record<string, unknown>>
  secrets: Readonly<Record<string, string>>
  /** The secret that stands in `callbackUrl`. */
  callbackSecret: string
  callbackUrl: string
  outbound: Outbound
}

/**
 * Opens a carrier of any kind over HTTP; no connection is made.
 * @throws Error whose message says what is wrong with settings or secrets, without repeating a secret
 */
export function openHttpCarrier({ kind, settings, secrets, callbackSecret, callbackUrl, outbound }: CarrierParts): RemoteCarrier {
  const { parallel, timeout_seconds: timeout } = parse(common, settings)
  const own = Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in common.shape)))
  const provider = providerOf(kind, { settings: own, secrets, callbackUrl })
  return createHttpCarrier({ provider, outbound, parallel, deadlineMs: timeout * 1_000, callbackSecret })
}

function providerOf(
  kind: string,
  { settings, secrets, callbackUrl }: Pick<CarrierParts, 'settings' | 'secrets' | 'callbackUrl'>,
): Provider {
  switch (kind) {
    case 'seven':
      return createSeven({ settings: parse(sevenSettings, settings), secrets: parse(sevenSecrets, secrets, 'secrets') })
    case 'twilio': {
      const read = parse(twilioSettings, settings)
      if (read.api_key_sid !== undefined && secrets.api_key_secret === undefined)
        throw new Error('secrets: api_key_sid needs the secret api_key_secret')
      return createTwilio({ settings: read, secrets: parse(twilioSecrets, secrets, 'secrets'), callbackUrl })
    }
    case 'generic':
      return createGeneric({ settings: parse(genericSettings, settings), secrets, callbackUrl })
    default:
      throw new Error(`There is no carrier over HTTP of the kind "${kind}"`)
  }
}

/** A secret goes into a header, so it is one line of printable characters. */
const secret = z.string().regex(/^[\x21-\x7e]{1,512}$/, 'Expected one line without blanks')
const sevenSecrets = z.strictObject({ api_key: secret, signing_key: secret.optional() })
const twilioSecrets = z.strictObject({ auth_token: secret, api_key_secret: secret.optional() })

function parse<T>(schema: z.ZodType<T>, value: unknown, within?: string): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = [within, ...(issue?.path ?? [])].filter((part) => part !== undefined).join('.')
  throw new Error(`${place === '' ? 'settings' : place}: ${issue?.message ?? 'not as expected'}`)
}
