import { z } from 'zod'

/** JSON Schema as the document writes it; what is not named here is checked by ajv and left alone by the generator. */
export type Schema = { readonly [keyword: string]: unknown }

const schema: z.ZodType<Schema> = z.record(z.string(), z.unknown())
const parameter = z.object({
  in: z.enum(['path', 'query', 'header', 'cookie']),
  name: z.string(),
  required: z.boolean().optional(),
  schema,
})
const content = z.record(z.string(), z.object({ schema: schema.optional() }))
const security = z.array(z.record(z.string(), z.array(z.string())))
const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ required: z.boolean().optional(), content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
  security: security.optional(),
})
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema).default({}) }),
  security: security.default([]),
})

export type Parameter = z.infer<typeof parameter>
export type Operation = {
  /** Such as `GET /v1/messages/{id}`. */
  name: string
  method: Method
  path: string
  parameters: readonly Parameter[]
  /** Of the JSON body; undefined when the operation takes none. */
  body: Schema | undefined
  responses: Readonly<Record<string, { content?: z.infer<typeof content> | undefined }>>
  needsKey: boolean
  /** Whether only somebody who is signed in may do it, and no key. */
  needsPerson: boolean
}
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export type Method = (typeof methods)[number]

/** Every operation of an OpenAPI document, so that a new route is fuzzed without anybody thinking of it. */
export function operationsOf(served: unknown): { operations: Operation[]; schemas: Readonly<Record<string, Schema>> } {
  const { paths, components, security: common } = document.parse(served)
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, { parameters, requestBody, responses, security: own }]) => {
      const method = z.enum(methods).parse(verb.toUpperCase())
      const body = requestBody?.content['application/json']?.schema
      const ways = own ?? common
      const needsPerson = ways.length > 0 && ways.every((way) => !('key' in way))
      return { name: `${method} ${path}`, method, path, parameters, body, responses, needsKey: ways.length > 0, needsPerson }
    }),
  )
  return { operations, schemas: components.schemas }
}
