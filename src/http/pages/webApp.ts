import type { FastifyInstance, FastifyRequest } from 'fastify'
import { AppError } from '../../lib/errors.ts'
import { html } from './html.ts'
import { plainPage } from './layout.ts'
import { signedInPage, type PageParts } from './visit.ts'
import type { WebFiles } from './webFiles.ts'

/** Addresses of machines: what is not there gets an answer that a program can read. */
const forMachines = /^\/(?:v1|assets|callbacks|compat)(?:\/|$)/

/** The web app: one page for all its addresses, for people who are signed in. The app itself says which address leads nowhere. */
export function webAppPages(pages: FastifyInstance, parts: PageParts, files: WebFiles | undefined): void {
  const show = signedInPage(parts, async (_request, reply, { language }) => {
    if (files === undefined) return reply.code(503).send(notBuilt)
    return files.page.replace('<html lang="en">', `<html lang="${language ?? 'en'}">`)
  })
  pages.get('/', show)
  pages.get('/*', async (request, reply) => (isForPeople(request) ? show(request, reply) : reply.callNotFound()))
}

/** The files of the app. Their names hold a hash of what is in them, so a name never means anything else. */
export function webAppFiles(scope: FastifyInstance, files: WebFiles | undefined): void {
  scope.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
    const file = files?.files.get(request.params.name)
    if (file === undefined)
      throw new AppError('not_found', 'There is no such file: the page that asked for it is of another version. Reload it.')
    reply.headers({ 'content-type': file.type, 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
    return takesGzip(request) ? reply.header('content-encoding', 'gzip').send(file.gzip) : reply.send(file.body)
  })
}

/** A browser that is led somewhere names text/html; a program that is wrong about an address does not. */
const isForPeople = ({ url, headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') === true && !forMachines.test(url)

const takesGzip = ({ headers }: FastifyRequest): boolean =>
  /\bgzip\b(?!;q=0(?:\.0+)?(?:,|$))/.test(String(headers['accept-encoding'] ?? ''))

const notBuilt = plainPage({
  title: 'The web app is not built',
  body: html`<p>Build it with <code>npm run build</code> and start Tapline again. The API and short links work without it.</p>`,
})
