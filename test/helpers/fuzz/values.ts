import fc from 'fast-check'
import type { Schema } from './operations.ts'
import { isText } from '../../../src/http/storableText.ts'
import { hostileStrings, vocabulary } from './vocabulary.ts'

/** Where a schema stands: the field's name, and what resolves references and refuses values. */
export type Place = {
  name: string
  schemas: Readonly<Record<string, Schema>>
  fault: (schema: Schema, value: unknown) => string | undefined
}

/** Values that a schema allows; those of our vocabulary come often. */
export function valuesOf(schema: Schema, place: Place): fc.Arbitrary<unknown> {
  const made = byKind(schema, place)
  const words = (vocabulary[place.name] ?? []).filter((word) => place.fault(schema, word) === undefined)
  return words.length === 0 ? made : fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 1, arbitrary: made })
}

function byKind(schema: Schema, place: Place): fc.Arbitrary<unknown> {
  if (typeof schema.$ref === 'string') return valuesOf(place.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, place)
  const alternatives = [schema.anyOf, schema.oneOf].find(isList)
  if (alternatives !== undefined) return fc.oneof(...alternatives.filter(isSchema).map((one) => valuesOf(one, place)))
  if ('const' in schema) return fc.constant(schema.const)
  if (isList(schema.enum)) return fc.constantFrom(...schema.enum)
  if (isList(schema.type)) return fc.oneof(...schema.type.map((type) => byKind({ ...schema, type }, place)))
  switch (schema.type) {
    case 'string':
      return strings(schema)
    case 'integer':
      return fc.integer({ min: numberOr(schema.minimum, -(2 ** 31)), max: numberOr(schema.maximum, 2 ** 31) })
    case 'number':
      return fc.double({ min: numberOr(schema.minimum, -1e9), max: numberOr(schema.maximum, 1e9), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return lists(schema, place)
    case 'object':
      return objects(schema, place)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

/** Whatever fits, above all what hurts. A text that nothing can store is allowed nowhere, which no schema says each time. */
function strings({ minLength, maxLength, pattern, allOf, format }: Schema): fc.Arbitrary<string> {
  const patterns = [pattern, ...(isList(allOf) ? allOf.filter(isSchema).map((one) => one.pattern) : [])]
  const matching = patterns.filter((one) => typeof one === 'string').map((one) => new RegExp(one))
  const fits = (text: string) =>
    isText(text) &&
    text.length >= numberOr(minLength, 0) &&
    text.length <= numberOr(maxLength, 10_000) &&
    matching.every((one) => one.test(text))
  const words = hostileStrings.filter(fits)
  const [first] = matching
  const formatted = formats[String(format)]
  if (formatted !== undefined && matching.length === 0) return formatted.filter(fits)
  const made = [
    ...(words.length === 0 ? [] : [fc.constantFrom(...words)]),
    ...(formatted === undefined ? [] : [formatted.filter(fits)]),
    (first === undefined ? plain(numberOr(minLength, 0), numberOr(maxLength, 100)) : fc.stringMatching(first)).filter(fits),
  ]
  return fc.oneof(...made)
}

const plain = (minLength: number, maxLength: number) => {
  const most = Math.max(minLength, Math.floor(Math.min(maxLength, 120) / 2))
  return fc.string({ unit: 'binary', minLength: Math.min(minLength, most), maxLength: most })
}

/** Formats that come without a pattern, or whose pattern finds few that make sense. */
const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  'date-time': fc
    .date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString()),
  uri: fc.webUrl({ withQueryParameters: true, withFragments: true }),
  email: fc.emailAddress(),
  uuid: fc.uuid(),
}

function lists({ items, minItems, maxItems }: Schema, place: Place): fc.Arbitrary<unknown[]> {
  const minLength = numberOr(minItems, 0)
  const maxLength = Math.max(minLength, Math.min(numberOr(maxItems, 4), 4))
  return fc.array(valuesOf(isSchema(items) ? items : {}, place), { minLength, maxLength })
}

function objects({ properties, required, additionalProperties, propertyNames }: Schema, place: Place): fc.Arbitrary<object> {
  const needed = new Set(isList(required) ? required : [])
  const fields = Object.entries(isSchema(properties) ? properties : {}).map(([name, schema]) => {
    const value = valuesOf(isSchema(schema) ? schema : {}, { ...place, name })
    return [name, needed.has(name) ? value : fc.option(value, { freq: 3, nil: undefined })] as const
  })
  const named = fc.record(Object.fromEntries(fields)).map((given) => JSON.parse(JSON.stringify(given)))
  if (!isSchema(additionalProperties)) return named
  const names = isSchema(propertyNames) ? byKind({ type: 'string', ...propertyNames }, place) : fc.string({ maxLength: 20 })
  const more = fc.dictionary(names.map(String), valuesOf(additionalProperties, { ...place, name: '' }), { maxKeys: 3 })
  return fc.tuple(named, more).map(([own, others]) => ({ ...others, ...own }))
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value)
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)
const numberOr = (value: unknown, otherwise: number) =>
  typeof value === 'number' ? Math.max(-(2 ** 53), Math.min(2 ** 53, value)) : otherwise
