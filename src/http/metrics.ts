import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { renderMetrics, type Metrics } from '../platform/metrics.ts'
import { AppError } from '../lib/errors.ts'
import { AnswerError } from './errors.ts'

/** Adds `/metrics` for peers on this machine and for those who show the token; for anybody else there is nothing. */
export function metricsRoute(app: FastifyInstance, { metrics, token }: { metrics: Metrics; token: string | undefined }): void {
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    authorize(request, token)
    const { contentType, body } = await renderMetrics(metrics)
    return reply.type(contentType).send(body)
  })
}

function authorize(request: FastifyRequest, token: string | undefined): void {
  const shown = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1]
  if (token !== undefined && shown !== undefined) {
    if (equals(shown, token)) return
    throw new AnswerError('unauthenticated', 'This is not the token of TAPLINE_METRICS_TOKEN.', { 'www-authenticate': 'Bearer' })
  }
  if (!isLocal(request)) throw new AppError('not_found', 'There is nothing at GET /metrics: /openapi.json lists every address of the API.')
}

/** The peer of the socket, whatever proxies are trusted: behind one on this machine everybody would be loopback, so its header rules that out. */
function isLocal({ raw, headers }: FastifyRequest): boolean {
  const address = raw.socket.remoteAddress ?? ''
  const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined)
  return !forwarded && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback'
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const equals = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))
