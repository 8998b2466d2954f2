import type { FastifyInstance } from 'fastify'
import { AppError } from '../../lib/errors.ts'
import { keepScheme } from './scheme.ts'
import { isOurs, isSafe } from '../sameOrigin.ts'

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  // The pages fetch themselves to stay up to date.
  "connect-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  // Not "no-referrer": with it browsers send "Origin: null" with our own forms. Other origins, short links among them, get nothing either way.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/** Gives every page its headers, and refuses forms that another site sent. */
export function guardPages(app: FastifyInstance, { baseUrl }: { baseUrl: string }): void {
  keepScheme(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(headers)
    if (!isSafe(request) && !isOurs(request, baseUrl))
      throw new AppError('origin_refused', `This form was not sent from ${baseUrl}: open Tapline at that address and send it again.`)
  })
}
