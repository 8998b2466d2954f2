import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Scope } from '../contract/scopes.ts'
import type { AuthenticatedKey, KeyCheck } from '../domain/accounts/keys.ts'
import { AppError } from '../lib/errors.ts'
import { AnswerError } from './errors.ts'
import { createRateLimiter, enforce, networkOf, networkRatePerMinute, type RateLimiter } from './rateLimit.ts'

/** Says whose a presented key is. */
export type Authenticate = (key: string) => Promise<KeyCheck>

declare module 'fastify' {
  interface FastifyRequest {
    /** The key of this request; only behind requireKey. */
    readonly key: AuthenticatedKey
  }
}

type Guard = { authenticate: Authenticate; limiter: RateLimiter }
const guards = new WeakMap<object, Guard>()
const keys = new WeakMap<FastifyRequest, AuthenticatedKey>()

/**
 * Gives an app its keys and limits: a request that shows a key counts on that key, in requireKey; every other one on its network.
 * Probes are never limited, since a limited one would take the node out of service.
 */
export function guardApp(app: FastifyInstance, { authenticate }: { authenticate: Authenticate }): void {
  const guard = { authenticate, limiter: createRateLimiter() }
  guards.set(app.server, guard)
  app.decorateRequest('key', {
    getter() {
      const key = keys.get(this)
      if (key === undefined) throw new Error(`request.key was read on ${this.routeOptions.url ?? 'no route'}, which has no requireKey`)
      return key
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    const url = request.routeOptions.url
    const countsOnKey = url?.startsWith('/v1/') === true && presentedKey(request) !== undefined
    if (!countsOnKey && !unlimited.has(url ?? '')) enforceNetwork(guard, request, reply)
  })
}

/** All callbacks of a carrier come from one network, hundreds a second; those without the right secret are counted by their route. */
const unlimited: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics', '/callbacks/:carrier/:secret'])

/**
 * Counts a request on its network, for a route that is not limited otherwise.
 * @throws AnswerError `rate_limited`
 */
export function limitNetwork(request: FastifyRequest, reply: FastifyReply): void {
  const guard = guards.get(request.server.server)
  if (guard === undefined) throw new Error('limitNetwork needs an app made by createServer')
  enforceNetwork(guard, request, reply)
}

/**
 * A hook that lets only keys with a scope pass and sets request.key. Use it as `onRequest`, so that no body is read for a stranger.
 * @throws AppError `unauthenticated`, `scope_missing`, `rate_limited`
 */
export function requireKey(scope: Scope) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const guard = guards.get(request.server.server)
    if (guard === undefined) throw new Error('requireKey needs an app made by createServer')
    const presented = presentedKey(request)
    if (presented === undefined) throw unauthenticated('No API key came with this request: send "Authorization: Bearer tl_...".')
    const outcome = await guard.authenticate(presented)
    if (outcome.kind !== 'ok') {
      enforceNetwork(guard, request, reply)
      throw unauthenticated(refusals[outcome.kind], 'invalid_token')
    }
    const { key } = outcome
    enforce(reply, guard.limiter.take(`key:${key.id}`, key.ratePerMinute), 'key')
    requireScope(key, scope)
    keys.set(request, key)
  }
}

/** For a route that needs a second scope only for some requests. @throws AppError `scope_missing` */
export function requireScope({ scopes }: Pick<AuthenticatedKey, 'scopes'>, scope: Scope): void {
  if (!scopes.has(scope)) throw new AppError('scope_missing', missing(scope, scopes))
}

const enforceNetwork = ({ limiter }: Guard, request: FastifyRequest, reply: FastifyReply) =>
  enforce(reply, limiter.take(`network:${networkOf(request.ip)}`, networkRatePerMinute), 'network')

const refusals = {
  malformed:
    'What came with this request is not an API key of Tapline: one begins with tl_ and has 44 characters. Was it cut off or mistyped?',
  unknown: 'No account has this API key: was it made on another installation? "tapline key list" shows the keys of this one.',
  revoked: 'This API key has been revoked: use another one, or make one with "tapline key create".',
} as const satisfies Record<Exclude<KeyCheck['kind'], 'ok'>, string>

/** RFC 6750: a request without a key gets the bare challenge, one with a bad key is told so. */
const unauthenticated = (message: string, error?: string) =>
  new AnswerError('unauthenticated', message, { 'www-authenticate': error === undefined ? 'Bearer' : `Bearer error="${error}"` })

const missing = (scope: Scope, has: ReadonlySet<Scope>) =>
  `This API key may not do that: it needs the scope "${scope}" and has ${[...has].map((name) => `"${name}"`).join(', ') || 'none'}. Make a key with that scope.`

/** From `Authorization: Bearer` or `X-Api-Key`; another scheme, such as Basic, presents no key. */
function presentedKey({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const header = headers['x-api-key']
  return typeof header === 'string' && header !== '' ? header : undefined
}
