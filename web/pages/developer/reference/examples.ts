import { choicesOf, resolve, type OpenApi, type Operation, type Schema } from './openApi.ts'

/** Values that say something, by the names of fields; where a schema allows something else only, that is taken. */
const known: Readonly<Record<string, unknown>> = {
  to: '+4915112345678',
  phone: '+4915112345678',
  contact: '+4915112345678',
  from: 'Acme',
  text: 'Hi, our spring sale is on: https://example.com/spring',
  url: 'https://shop.example/hooks',
  destination: 'https://example.com/summer',
  email: 'ana@example.com',
  name: 'Spring sale',
  label: 'spring',
  reference: 'order-5512',
  id: '1024',
  currency: 'EUR',
  amount: '79.90',
  time_zone: 'Europe/Berlin',
  country: 'DE',
  role: 'developer',
  types: ['hit.click', 'message.delivered'],
  groups: ['Customers'],
  mapping: '{"1":"phone"}',
  include: [{ kind: 'all' }],
  click_id: '5sJ2nLq8',
}
const AN_INSTANT = '2026-11-24T08:00:00.000Z'
const LATER = '2026-11-24T09:00:00.000Z'
const MAX_DEPTH = 7

/** Whole bodies where what is required alone would show little. */
const bodies: Readonly<Record<string, unknown>> = {
  'post /v1/messages': {
    to: '+4915112345678',
    from: 'Acme',
    text: 'Hi, our spring sale is on: https://example.com/spring',
    label: 'spring',
  },
  'post /v1/webhooks/endpoints': { url: 'https://shop.example/hooks', types: ['hit.click', 'message.delivered'] },
  'post /v1/keys': { name: 'Web shop', mode: 'test', scopes: ['messages:write', 'messages:read'] },
}

/** A body that the operation takes: what is required, and for some a little more. undefined where there is none or it is no JSON. */
export function exampleBody(document: OpenApi, { key, body }: Operation): unknown {
  if (body?.type !== 'application/json') return undefined
  return bodies[key] ?? exampleOf(document, body.schema, { onlyRequired: true })
}

type Options = { name?: string; onlyRequired?: boolean; depth?: number }

/** A value that a schema allows. Of objects all members are shown, or those that are required. */
export function exampleOf(document: OpenApi, given: Schema, { name = '', onlyRequired = false, depth = 0 }: Options = {}): unknown {
  const [first = {}] = choicesOf(document, resolve(document, given)).choices
  const schema = { ...first, ...resolve(document, first.allOf?.[0] ?? {}) }
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined && name !== 'limit') return schema.default
  const own = known[name]
  if (own !== undefined && fits(document, schema, own)) return own
  if (schema.enum !== undefined) return schema.enum[0]
  if (schema.anyOf ?? schema.oneOf) return exampleOf(document, schema, { name, onlyRequired, depth: depth + 1 })
  if (schema.type === 'object') return exampleObject(document, schema, { onlyRequired, depth })
  if (schema.type === 'array') {
    if (schema.items === undefined || depth >= MAX_DEPTH) return []
    return [exampleOf(document, schema.items, { name: name.replace(/s$/, ''), onlyRequired, depth: depth + 1 })]
  }
  return plainExample(schema, name)
}

function exampleObject(document: OpenApi, schema: Schema, { onlyRequired, depth }: { onlyRequired: boolean; depth: number }): unknown {
  if (depth >= MAX_DEPTH) return {}
  const names = onlyRequired ? (schema.required ?? []) : Object.keys(schema.properties ?? {})
  return Object.fromEntries(
    names.map((name) => [name, exampleOf(document, schema.properties?.[name] ?? {}, { name, onlyRequired, depth: depth + 1 })]),
  )
}

function plainExample({ type, format, pattern, minimum = 0, minLength = 0 }: Schema, name: string): unknown {
  if (type === 'boolean') return true
  if (type === 'integer' || type === 'number') return Math.max(1, minimum)
  if (type === 'null') return null
  if (format === 'date-time' || /^\^?\(\?:19/.test(pattern ?? '')) return name === 'to' || name === 'until' ? LATER : AN_INSTANT
  if (format === 'email') return 'ana@example.com'
  if (pattern !== undefined && /\\d/.test(pattern) && !/A-Z/i.test(pattern)) return '1024'
  return name === '' ? 'text' : name.replaceAll('_', ' ').padEnd(minLength, 'x')
}

/** Whether one of our values is of the type and form that the schema wants. */
function fits(document: OpenApi, schema: Schema, value: unknown): boolean {
  if (Array.isArray(value))
    return schema.type === 'array' && value.every((item) => fits(document, resolve(document, schema.items ?? {}), item))
  if (typeof value !== 'string') return schema.type === undefined || schema.type === 'object'
  if (schema.type !== 'string' || (schema.enum !== undefined && !schema.enum.includes(value))) return false
  if (schema.format === 'date-time' || value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) return false
  return schema.pattern === undefined || new RegExp(schema.pattern).test(value)
}

/** The address with its parts filled in and the query that is required. */
export function exampleUrl(document: OpenApi, baseUrl: string, { path, parameters }: Operation): string {
  const valueOf = (name: string) => {
    const schema = parameters.find((parameter) => parameter.name === name)?.schema ?? {}
    return encodeURIComponent(String(exampleOf(document, schema, { name })))
  }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => valueOf(name))
  const query = parameters.filter((parameter) => parameter.in === 'query' && parameter.required === true)
  return `${baseUrl}${filled}${query.length === 0 ? '' : `?${query.map(({ name }) => `${name}=${valueOf(name)}`).join('&')}`}`
}
