import { z } from 'zod'
import type { OutboundMessage, SubmitOutcome } from '../../domain/messages/carrier.ts'
import { idOf, isRecord, jsonOf, outcomeOfStatus, reasonOf, retryAfterMs, textOf } from './answers.ts'
import type { Answer } from './call.ts'
import { diagnoseStatus, fails, works } from './diagnosis.ts'
import type { Provider } from './httpCarrier.ts'
import { httpUrl } from './httpUrl.ts'
import { readTwilioCallback } from './twilioCallback.ts'

/** Settings of Twilio. With `api_key_sid` requests use that key and its secret; callbacks are signed by the auth token in any case. */
export const twilioSettings = z.strictObject({
  account_sid: z.string().regex(/^AC[0-9a-f]{32}$/, 'Expected AC and 32 hexadecimal digits'),
  api_key_sid: z
    .string()
    .regex(/^SK[0-9a-f]{32}$/, 'Expected SK and 32 hexadecimal digits')
    .optional(),
  base_url: httpUrl.default('https://api.twilio.com'),
})
export type TwilioSecrets = { auth_token: string; api_key_secret?: string | undefined }

/** The longest validity that Twilio is sure to take, in seconds; it was raised later, which older accounts may not know. */
const MAX_VALIDITY_S = 14_400
const VERSION = '2010-04-01'

export type TwilioParts = { settings: z.infer<typeof twilioSettings>; secrets: TwilioSecrets; callbackUrl: string }

/**
 * Twilio, `POST .../Messages.json` with a form. Our id stands in the query of the status callback's address, so a receipt names its
 * message even before the answer to the submit is there.
 * @see https://www.twilio.com/docs/messaging/api/message-resource
 */
export function createTwilio({ settings, secrets, callbackUrl }: TwilioParts): Provider {
  const account = `${settings.base_url}/${VERSION}/Accounts/${settings.account_sid}`
  const user = settings.api_key_sid ?? settings.account_sid
  const password = settings.api_key_sid === undefined ? secrets.auth_token : (secrets.api_key_secret ?? '')
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  return {
    submit: (message, now) => ({
      url: `${account}/Messages.json`,
      method: 'POST',
      headers: { authorization, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: formOf(message, { now, callbackUrl }).toString(),
    }),
    outcomeOf,
    readCallback: (request, now) => readTwilioCallback(request, { authToken: secrets.auth_token, now }),
    test: () => ({ url: `${account}.json`, method: 'GET', headers: { authorization, accept: 'application/json' } }),
    diagnose: (answer) => diagnose(answer, `${account}.json`),
  }
}

function formOf({ id, phone, sender, text, validUntil }: OutboundMessage, { now, callbackUrl }: { now: Date; callbackUrl: string }) {
  const seconds = Math.floor((validUntil.getTime() - now.getTime()) / 1_000)
  return new URLSearchParams({
    To: phone,
    // Short codes stand alone; long numbers need their plus.
    From: /^\d{7,}$/.test(sender) ? `+${sender}` : sender,
    Body: text,
    ValidityPeriod: String(Math.max(1, Math.min(seconds, MAX_VALIDITY_S))),
    StatusCallback: `${callbackUrl}?message=${id}`,
  })
}

/** Faults of the set-up, and queues that are full: nothing was taken. */
const setUpFaults: Readonly<Record<number, string>> = {
  20003: 'it does not accept the account SID with its auth token or key (error 20003)',
  20005: 'the account is not active (error 20005)',
  20404: 'it does not know the account SID (error 20404)',
  20429: 'it takes no more requests for now (error 20429)',
  21611: 'the queue of the sender is full (error 21611)',
}

const rejections: Readonly<Record<number, string>> = {
  21211: 'number_invalid',
  21212: 'sender_invalid',
  21408: 'country_not_enabled',
  21606: 'sender_invalid',
  21610: 'opted_out',
  21614: 'number_not_mobile',
  21617: 'text_too_long',
}

function outcomeOf(answer: Answer, { now }: { now: Date }): SubmitOutcome {
  const body = jsonOf(answer)
  if (!isRecord(body)) return outcomeOfStatus(answer, now)
  if (answer.status === 200 || answer.status === 201) {
    const id = idOf(body.sid)
    if (id === undefined) return { kind: 'unknown', reason: 'answer_not_understood' }
    if (body.status === 'failed') return { kind: 'rejected', reason: `twilio_${reasonOf(textOf(body.error_code) ?? 'failed')}` }
    return { kind: 'accepted', carrierMessageId: id }
  }
  const code = Number(body.code)
  const fault = setUpFaults[code]
  if (fault !== undefined && answer.status < 500) return { kind: 'unavailable', retryAfterMs: retryAfterMs(answer, now), reason: fault }
  if (answer.status === 400 && Number.isInteger(code)) return { kind: 'rejected', reason: rejections[code] ?? `twilio_${code}` }
  return outcomeOfStatus(answer, now)
}

function diagnose(answer: Answer, url: string) {
  const body = jsonOf(answer)
  const fault = isRecord(body) ? setUpFaults[Number(body.code)] : undefined
  if (fault !== undefined) return fails(`Twilio is reached, and ${fault}.`)
  if (answer.status !== 200) return diagnoseStatus(answer, url)
  if (!isRecord(body) || textOf(body.sid) === undefined) return fails('What answers there is not Twilio: is base_url right?')
  return body.status === 'active'
    ? works('Twilio accepts the key, and the account is active.')
    : fails(`Twilio accepts the key, and the account is ${reasonOf(textOf(body.status) ?? 'of no known state')}.`)
}
