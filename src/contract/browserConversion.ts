import { z } from 'zod'
import { parseMicros } from '../lib/micros.ts'
import { MAX_CLICK_IDS } from './conversions.ts'

/** What PostgreSQL takes for no text. */
const UNFIT = /\0|\p{Surrogate}/u

/** A conversion as a browser reports it: short names, since they stand in every page. */
const wire = z.object({
  a: z.string().max(20),
  n: z.string().regex(/^[A-Za-z][\w.-]{0,63}$/, 'n: expected a name such as order or sign_up'),
  c: z.array(z.string().max(64)).max(MAX_CLICK_IDS).default([]),
  v: z.union([z.number(), z.string().max(20)]).nullish(),
  u: z
    .string()
    .regex(/^[A-Z]{3}$/, 'u: expected a currency such as EUR')
    .nullish(),
  o: z.union([z.string().min(1).max(100), z.int()]).nullish(),
})

export type BrowserConversion = {
  account: string
  name: string
  clickIds: string[]
  valueMicros: bigint | null
  currency: string | null
  orderId: string | null
}

/**
 * Reads a beacon's JSON or a pixel's query.
 * @returns the conversion, or what is wrong with it as a sentence
 */
export function readBrowserConversion(
  kind: 'beacon' | 'pixel',
  text: string,
): { ok: true; value: BrowserConversion } | { ok: false; problem: string } {
  const given = kind === 'beacon' ? parseJson(text) : fieldsOf(new URLSearchParams(text))
  const parsed = wire.safeParse(given)
  if (!parsed.success) return { ok: false, problem: parsed.error.issues[0]?.message ?? 'Expected a conversion.' }
  const { a, n, c, v, u, o } = parsed.data
  const valueMicros = v === null || v === undefined || v === '' ? null : parseMicros(v)
  if (valueMicros === undefined) return { ok: false, problem: 'v: expected a decimal with up to 6 places, such as 49.90' }
  if (valueMicros !== null && (u === null || u === undefined)) return { ok: false, problem: 'u: a value needs its currency, such as EUR' }
  const orderId = o === null || o === undefined ? null : String(o)
  if (orderId !== null && UNFIT.test(orderId)) return { ok: false, problem: 'o: expected readable text' }
  const value = { account: a, name: n, clickIds: c, orderId, valueMicros, currency: valueMicros === null ? null : (u ?? null) }
  return { ok: true, value }
}

function fieldsOf(query: URLSearchParams): Record<string, unknown> {
  const fields = Object.fromEntries(['a', 'n', 'v', 'u', 'o'].flatMap((name) => (query.get(name) ? [[name, query.get(name)]] : [])))
  return { ...fields, c: query.getAll('c') }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
