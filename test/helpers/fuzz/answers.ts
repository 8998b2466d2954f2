import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Operation, Schema } from './operations.ts'

export type Given = { status: number; contentType: string; text: string }

/** Checks values against the schemas of a document. */
export function checker(schemas: Readonly<Record<string, Schema>>) {
  // Formats stand beside patterns that say the same; "strict" would refuse keywords of OpenAPI.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false })
  ajv.addSchema({ $id: 'document', components: { schemas } })
  const known = new Map<Schema, ReturnType<typeof ajv.compile>>()
  /** What is wrong with a value, in words; undefined when it fits. */
  const fault = (schema: Schema, value: unknown): string | undefined => {
    const validate = known.get(schema) ?? ajv.compile(absolute(schema))
    known.set(schema, validate)
    return validate(value) ? undefined : ajv.errorsText(validate.errors)
  }
  return { fault, faultOfAnswer: (operation: Operation, given: Given) => faultOfAnswer(operation, given, fault) }
}

/** A reference into the document, from wherever the schema is compiled. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/'))
}

type Fault = (schema: Schema, value: unknown) => string | undefined

/** An answer has to be one that the document lists: its status, its kind of content and its shape. */
function faultOfAnswer({ responses }: Operation, { status, contentType, text }: Given, fault: Fault): string | undefined {
  if (status >= 500) return `answered ${status}: ${text}`
  const listed = responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`]
  if (listed === undefined) return `answered ${status}, which the document does not list: ${text.slice(0, 500)}`
  const kinds = Object.keys(listed.content ?? {})
  if (kinds.length === 0) return text === '' ? undefined : `answered ${status} with a body, and the document lists none`
  const kind = kinds.find((one) => contentType.split(';')[0]?.trim() === one)
  if (kind === undefined) return `answered ${status} as "${contentType}"; the document lists ${kinds.join(', ')}`
  const schema = listed.content?.[kind]?.schema
  if (schema === undefined || !kind.endsWith('json')) return undefined
  const wrong = fault(schema, JSON.parse(text))
  return wrong === undefined ? undefined : `answered ${status} with a body that does not fit its schema: ${wrong}\n${text.slice(0, 1_000)}`
}
