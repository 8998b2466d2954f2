import { pipeline, Transform, type Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../lib/errors.ts'
import { hidePhones, holdsPhone } from '../lib/hidePhones.ts'

/** Ids, places in lists, times and codes are made of digits too, and tell nobody's number; a sender is the account's own. */
const plainKey =
  /^(?:id|ids|at|from|sender|code|amount|currency|sequence|version|request_id|next_cursor|timestamp|type|[a-z_]+_(?:id|ids|at|cursor))$/
/** Searches by what these hold are searches by number. */
const phoneKey = /^(?:phones?|numbers?|recipients?|to)$/
/** What a field is compared with is no number of a person's when it has fewer digits. */
const SHORTEST = 7
const E164 = /^\+[1-9]\d{6,14}$/
/** A line of a file that is longer is hidden piece by piece. */
const MAX_LINE = 65_536

/**
 * Hides phone numbers from callers who may not see them: in every answer of the app, whatever route makes it, and refuses what would find a number
 * out by asking for it.
 */
export function hideNumbers(app: FastifyInstance, { isBlind }: { isBlind: (request: FastifyRequest) => boolean }): void {
  app.addHook('preHandler', async (request) => {
    if (isBlind(request)) refuseSearch(request)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    // Events as they come hold ids and nothing else.
    if (!isBlind(request) || String(reply.getHeader('content-type')).startsWith('text/event-stream')) return payload
    if (isStream(payload)) return hidden(payload)
    if (Buffer.isBuffer(payload)) return hideText(payload.toString())
    return typeof payload === 'string' ? hideText(payload) : payload
  })
}

/** @throws AppError `numbers_hidden` */
export function requireNumbers({ seesNumbers }: { seesNumbers: boolean }): void {
  if (!seesNumbers) throw hiddenFromYou()
}

const hiddenFromYou = () =>
  new AppError('numbers_hidden', 'Your role, viewer, is not shown phone numbers, so it cannot search or choose by them: use other filters.')

function refuseSearch({ query, params, body }: FastifyRequest): void {
  // An address names things by their ids; only a contact may be named by its number too, and a suppression is.
  const { contact, phone } = record(params)
  const named = phone !== undefined || (typeof contact === 'string' && !/^\d+$/.test(contact))
  if (named || asksForNumber(query) || asksForNumber(body)) throw hiddenFromYou()
}

function asksForNumber(value: unknown, key = ''): boolean {
  if (typeof value === 'number') return key === 'value' && Math.abs(value) >= 10 ** (SHORTEST - 1)
  if (typeof value === 'string') return textAsks(value, key)
  if (Array.isArray(value)) return value.some((item) => asksForNumber(item, key))
  if (searchesInside(record(value))) return true
  return Object.entries(record(value)).some(([name, item]) => asksForNumber(item, name))
}

function textAsks(text: string, key: string): boolean {
  if (key === 'cursor' || plainKey.test(key)) return false
  if (key === 'value') return text.replace(/\D/g, '').length >= SHORTEST
  return phoneKey.test(key) ? /\d/.test(text) : holdsPhone(text)
}

/** A rule of an audience could find a number that stands in a field, digit by digit. */
const searchesInside = ({ operator, value }: Record<string, unknown>) =>
  (operator === 'contains' || operator === 'starts_with') && typeof value === 'string' && /\d/.test(value)

const record = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {})
const isStream = (payload: unknown): payload is Readable => typeof payload === 'object' && payload !== null && 'pipe' in payload

/** JSON by its members, so that ids stay ids; anything else as one text. */
function hideText(text: string): string {
  try {
    return JSON.stringify(hideValue(JSON.parse(text), '', []))
  } catch (error) {
    if (error instanceof SyntaxError) return hidePhones(text)
    throw error
  }
}

function hideValue(value: unknown, key: string, known: readonly string[]): unknown {
  if (typeof value === 'string') return plainKey.test(key) ? value : hidePhones(value, known)
  if (Array.isArray(value)) return value.map((item) => hideValue(item, key, known))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
  const numbers = entries.flatMap(([, item]) => (typeof item === 'string' && E164.test(item) ? [item] : []))
  const all = numbers.length === 0 ? known : [...known, ...numbers]
  // Names may be numbers too, where people name things.
  return Object.fromEntries(entries.map(([name, item]) => [hidePhones(name), hideValue(item, name, all)]))
}

/** Whichever of the two ends early ends the other; whoever reads hears of a failure by the end of what they read. */
function hidden(source: Readable): Readable {
  const hiding = hidingLines()
  pipeline(source, hiding, () => undefined)
  return hiding
}

/** Whole lines at a time, since a number may come in two pieces. */
function hidingLines(): Transform {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return new Transform({
    transform(chunk: Buffer | string, _encoding, done) {
      rest += typeof chunk === 'string' ? chunk : decoder.write(chunk)
      const end = rest.length > MAX_LINE ? rest.length : rest.lastIndexOf('\n') + 1
      const lines = rest.slice(0, end)
      rest = rest.slice(end)
      done(null, hideLines(lines))
    },
    flush(done) {
      done(null, hideLines(rest + decoder.end()))
    },
  })
}

const hideLines = (lines: string) => lines.replace(/[^\n]+/g, (line) => hidePhones(line, line.match(/\+[1-9]\d{6,14}/g) ?? []))
