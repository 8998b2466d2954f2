import { countAnswer, countQuery, countRequest } from '../../contract/audiences.ts'
import { audienceSample, audienceSampleRequest } from '../../contract/recipients.ts'
import { countAudience } from '../../domain/audiences/count.ts'
import { sampleAudience } from '../../domain/audiences/sample.ts'
import { resolveAudience } from '../../domain/audiences/resolve.ts'
import { asksForBehaviour } from '../../domain/audiences/rules.ts'
import { requireKey, requireScope } from '../auth.ts'
import { createTurns } from '../turns.ts'
import type { Api, RouteParts } from './parts.ts'

/** How long a count may take, its waiting aside. */
const TIMEOUT_MS = 30_000

/** Counts hold a connection for transactions for so long, and a process has five unless told otherwise. */
const AT_ONCE = 2
const WAITING = 4

/** Who would get a mass send, and who would not. */
export function audienceRoutes(app: Api, { db, phoneHash }: RouteParts): void {
  const turns = createTurns({ atOnce: AT_ONCE, waiting: WAITING })

  app.post(
    '/v1/audiences/count',
    {
      onRequest: requireKey('contacts:read'),
      schema: {
        tags: ['audiences'],
        summary:
          'Count an audience, with the reason of each contact who would get nothing; behaviour and a frequency cap also need the scope messages:read',
        body: countRequest,
        querystring: countQuery,
        response: { 200: countAnswer },
      },
    },
    async (request) => {
      const { accountId, mode } = request.key
      const { audience: given, text, from, frequency_cap: cap } = request.body
      const audience = await resolveAudience(db, { accountId, audience: given })
      if (asksForBehaviour(audience) || cap !== undefined) requireScope(request.key, 'messages:read')
      const order = { accountId, audience, text, from, cap, isTest: mode === 'test', sample: request.query.sample }
      return turns.take(() => countAudience({ db, phoneHash, timeoutMs: TIMEOUT_MS }, order))
    },
  )

  app.post(
    '/v1/audiences/sample',
    {
      onRequest: requireKey('contacts:read'),
      schema: {
        tags: ['audiences'],
        summary:
          'Show some of those who would get a mass send, with values and the countries of all; behaviour and a frequency cap also need the scope messages:read',
        body: audienceSampleRequest,
        response: { 200: audienceSample },
      },
    },
    async (request) => {
      const { accountId, mode } = request.key
      const { audience: given, text, from, frequency_cap: cap } = request.body
      const audience = await resolveAudience(db, { accountId, audience: given })
      if (asksForBehaviour(audience) || cap !== undefined) requireScope(request.key, 'messages:read')
      const order = { accountId, audience, text, from, cap, isTest: mode === 'test' }
      return turns.take(() => sampleAudience({ db, phoneHash, timeoutMs: TIMEOUT_MS }, order))
    },
  )
}
