import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Scope } from '../../../contract/scopes.ts'
import type { Caller } from '../../../domain/accounts/caller.ts'
import type { RouteParts } from '../../routes/parts.ts'
import { sendAnswer, type Answer } from './answers.ts'
import { readGiven } from './body.ts'
import { openByBody, openByHead } from './door.ts'
import { checkSignature } from './signature.ts'
import { readParameters, type Given, type Table } from './parameters.ts'

/** Who asks for what. `given`: all that came. `id` and `rest` stand in the address, where the path names them. */
export type Asked<Values> = { key: Caller; values: Values; given: Given; id: string; rest: string }

/** One address of seven.io's API with a method: what it takes, and what becomes of it. */
export type Operation<Values extends object> = {
  methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[]
  path: string
  scope: Scope
  parameters: Table<Values>
  run(asked: Asked<Values>): Promise<Answer>
}

/** Adds operations to the app; what all of them have in common is here. */
export type Add = <Values extends object>(operation: Operation<Values>) => void

export const adder =
  (app: FastifyInstance, parts: RouteParts): Add =>
  ({ methods, path, scope, parameters, run }) => {
    const opened = new WeakSet<FastifyRequest>()
    app.route<{ Params: { id?: string; '*'?: string } }>({
      ...{ method: [...methods], url: path, exposeHeadRoute: false, schema: { hide: true } },
      onRequest: async (request, reply) => {
        if (await openByHead(request, reply, scope)) opened.add(request)
      },
      handler: async (request, reply) => {
        if (!opened.has(request)) await openByBody(request, reply, scope)
        await checkSignature(parts, request, new Date())
        const { id = '', '*': rest = '' } = request.params
        const given = readGiven(request)
        const values = readParameters(parameters, given)
        return sendAnswer(reply, await run({ key: request.key, values, given, id, rest }))
      },
    })
  }
