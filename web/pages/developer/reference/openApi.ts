/** The part of OpenAPI 3.1 and JSON Schema that our own document uses; see src/http/openapi.ts. */
export type Schema = {
  /** One, or in the document several. */
  type?: string
  description?: string
  format?: string
  pattern?: string
  enum?: readonly unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: Schema | boolean
  items?: Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  $ref?: string
}
type Content = Readonly<Record<string, { schema: Schema }>>
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema; description?: string }
type RawOperation = {
  summary?: string
  tags?: readonly string[]
  parameters?: readonly Parameter[]
  requestBody?: { content: Content }
  responses: Readonly<Record<string, { description?: string; content?: Content }>>
  security?: readonly Readonly<Record<string, readonly string[]>>[]
}
export type OpenApi = {
  info: { title: string; description: string }
  servers: readonly { url: string }[]
  paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>
  components: { schemas?: Readonly<Record<string, Schema>> }
}

export const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
export type Method = (typeof methods)[number]
export type Answer = { status: string; description: string; type: string | undefined; schema: Schema | undefined }

/** One thing that can be asked of the API. `key` names it in addresses of the reference. */
export type Operation = {
  key: string
  method: Method
  path: string
  tag: string
  summary: string
  parameters: readonly Parameter[]
  body: { type: string; schema: Schema } | undefined
  answers: readonly Answer[]
  /** What a key needs; undefined where no key helps. */
  scope: string | undefined
  /** Only for people who are signed in. */
  isPersonal: boolean
}

/** All operations in the order of the document. Routes of one resource stand together there. */
export const operationsOf = ({ paths }: OpenApi): Operation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const raw = item[method]
      return raw === undefined ? [] : [operationOf({ method, path, raw })]
    }),
  )

function operationOf({ method, path, raw }: { method: Method; path: string; raw: RawOperation }): Operation {
  const [type, content] = Object.entries(raw.requestBody?.content ?? {})[0] ?? []
  return {
    ...{ key: `${method} ${path}`, method, path, tag: raw.tags?.[0] ?? '', summary: raw.summary ?? '' },
    parameters: raw.parameters ?? [],
    body: type === undefined || content === undefined ? undefined : { type, schema: content.schema },
    answers: Object.entries(raw.responses).map(([status, answer]) => answerOf(status, answer)),
    scope: raw.security?.flatMap(({ key = [] }) => key)[0],
    isPersonal: raw.security?.every((way) => !('key' in way)) === true,
  }
}

function answerOf(status: string, { description = '', content = {} }: RawOperation['responses'][string]): Answer {
  const [type, first] = Object.entries(content)[0] ?? []
  // The framework's filler says nothing.
  return { status, description: description === 'Default Response' ? '' : description, type, schema: first?.schema }
}

/** The answer of a success, which is the one with a number. */
export const successOf = ({ answers }: Operation): Answer | undefined => answers.find(({ status }) => /^2\d\d$/.test(status))

/** Follows references within the document; one that leads nowhere is an empty schema. */
export function resolve(document: OpenApi, schema: Schema): Schema {
  let found = schema
  // Names refer to names a few times at most; a circle ends here too.
  for (let steps = 0; found.$ref !== undefined && steps < 5; steps++) {
    const name = found.$ref.slice(found.$ref.lastIndexOf('/') + 1)
    found = document.components.schemas?.[name] ?? {}
  }
  return found
}

/** Alternatives without null, and whether null is one of them. */
export function choicesOf(document: OpenApi, schema: Schema): { choices: readonly Schema[]; isNullable: boolean } {
  const given = (schema.anyOf ?? schema.oneOf ?? [schema]).map((choice) => resolve(document, choice)).flatMap(byType)
  const choices = given.filter(({ type }) => type !== 'null')
  return { choices, isNullable: choices.length < given.length }
}

/** A schema of several types is one schema for each. */
const byType = (schema: Schema): readonly Schema[] =>
  Array.isArray(schema.type) ? schema.type.map((type: string) => ({ ...schema, type })) : [schema]

/** Operations whose words hold all of the words that are looked for, in any order. */
export function findOperations(operations: readonly Operation[], search: string): readonly Operation[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return operations
  return operations.filter((operation) => {
    const text = textOf(operation)
    return words.every((word) => text.includes(word))
  })
}

const textOf = ({ method, path, tag, summary, scope = '', parameters, body }: Operation): string =>
  [method, path, tag, summary, scope, ...parameters.map(({ name }) => name), ...Object.keys(body?.schema.properties ?? {})]
    .join(' ')
    .toLowerCase()

/** Where the thing is read that a field names: `campaign_id` by GET /v1/campaigns/{id}. */
export function operationOfField(operations: readonly Operation[], field: string): Operation | undefined {
  const [, noun] = /^(?:[a-z]+_)*?([a-z]+)_ids?$/.exec(field) ?? []
  if (noun === undefined) return undefined
  const paths = [`/v1/${noun}s/{id}`, `/v1/webhooks/${noun}s/{id}`]
  return operations.find(({ method, path }) => method === 'get' && paths.includes(path))
}

/** The others of the same resource. */
export const related = (operations: readonly Operation[], { key, tag }: Operation): readonly Operation[] =>
  operations.filter((other) => other.tag === tag && other.key !== key)
