import type { FastifyInstance } from 'fastify'
import { createSerializerCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { InvalidInput } from './validation.ts'

/** Lets the schemas of `contract/` check what comes in and shape what goes out. */
export function useContracts(app: FastifyInstance): void {
  app.setValidatorCompiler<z.core.$ZodType>(({ schema }) => (data) => {
    const result = z.safeParse(schema, data)
    return result.success ? { value: result.data } : { error: new InvalidInput(result.error.issues) }
  })
  app.setSerializerCompiler(createSerializerCompiler({ replacer: idAsText }))
}

/** Ids pass 2^53 some day, and JSON numbers do not: one that a contract leaves open leaves as a decimal string. */
const idAsText = (_key: string, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)
