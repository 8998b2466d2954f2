import type { FastifyRequest } from 'fastify'
import { AppError } from '../lib/errors.ts'

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])
export const isSafe = ({ method }: Pick<FastifyRequest, 'method'>): boolean => safeMethods.has(method)

/** Sec-Fetch-Site cannot be forged by a page, but plain HTTP on a network lacks it; then Origin has to be BASE_URL, or the host asked for. */
export function isOurs({ headers }: Pick<FastifyRequest, 'headers'>, baseUrl: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const { origin } = headers
  return origin !== undefined && (origin === baseUrl || origin === `http://${headers.host ?? ''}`)
}

/** What a form of another site can send without asking first. */
const formTypes = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i

/**
 * Refuses what another site may have made a browser send with the cookie of somebody who is signed in here. A safe method changes nothing, but
 * nobody else's page has a reason to call it either.
 * @throws AppError `origin_refused`
 */
export function requireOurOrigin(request: FastifyRequest, baseUrl: string): void {
  const site = request.headers['sec-fetch-site']
  if (isSafe(request)) {
    if (site === 'cross-site' || site === 'same-site') throw refused(baseUrl)
    return
  }
  if (!isOurs(request, baseUrl) || formTypes.test(request.headers['content-type'] ?? '')) throw refused(baseUrl)
}

const refused = (baseUrl: string) =>
  new AppError(
    'origin_refused',
    `This request shows the cookie of somebody who is signed in, but was not sent as JSON by a page of ${baseUrl}: from elsewhere, use an API key.`,
  )
