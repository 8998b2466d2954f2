import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError, statusOf } from '../../lib/errors.ts'
import { isUnavailable } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { assetRoutes } from './assets.ts'
import { guardPages } from './guard.ts'
import { html } from './html.ts'
import { invitationPages } from './invitation.ts'
import { keyPages } from './keys.ts'
import { plainPage } from './layout.ts'
import { phonePage } from './phone.ts'
import { phoneReplyForm } from './phoneReply.ts'
import { setupPages } from './setup.ts'
import { signInPages } from './signIn.ts'
import type { PageParts } from './visit.ts'
import { webAppFiles, webAppPages } from './webApp.ts'
import { readWebFiles } from './webFiles.ts'

/** The largest form is the one that makes a key. */
const FORM_LIMIT_BYTES = 16_384

/** Registers all pages and their assets. Cookies, forms, headers and the shape of errors stay among the pages. */
export function registerPages(app: FastifyInstance, parts: PageParts): void {
  const files = readWebFiles()
  app.register(async (scope) => {
    assetRoutes(scope)
    webAppFiles(scope, files)
    await scope.register(async (pages) => {
      pages.setErrorHandler((error: FastifyError, request, reply) => showError(error, { request, reply, log: parts.log }))
      guardPages(pages, parts.config)
      await pages.register(cookie)
      await pages.register(formbody, { bodyLimit: FORM_LIMIT_BYTES })
      setupPages(pages, parts)
      invitationPages(pages, parts)
      signInPages(pages, parts)
      keyPages(pages, parts)
      phonePage(pages, parts)
      phoneReplyForm(pages, parts)
      webAppPages(pages, parts, files)
    })
  })
}

/** Errors that no form shows: a sentence on a page of its own. */
function showError(error: FastifyError, { request, reply, log }: { request: FastifyRequest; reply: FastifyReply; log: Log }) {
  const { status, message } = explain(error)
  // By route, never by address: that holds setup tokens and phone numbers.
  const where = { requestId: request.id, method: request.method, route: request.routeOptions.url ?? 'none' }
  if (status === 500) log.error({ ...where, error }, 'a page failed')
  if (status === 503) log.warn({ ...where, error }, 'a page failed: the database cannot be reached')
  if (status === 503) reply.header('retry-after', '5')
  const body = html`<p>${message}</p>
    <p><a href="/">Home</a></p>`
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .send(plainPage({ title: status < 500 ? 'That did not work' : 'Something is wrong here', body }))
}

function explain(error: FastifyError): { status: number; message: string } {
  if (error instanceof AppError) return { status: statusOf[error.code], message: error.message }
  if (isUnavailable(error))
    return { status: 503, message: 'The database does not answer. Short links still work, and nothing is lost. Try again in some seconds.' }
  const status = error.statusCode ?? 500
  if (status < 500) return { status, message: `The request could not be read: ${error.message}.` }
  return { status: 500, message: 'This page failed through a fault of ours. The log of the server says more.' }
}
