import fc from 'fast-check'
import type { Operation } from './operations.ts'
import { namesThings } from './seen.ts'
import { valuesOf, type Place } from './values.ts'
import { hostileBodies, hostileHeaders, hostileQueries, hostileStrings, hostileValues } from './vocabulary.ts'

/** A value as generated, or the n-th of those that answers have shown so far and that fit the pattern of the parameter. */
type Word = { value: unknown } | { seen: number; pattern: string }
export type Request = {
  path: Readonly<Record<string, Word>>
  query: Readonly<Record<string, Word | undefined>>
  /** Stands behind the query as it is. */
  rawQuery: string
  headers: Readonly<Record<string, string>>
  /** The body's text; undefined for none. */
  body: string | undefined
}

type About = Omit<Place, 'name'>

/** Requests that the document allows. */
export function goodRequests(operation: Operation, about: About): fc.Arbitrary<Request> {
  const wordOf = ({ name, schema }: Operation['parameters'][number]): fc.Arbitrary<Word> => {
    const value = fc.record({ value: valuesOf(schema, { ...about, name }) })
    return namesThings.test(name)
      ? fc.oneof(fc.record({ seen: fc.nat(10_000), pattern: fc.constant(typeof schema.pattern === 'string' ? schema.pattern : '') }), value)
      : value
  }
  const ofPlace = (place: 'path' | 'query') => operation.parameters.filter((parameter) => parameter.in === place)
  return fc.record({
    path: fc.record(Object.fromEntries(ofPlace('path').map((parameter) => [parameter.name, wordOf(parameter)]))),
    query: fc.record(
      Object.fromEntries(
        ofPlace('query').map((parameter) => [
          parameter.name,
          parameter.required === true ? wordOf(parameter) : fc.option(wordOf(parameter), { freq: 3, nil: undefined }),
        ]),
      ),
    ),
    rawQuery: fc.constant(''),
    headers: fc.constant({}),
    body:
      operation.body === undefined
        ? fc.constant(undefined)
        : valuesOf(operation.body, { ...about, name: '' }).map((value) => JSON.stringify(value)),
  })
}

/** The same requests with one thing wrong. */
export function hostileRequests(operation: Operation, about: About): fc.Arbitrary<Request> {
  const good = goodRequests(operation, about)
  const attacks: fc.Arbitrary<Request>[] = [
    fc.tuple(good, fc.constantFrom(...hostileQueries)).map(([request, rawQuery]) => ({ ...request, rawQuery })),
    fc.tuple(good, fc.constantFrom(...hostileHeaders)).map(([request, headers]) => ({ ...request, headers })),
    fc.tuple(good, fc.constantFrom(...hostileBodies)).map(([request, body]) => ({ ...request, body })),
  ]
  if (operation.body !== undefined)
    attacks.push(
      fc
        .tuple(good, fc.nat(), fc.constantFrom<unknown>(...hostileValues, undefined))
        .map(([request, at, value]) => ({ ...request, body: JSON.stringify(spoil(JSON.parse(request.body ?? 'null'), { at, value })) })),
    )
  if (operation.path.includes('{'))
    attacks.push(
      fc.tuple(good, fc.constantFrom(...hostileStrings)).map(([request, value]) => ({
        ...request,
        path: Object.fromEntries(Object.keys(request.path).map((name) => [name, { value }])),
      })),
    )
  return fc.oneof(...attacks)
}

/** Replaces (or, for undefined, leaves out) one of all the values inside a value; a key that nobody knows may join an object. */
function spoil(whole: unknown, { at, value }: { at: number; value: unknown }): unknown {
  const count = countPlaces(whole)
  let left = at % count
  const walk = (part: unknown): unknown => {
    if (left-- === 0) return value
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    const changed = Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]))
    return at % 7 === 0 ? { ...changed, unheard_of: value ?? 1 } : changed
  }
  return walk(whole)
}

function countPlaces(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, inner) => sum + countPlaces(inner), 1)
}
