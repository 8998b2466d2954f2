import type { OutboundMessage } from '../../domain/messages/carrier.ts'
import { isRecord, textOf } from './answers.ts'
import type { CarrierRequest } from './call.ts'
import type { GenericSettings } from './genericSettings.ts'

/** What stands for each placeholder. */
export type Values = Readonly<Record<string, string>>

export const valuesOf = (
  { id, phone, sender, text, validUntil }: OutboundMessage,
  { now, callbackUrl }: { now: Date; callbackUrl: string },
): Values => ({
  id: String(id),
  phone,
  phone_digits: phone.slice(1),
  sender,
  text,
  validity_minutes: String(Math.max(1, Math.floor((validUntil.getTime() - now.getTime()) / 60_000))),
  callback_url: callbackUrl,
})

export const secretValues = (secrets: Readonly<Record<string, string>>): Values =>
  Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`secret.${name}`, value]))

const PLACEHOLDER = /\{([a-z_]+(?:\.[\w-]+)?)\}/g

/** Fills placeholders in; each value is encoded for its place. One that means nothing stays as written. */
export const fill = (template: string, values: Values, encode: (value: string) => string = (value) => value): string =>
  template.replaceAll(PLACEHOLDER, (written, name: string) => (Object.hasOwn(values, name) ? encode(values[name] ?? '') : written))

/** Placeholders of a setting that stand for nothing, as written. */
export const strangersIn = (template: string, values: Values): string[] =>
  [...template.matchAll(PLACEHOLDER)].filter(([, name]) => !Object.hasOwn(values, name ?? '')).map(([written]) => written)

/** Fills the texts inside a JSON value, never its shape: a text of a message cannot become more than a text. */
function fillJson(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return fill(value, values)
  if (Array.isArray(value)) return value.map((item) => fillJson(item, values))
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fillJson(item, values)])) : value
}

/** Every text of a JSON value, to look at its placeholders. */
export const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []

/** The request that submits a message. */
export function submitRequest({ url, method, headers, encoding, body }: GenericSettings['submit'], values: Values): CarrierRequest {
  const target = fill(url, values, encodeURIComponent)
  const filled = fillHeaders(headers, values)
  if (encoding === 'json')
    return { url: target, method, headers: { 'content-type': 'application/json', ...filled }, body: JSON.stringify(fillJson(body, values)) }
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) fields.set(name, fill(textOf(value) ?? JSON.stringify(value), values))
  if (encoding === 'query') return { url: `${target}${target.includes('?') ? '&' : '?'}${fields}`, method, headers: filled }
  return { url: target, method, headers: { 'content-type': 'application/x-www-form-urlencoded', ...filled }, body: fields.toString() }
}

export const fillHeaders = (headers: Readonly<Record<string, string>>, values: Values): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), fill(value, values)]))

/** What stands at a JSON pointer; undefined where nothing does. */
export function at(value: unknown, pointer: string | undefined): unknown {
  if (pointer === undefined) return undefined
  let found = value
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = Reflect.get(found, name)
  }
  return found
}
