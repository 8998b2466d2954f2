import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { fastify, type FastifyInstance } from 'fastify'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { guardApp, type Authenticate, type Sessions } from './auth.ts'
import { answerErrors, answerFrameworkError } from './errors.ts'
import { readJsonOnly } from './jsonBody.ts'
import { rememberMethods } from './methods.ts'
import { FILE_TIMEOUT_MS, limitRequestTime } from './requestTime.ts'
import { useContracts } from './serialization.ts'

const MAX_BODY_BYTES = 1_048_576
/** The longest id in a path is far below; find-my-way's own default is 100. */
const MAX_PARAM_LENGTH = 200
/** A client that takes longer to send its headers is cut off. */
const HEADERS_TIMEOUT_MS = 15_000
/** Above the 60 s that common load balancers keep an unused connection, so that they and not we close it. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000

export type ServerParts = {
  log: Log
  metrics: Metrics
  trustProxy: readonly string[]
  isHttps: boolean
  authenticate: Authenticate
  sessions?: Sessions
}

/** The HTTP server of API and app, without routes: ids, limits, errors, headers. */
export function createServer({ log, metrics, trustProxy, isHttps, authenticate, sessions }: ServerParts): FastifyInstance {
  const app = fastify({
    logger: false,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: FILE_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    requestIdHeader: false,
    genReqId: requestIdOf,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    frameworkErrors: (error, _request, reply) => answerFrameworkError(error, reply),
  })
  app.server.headersTimeout = HEADERS_TIMEOUT_MS
  rememberMethods(app)
  useContracts(app)
  readJsonOnly(app)
  limitRequestTime(app)
  setHeaders(app, { isHttps })
  guardApp(app, { authenticate, sessions })
  answerErrors(app, { log })
  observe(app, { log, metrics })
  return app
}

/** The caller's own id when it is short and harmless, so that both logs can be joined; else one of ours. */
function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID()
}

/** Set first, so that a page can replace what it needs otherwise. */
function setHeaders(app: FastifyInstance, { isHttps }: { isHttps: boolean }): void {
  const headers = {
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...headers, 'x-request-id': request.id })
  })
}

function observe(app: FastifyInstance, { log, metrics }: { log: Log; metrics: Metrics }): void {
  app.addHook('onResponse', async ({ id, method, routeOptions }, { statusCode, elapsedTime }) => {
    const route = routeOptions.url ?? 'none'
    metrics.httpSeconds.observe({ method, route, status: statusCode }, elapsedTime / 1000)
    log.debug({ requestId: id, method, route, status: statusCode, ms: Math.round(elapsedTime) }, 'request')
  })
}
