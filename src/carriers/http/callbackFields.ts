import type { CallbackRequest } from '../../domain/messages/carrier.ts'
import { parsePhone } from '../../lib/phone.ts'
import { isRecord, parseJson } from './answers.ts'

/** Most fields of a form that are looked at. */
const MAX_FIELDS = 200

/**
 * What a callback says, whatever its form: a JSON body, form fields, or the query of a GET. Fields such as `data[id]`, as PHP writes
 * them, stand inside `data`.
 * @returns undefined for a body that is none of these
 */
export function valueOf({ method, url, headers, body }: CallbackRequest): unknown {
  const type = String(headers['content-type'] ?? '')
  if (method === 'GET') return nested(new URL(url).searchParams)
  if (/json/i.test(type) || /^\s*[[{]/.test(body)) return parseJson(body)
  return /x-www-form-urlencoded/i.test(type) ? nested(new URLSearchParams(body)) : undefined
}

/** The same where only named fields mean anything. */
export function fieldsOf(request: CallbackRequest): Record<string, unknown> | undefined {
  const value = valueOf(request)
  return isRecord(value) ? value : undefined
}

function nested(pairs: URLSearchParams): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null)
  for (const [key, value] of [...pairs].slice(0, MAX_FIELDS)) {
    const [, outer, inner] = /^(\w+)\[(\w+)\]$/.exec(key) ?? []
    if (outer === undefined || inner === undefined) fields[key] = value
    else {
      const group = isRecord(fields[outer]) ? fields[outer] : Object.create(null)
      group[inner] = value
      fields[outer] = group
    }
  }
  return fields
}

/** Our own id of a message, as it came back; undefined for anything else. */
export const referenceOf = (value: unknown): bigint | undefined =>
  (typeof value === 'string' || typeof value === 'number') && /^[1-9]\d{0,17}$/.test(String(value)) ? BigInt(value) : undefined

/** When something happened: what the carrier says, if that is a time with its zone that has come, else now. */
export function timeOf(value: unknown, now: Date): Date {
  const hasZone = typeof value === 'string' && /(?:Z|[+-]\d\d:?\d\d)$/.test(value)
  const at = hasZone ? new Date(value) : now
  return Number.isNaN(at.getTime()) || at > now || at.getTime() < now.getTime() - MAX_AGE_MS ? now : at
}

/** A time before that is a fault of the sender. */
const MAX_AGE_MS = 40 * 86_400_000

/** Who wrote: E.164 where the carrier gives a number, in whatever form; else what it gives. */
export function writerOf(value: string): string {
  const parsed = parsePhone(value)
  return parsed.kind === 'ok' ? parsed.phone : clean(value).slice(0, 40)
}

/** The number that was written to, as a message's sender stands: digits alone, or a name. */
export const recipientOf = (value: string): string =>
  clean(value)
    .replace(/^\+|^00/, '')
    .slice(0, 40)

/** PostgreSQL stores every character but this one. */
export const clean = (text: string): string => text.replaceAll('\0', '')
