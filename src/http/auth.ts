import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Role } from '../contract/roles.ts'
import { scopeMeaning, type Scope } from '../contract/scopes.ts'
import { callerOfKey, callerOfPerson, type Caller } from '../domain/accounts/caller.ts'
import type { KeyCheck } from '../domain/accounts/keys.ts'
import type { SignedIn } from '../domain/accounts/signedIn.ts'
import { AppError } from '../lib/errors.ts'
import { AnswerError } from './errors.ts'
import { hideNumbers } from './hiddenNumbers.ts'
import { createRateLimiter, enforce, networkOf, networkRatePerMinute, type RateLimiter } from './rateLimit.ts'
import { requireOurOrigin } from './sameOrigin.ts'
import { sessionToken } from './sessionCookie.ts'

/** Says whose a presented key is. */
export type Authenticate = (key: string) => Promise<KeyCheck>

/** Says who is signed in by the token of a cookie; requests by cookie must come from pages of that address. */
export type Sessions = { baseUrl: string; find: (token: string) => Promise<SignedIn | undefined> }

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, by a key or signed in; only behind requireKey and its kind. */
    readonly key: Caller
  }
}

/** Without sessions a cookie opens nothing. */
type Doors = { authenticate: Authenticate; sessions?: Sessions | undefined }
type Guard = Doors & { limiter: RateLimiter }
const guards = new WeakMap<object, Guard>()
const callers = new WeakMap<FastifyRequest, Caller>()

/**
 * Gives an app its keys and limits: a request that shows a key or a session counts on that, in requireKey; every other one on its network.
 * Probes are never limited, since a limited one would take the node out of service.
 */
export function guardApp(app: FastifyInstance, doors: Doors): void {
  const guard = { ...doors, limiter: createRateLimiter() }
  guards.set(app.server, guard)
  app.decorateRequest('key', {
    getter() {
      const caller = callers.get(this)
      if (caller === undefined) throw new Error(`request.key was read on ${this.routeOptions.url ?? 'no route'}, which has no requireKey`)
      return caller
    },
  })
  app.addHook('onRequest', async (request, reply) => {
    const url = request.routeOptions.url
    const countsOnCaller = url?.startsWith('/v1/') === true && showsSomething(guard, request)
    if (!countsOnCaller && !countsBySelf(url ?? '')) enforceNetwork(guard, request, reply)
  })
  hideNumbers(app, { isBlind: (request) => callers.get(request)?.seesNumbers === false })
}

/** All callbacks of a carrier come from one network, hundreds a second; those without the right secret are counted by their route. */
const unlimited: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics', '/callbacks/:carrier/:secret'])
/** Where a key may stand elsewhere, routes count for themselves: see letIn and limitNetwork. */
const countsBySelf = (url: string) => unlimited.has(url) || url.startsWith('/compat/')

/**
 * Counts a request on its network, for a route that is not limited otherwise.
 * @throws AnswerError `rate_limited`
 */
export function limitNetwork(request: FastifyRequest, reply: FastifyReply): void {
  enforceNetwork(guardOf(request), request, reply)
}

/**
 * Lets the holder of a key pass that came in another way than our API's, and sets request.key.
 * @throws AppError as requireKey does
 */
export async function letIn(
  request: FastifyRequest,
  reply: FastifyReply,
  { presented, scope }: { presented: string; scope: Scope },
): Promise<void> {
  const guard = guardOf(request)
  const caller = await byKey(guard, { request, reply, presented })
  enforce(reply, guard.limiter.take(caller.actor, caller.ratePerMinute), 'key')
  requireScope(caller, scope)
  callers.set(request, caller)
}

/**
 * A hook that lets only those pass who may, by a key or signed in, and sets request.key. Use it as `onRequest`, so that no body is read for a stranger.
 * @throws AppError `unauthenticated`, `scope_missing`, `origin_refused`, `rate_limited`
 */
export function requireKey(scope: Scope) {
  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await identify(request, reply)
    requireScope(caller, scope)
    callers.set(request, caller)
  }
  demands.set(hook, [{ key: [scope] }, { session: [scope] }])
  return hook
}

/**
 * A hook that lets only people pass who are signed in, and only those of some roles where they are named.
 * @throws AppError `unauthenticated`, `role_missing`, `origin_refused`, `rate_limited`
 */
export function requirePerson(...allowed: readonly Role[]) {
  const hook = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const caller = await identify(request, reply)
    if (caller.person === undefined)
      throw new AppError('role_missing', 'No API key may do this: it is for people who are signed in, at their own request.')
    if (allowed.length > 0 && !allowed.includes(caller.person.role))
      throw new AppError('role_missing', `Your role, ${caller.person.role}, may not do this: ask somebody who is ${allowed.join(' or ')}.`)
    callers.set(request, caller)
  }
  demands.set(hook, [{ session: allowed }])
  return hook
}

/** What a hook of a route demands, in the words of OpenAPI: ways to come in, each with its scopes or roles. */
export type Demand = readonly Record<string, readonly string[]>[]
const demands = new WeakMap<object, Demand>()
export const demandOf = (hook: unknown): Demand | undefined => (typeof hook === 'function' ? demands.get(hook) : undefined)

/** Who is signed in, behind requirePerson. */
export function personOf({ key }: { key: Caller }): SignedIn {
  if (key.person === undefined) throw new Error('personOf needs a route behind requirePerson')
  return key.person
}

/** A key that is shown wins over a cookie. */
async function identify(request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  const guard = guardOf(request)
  const presented = presentedKey(request)
  const caller = presented === undefined ? await bySession(guard, request, reply) : await byKey(guard, { request, reply, presented })
  enforce(reply, guard.limiter.take(caller.actor, caller.ratePerMinute), caller.person === undefined ? 'key' : 'person')
  if (caller.person !== undefined && guard.sessions !== undefined) requireOurOrigin(request, guard.sessions.baseUrl)
  return caller
}

function guardOf(request: FastifyRequest): Guard {
  const guard = guards.get(request.server.server)
  if (guard === undefined) throw new Error('Keys need an app made by createServer')
  return guard
}

type Presented = { request: FastifyRequest; reply: FastifyReply; presented: string }

async function byKey(guard: Guard, { request, reply, presented }: Presented): Promise<Caller> {
  const outcome = await guard.authenticate(presented)
  if (outcome.kind === 'ok') return callerOfKey(outcome.key)
  enforceNetwork(guard, request, reply)
  throw unauthenticated(refusals[outcome.kind], 'invalid_token')
}

async function bySession(guard: Guard, request: FastifyRequest, reply: FastifyReply): Promise<Caller> {
  const token = guard.sessions && sessionToken(request.headers, guard.sessions.baseUrl)
  if (guard.sessions === undefined || token === undefined)
    throw unauthenticated('No API key came with this request: send "Authorization: Bearer tl_...".')
  const person = await guard.sessions.find(token)
  if (person !== undefined) return callerOfPerson(person)
  enforceNetwork(guard, request, reply)
  throw unauthenticated('Your session is over: sign in again.')
}

/** For a route that needs a second scope only for some requests. @throws AppError `scope_missing` */
export function requireScope({ scopes, person }: Pick<Caller, 'scopes' | 'person'>, scope: Scope): void {
  if (!scopes.has(scope)) throw new AppError('scope_missing', person === undefined ? missing(scope, scopes) : mayNot(scope, person))
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

const mayNot = (scope: Scope, { role }: SignedIn) => `Your role, ${role}, may not ${scopeMeaning[scope]}: ask an owner of the account.`

const showsSomething = ({ sessions }: Guard, request: FastifyRequest) =>
  presentedKey(request) !== undefined || (sessions !== undefined && sessionToken(request.headers, sessions.baseUrl) !== undefined)

/** From `Authorization: Bearer` or `X-Api-Key`; another scheme, such as Basic, presents no key. */
function presentedKey({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (bearer !== undefined) return bearer
  const header = headers['x-api-key']
  return typeof header === 'string' && header !== '' ? header : undefined
}
