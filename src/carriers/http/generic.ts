import type { OutboundMessage, SubmitOutcome } from '../../domain/messages/carrier.ts'
import { idOf, jsonOf, outcomeOfStatus, reasonOf, retryAfterMs, textOf } from './answers.ts'
import type { Answer } from './call.ts'
import { diagnoseStatus, works } from './diagnosis.ts'
import { readGenericCallback } from './genericCallback.ts'
import type { Condition, GenericSettings } from './genericSettings.ts'
import { at, fillHeaders, secretValues, strangersIn, submitRequest, textsIn, valuesOf, type Values } from './genericTemplate.ts'
import type { Provider } from './httpCarrier.ts'

export type GenericParts = { settings: GenericSettings; secrets: Readonly<Record<string, string>>; callbackUrl: string }

/**
 * A provider that its settings describe.
 * @throws Error for settings that name what there is not: placeholders, secrets, a header that no server takes
 */
export function createGeneric({ settings, secrets, callbackUrl }: GenericParts): Provider {
  const secret = secretValues(secrets)
  checkTexts(settings, secret)
  const signing = settings.signature === undefined ? undefined : secrets[settings.signature.secret]
  if (settings.signature !== undefined && signing === undefined)
    throw new Error(`The signature needs a secret "${settings.signature.secret}", which was not given`)
  const testUrl = settings.test?.url ?? settings.submit.url.replace(/\?.*$/, '')
  return {
    submit: (message, now) => submitRequest(settings.submit, { ...secret, ...valuesOf(message, { now, callbackUrl }) }),
    outcomeOf: (answer, about) => outcomeOf(settings.answer, answer, about),
    readCallback: (request, now) => readGenericCallback(request, { settings, signing, now }),
    test: () => ({
      url: testUrl,
      method: settings.test?.method ?? 'HEAD',
      headers: fillHeaders(settings.test?.headers ?? {}, secret),
    }),
    diagnose: (answer) => diagnose(answer, { url: testUrl, isOwnTest: settings.test !== undefined }),
  }
}

const anyMessage: OutboundMessage = {
  ...{ id: 1n, accountId: 1n, phone: '+1', sender: '', text: '', encoding: 'gsm7', flash: false },
  ...{ validUntil: new Date(0), attempt: 1 },
}

function checkTexts({ submit, test }: GenericSettings, secret: Values): void {
  const values = { ...secret, ...valuesOf(anyMessage, { now: new Date(0), callbackUrl: '' }) }
  const strangers = textsIn([submit.url, submit.body]).flatMap((text) => strangersIn(text, values))
  // Only what we wrote ourselves may stand in a header: a line break in a text would end it.
  const inHeaders = textsIn([submit.headers, test ?? {}]).flatMap((text) => strangersIn(text, { ...secret, id: '' }))
  const [first] = [...strangers, ...inHeaders]
  if (first !== undefined)
    throw new Error(`Nothing is known for ${first}: is the secret missing, or the name mistyped? Headers take {id} and secrets only`)
  const filled = Object.values({ ...fillHeaders(submit.headers, { ...secret, id: '1' }), ...fillHeaders(test?.headers ?? {}, secret) })
  if (filled.some((value) => !/^[\x20-\x7e]*$/.test(value))) throw new Error('A header holds characters that no header can hold')
}

function outcomeOf(
  { id, accepted, later, rejected, reason }: GenericSettings['answer'],
  answer: Answer,
  { message, now }: { message: OutboundMessage; now: Date },
): SubmitOutcome {
  const body = jsonOf(answer)
  const fits = (conditions: readonly Condition[]) => conditions.some((condition) => holds(condition, { status: answer.status, body }))
  const said = textOf(at(body, reason))
  if (fits(later))
    return {
      kind: 'unavailable',
      retryAfterMs: retryAfterMs(answer, now),
      reason: `it said "${masked(reasonOf(said ?? `http_${answer.status}`))}"`,
    }
  if (fits(rejected)) return { kind: 'rejected', reason: reasonOf(said ?? `http_${answer.status}`) }
  if (!fits(accepted)) return outcomeOfStatus(answer, now)
  // Without an id of its own a message is known by ours, and so are its receipts.
  const carrierMessageId = id === undefined ? String(message.id) : idOf(at(body, id))
  return carrierMessageId === undefined ? { kind: 'unknown', reason: 'answer_not_understood' } : { kind: 'accepted', carrierMessageId }
}

/** What a carrier says when it takes nothing goes to the log, which holds no numbers of people. */
const masked = (text: string) => text.replaceAll(/\d{6,}/g, '...')

function holds({ status, where = {} }: Condition, answer: { status: number; body: unknown }): boolean {
  if (status !== undefined && !status.includes(answer.status)) return false
  return Object.entries(where).every(([place, values]) => {
    const found = at(answer.body, place)
    return values.includes(typeof found === 'boolean' ? String(found) : (textOf(found) ?? ''))
  })
}

/** Without a request of its own to test with, any answer but a refusal shows that somebody is there, and not that the key is right. */
function diagnose(answer: Answer, { url, isOwnTest }: { url: string; isOwnTest: boolean }) {
  if (answer.status >= 200 && answer.status < 300)
    return works(isOwnTest ? 'It answers, and accepts the request.' : 'It answers; whether the key is right only a message shows.')
  const isPostOnly = !isOwnTest && [400, 405, 415, 422].includes(answer.status)
  return isPostOnly
    ? works(`It answers (HTTP ${answer.status}, as a URL for POST may); whether the key is right only a message shows.`)
    : diagnoseStatus(answer, url)
}
