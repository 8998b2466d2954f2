import type { FastifyInstance } from 'fastify'
import { createSerializerCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { isText, UNFIT } from './storableText.ts'
import { InvalidInput } from './validation.ts'

/** Lets the schemas of `contract/` check what comes in and shape what goes out. */
export function useContracts(app: FastifyInstance): void {
  app.setValidatorCompiler<z.core.$ZodType>(({ schema, httpPart }) => (data: unknown) => {
    const unfit = httpPart === 'querystring' ? unfitParameter(data) : undefined
    if (unfit !== undefined) return { error: new InvalidInput([unfit]) }
    const result = z.safeParse(schema, data)
    return result.success ? { value: result.data } : { error: new InvalidInput(result.error.issues) }
  })
  app.setSerializerCompiler(createSerializerCompiler({ replacer: idAsText }))
}

/** A body is looked through while it is parsed, and no id in a path has a pattern that lets such a text pass. */
function unfitParameter(query: unknown): z.core.$ZodIssue | undefined {
  const unfit = Object.entries(query ?? {}).find(([, value]) => typeof value === 'string' && !isText(value))
  return unfit && { code: 'custom', path: [unfit[0]], message: `expected a text without ${UNFIT}.`, input: undefined }
}

/** Ids pass 2^53 some day, and JSON numbers do not: one that a contract leaves open leaves as a decimal string. */
const idAsText = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
