import type { FastifyInstance } from 'fastify'
import type { Log } from '../../../platform/log.ts'
import { logFailure } from '../../errors.ts'
import type { RouteParts } from '../../routes/parts.ts'
import { absentOperations } from './absent.ts'
import { accountOperations } from './account.ts'
import { analyticsOperations } from './analytics.ts'
import { failureOf, sendFailure } from './answers.ts'
import { readEveryBody } from './body.ts'
import { contactOperations } from './contacts.ts'
import { groupOperations } from './groups.ts'
import { hookOperations } from './hooks.ts'
import { journalOperations } from './journal.ts'
import { lookupOperations } from './lookup.ts'
import { adder } from './operation.ts'
import { smsOperations } from './sms.ts'
import { statusOperations } from './status.ts'

export const SEVEN_PATH = '/compat/seven/api'

/** What the resources need. */
export type SevenParts = RouteParts & { log: Log }

const resources = [
  smsOperations,
  statusOperations,
  journalOperations,
  analyticsOperations,
  accountOperations,
  contactOperations,
  groupOperations,
  hookOperations,
  lookupOperations,
  absentOperations,
]

/**
 * The API of seven.io, spoken for its clients: they change the base URL and nothing else. A thin layer: what these operations do is done by the
 * same domains as in our own API.
 * @see https://docs.seven.io/en/rest-api
 */
export function sevenRoutes(app: FastifyInstance, parts: SevenParts): void {
  app.register(
    async (scope) => {
      readEveryBody(scope)
      answerInCodes(scope, parts)
      const add = adder(scope, parts)
      for (const resource of resources) resource(add, parts)
    },
    { prefix: SEVEN_PATH },
  )
}

function answerInCodes(scope: FastifyInstance, { log }: Pick<SevenParts, 'log'>): void {
  scope.setErrorHandler((error: unknown, request, reply) => {
    const failure = failureOf(error)
    if (failure.status >= 500) logFailure(log, { error, request, code: failure.status === 503 ? 'unavailable' : 'internal' })
    return sendFailure(reply, failure)
  })
}
