import { isText, UNFIT } from '../../storableText.ts'
import { SevenRefusal, type Code } from './codes.ts'

/** What came with a request, by name; what came more than once is a list. */
export type Given = ReadonlyMap<string, unknown>

/** Reads one parameter. What is absent is undefined. @throws SevenRefusal */
export type Parameter<T> = (value: unknown, name: string) => T

/** The parameters of an operation, by the names of what they are read into. */
export type Table<Values> = { readonly [Name in keyof Values]: Parameter<Values[Name]> }

/** Reads what a table names; all else is ignored, since clients send what older versions knew. */
export function readParameters<Values extends object>(table: Table<Values>, given: Given): Values {
  const entries = Object.entries<Parameter<unknown>>(table)
  const values = Object.fromEntries(entries.map(([name, read]) => [name, read(present(given.get(name)), name)]))
  return values as Values // Each name was read by its own parameter.
}

/** Clients written in JavaScript send the word `undefined` for what they were not given. */
const present = (value: unknown) => (value === null || value === '' || value === 'undefined' ? undefined : value)

export const required =
  <T>(read: Parameter<T | undefined>, code: Code): Parameter<T> =>
  (value, name) => {
    const found = read(value, name)
    if (found === undefined) throw new SevenRefusal(code, `The parameter "${name}" is missing.`)
    return found
  }

/** A text of at most `max` characters; `code` says that it is longer. */
export const text =
  ({ max, code = 700 }: { max: number; code?: Code }): Parameter<string | undefined> =>
  (value, name) => {
    const written = scalar(value, name)
    if (written !== undefined && written.length > max)
      throw new SevenRefusal(code, `"${name}" has ${written.length} characters: at most ${max} are possible.`)
    return written
  }

/** `true` and `1`, as text or not; everything else is no. */
export const truth: Parameter<boolean> = (value, name) => /^(?:1|true)$/i.test(scalar(value, name) ?? '')

/** A whole number; one beyond the limits is taken for the nearest that is possible. */
export const whole =
  ({ min, max }: { min: number; max: number }): Parameter<number | undefined> =>
  (value, name) => {
    const written = scalar(value, name)
    if (written === undefined) return undefined
    if (!/^-?\d{1,15}$/.test(written)) throw new SevenRefusal(700, `"${name}" is "${cut(written)}": expected a whole number.`)
    return Math.min(max, Math.max(min, Number(written)))
  }

/** A list: of its own, or as one text with commas. */
export const list =
  ({ max, code = 700 }: { max: number; code?: Code }): Parameter<string[] | undefined> =>
  (value, name) => {
    const items = [value].flat().flatMap((item) => scalar(item, name)?.split(',') ?? [])
    const words = items.map((item) => item.trim()).filter((item) => item !== '')
    if (words.length > max) throw new SevenRefusal(code, `"${name}" has ${words.length} entries: at most ${max} are possible.`)
    return words.length === 0 ? undefined : words
  }

/** One of some words, in any case. */
export const oneOf =
  <Word extends string>(...words: readonly Word[]): Parameter<Word | undefined> =>
  (value, name) => {
    const written = scalar(value, name)
    if (written === undefined) return undefined
    const found = words.find((word) => word.toLowerCase() === written.toLowerCase())
    if (found === undefined) throw new SevenRefusal(700, `"${name}" is "${cut(written)}": expected one of ${words.join(', ')}.`)
    return found
  }

/** Ids of messages in any of the forms that clients give lists: `1,2`, `["1","2"]`, `{"ids":[1,2]}`. Other words are no ids. */
export const idList =
  ({ max }: { max: number }): Parameter<bigint[]> =>
  (value, name) => {
    const written = typeof value === 'object' ? JSON.stringify(value) : String(value ?? '')
    const ids = new Set(written.match(/\d+/g)?.filter((id) => /^[1-9]\d{0,17}$/.test(id)))
    if (ids.size > max) throw new SevenRefusal(700, `"${name}" has ${ids.size} ids: at most ${max} are possible.`)
    return [...ids].map(BigInt)
  }

/** One id. What is none is nobody's, and nothing is found by it. */
export const id: Parameter<bigint | undefined> = (value, name) => {
  const written = scalar(value, name)
  if (written === undefined) return undefined
  return /^[1-9]\d{0,17}$/.test(written) ? BigInt(written) : 0n
}

/** Whether something came at all. */
export const given: Parameter<boolean> = (value) => value !== undefined && !(Array.isArray(value) && value.length === 0)

function scalar(value: unknown, name: string): string | undefined {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value
  if (last === undefined || last === null) return undefined
  if (typeof last !== 'string' && typeof last !== 'number' && typeof last !== 'boolean')
    throw new SevenRefusal(700, `"${name}" is neither a text nor a number.`)
  const written = String(last)
  if (!isText(written)) throw new SevenRefusal(700, `"${name}" holds ${UNFIT}.`)
  return written
}

const cut = (written: string) => (written.length > 100 ? `${written.slice(0, 100)}...` : written)
