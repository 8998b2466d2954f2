import { z } from 'zod'
import type { OutboundMessage, SubmitOutcome } from '../../domain/messages/carrier.ts'
import { idOf, isRecord, jsonOf, outcomeOfStatus, textOf } from './answers.ts'
import type { Answer, CarrierRequest } from './call.ts'
import { diagnoseStatus, fails, works } from './diagnosis.ts'
import type { Provider } from './httpCarrier.ts'
import { httpUrl } from './httpUrl.ts'
import { readSevenCallback } from './sevenCallback.ts'
import { signRequest } from './sevenSignature.ts'

/** Settings of seven.io; the address is another one only for tests and proxies. */
export const sevenSettings = z.strictObject({ base_url: httpUrl.default('https://gateway.seven.io/api') })
export type SevenSecrets = { api_key: string; signing_key?: string | undefined }

/** seven.io keeps a message for at most 48 h. */
const MAX_TTL_MINUTES = 2_880

/**
 * seven.io, `POST /sms` with JSON. Our id travels as `foreign_id`, which receipts bring back.
 * @see https://docs.seven.io/en/rest-api/endpoints/sms
 */
export function createSeven({ settings, secrets }: { settings: z.infer<typeof sevenSettings>; secrets: SevenSecrets }): Provider {
  const { base_url: baseUrl } = settings
  const ready = (request: CarrierRequest, now: Date): CarrierRequest => {
    const signature = secrets.signing_key === undefined ? {} : signRequest(request, { key: secrets.signing_key, now })
    return { ...request, headers: { ...request.headers, accept: 'application/json', 'x-api-key': secrets.api_key, ...signature } }
  }
  return {
    submit: (message, now) =>
      ready(
        {
          url: `${baseUrl}/sms`,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(bodyOf(message, now)),
        },
        now,
      ),
    outcomeOf,
    readCallback: (request, now) => readSevenCallback(request, { signingKey: secrets.signing_key, now }),
    test: (now) => ready({ url: `${baseUrl}/balance`, method: 'GET' }, now),
    diagnose: (answer) => diagnose(answer, `${baseUrl}/balance`),
  }
}

function bodyOf({ id, phone, sender, text, flash, validUntil }: OutboundMessage, now: Date) {
  const minutes = Math.floor((validUntil.getTime() - now.getTime()) / 60_000)
  return {
    to: phone,
    from: sender,
    text,
    foreign_id: String(id),
    ttl: Math.max(1, Math.min(minutes, MAX_TTL_MINUTES)),
    ...(flash ? { flash: true } : {}),
  }
}

/** Faults of the set-up: nothing was taken, and the same message can go later. */
const setUpFaults: Readonly<Record<string, string>> = {
  '11': 'its network is away for now (code 11)',
  '300': 'the request carried no key (code 300)',
  '500': 'the balance is too low (code 500)',
  '900': 'it does not know the API key (code 900)',
  '901': 'it does not accept the signature (code 901): is the signing key right, and the clock of this machine?',
  '902': 'the API key may not send (code 902)',
  '903': 'it does not accept requests from the address of this machine (code 903)',
}

const rejections: Readonly<Record<string, string>> = {
  '201': 'sender_invalid',
  '202': 'number_invalid',
  '301': 'number_missing',
  '305': 'text_invalid',
  '401': 'text_too_long',
  '403': 'daily_limit_of_number',
}

function outcomeOf(answer: Answer, { message, now }: { message: OutboundMessage; now: Date }): SubmitOutcome {
  const body = jsonOf(answer)
  if (answer.status !== 200) return outcomeOfStatus(answer, now)
  if (!isRecord(body)) return outcomeOfCode(codeOf(body), message)
  const [first]: unknown[] = Array.isArray(body.messages) ? body.messages : []
  if (!isRecord(first)) return outcomeOfCode(codeOf(body.success), message)
  const id = idOf(first.id)
  if (first.success === true && id !== undefined) return { kind: 'accepted', carrierMessageId: id }
  return outcomeOfCode(codeOf(first.error) ?? codeOf(body.success), message)
}

/** A request that fails as a whole is answered by the bare code, as text or as a number. */
const codeOf = (value: unknown): string | undefined => /^\d{2,3}$/.exec(textOf(value)?.trim() ?? '')?.[0]

/**
 * Codes 600 (an error while sending) and 700 do not say whether the message went out, so nobody knows. 402 refuses a text that went to the
 * same number within 180 s: at a second try that was the first one.
 */
function outcomeOfCode(code: string | undefined, { attempt }: OutboundMessage): SubmitOutcome {
  if (code === undefined || code === '100' || code === '101') return { kind: 'unknown', reason: 'answer_not_understood' }
  const fault = setUpFaults[code]
  if (fault !== undefined) return { kind: 'unavailable', retryAfterMs: undefined, reason: fault }
  if (code === '402') return attempt > 1 ? { kind: 'unknown', reason: 'taken_before' } : { kind: 'rejected', reason: 'repeated_text' }
  if (code === '600' || code === '700') return { kind: 'unknown', reason: `seven_${code}` }
  return { kind: 'rejected', reason: rejections[code] ?? `seven_${code}` }
}

function diagnose(answer: Answer, url: string) {
  if (answer.status !== 200) return diagnoseStatus(answer, url)
  const body = jsonOf(answer)
  const code = codeOf(body)
  const fault = code === undefined ? undefined : setUpFaults[code]
  if (fault !== undefined) return fails(`seven.io is reached, and ${fault}.`)
  if (!isRecord(body) || typeof body.amount !== 'number') return fails('What answers there is not seven.io: is base_url right?')
  const balance = `${body.amount} ${textOf(body.currency) ?? ''}`.trim()
  return body.amount > 0
    ? works(`seven.io accepts the key; the balance is ${balance}.`)
    : fails(`seven.io accepts the key, and the balance is ${balance}: top it up.`)
}
