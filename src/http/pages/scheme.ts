import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** Writes the colours that the reader chose into each page, the app's and ours, so that none flashes in the wrong ones. */
export function keepScheme(pages: FastifyInstance): void {
  pages.addHook('onSend', async (request, reply, payload: unknown) => {
    const scheme = schemeOf(request.headers)
    const isPage = typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')
    return isPage && scheme !== undefined ? payload.replace('<html ', `<html data-scheme="${scheme}" `) : payload
  })
}

/** From the cookie that the app sets; undefined: as the system. */
function schemeOf({ cookie = '' }: IncomingHttpHeaders): 'light' | 'dark' | undefined {
  const word = /(?:^|;\s*)scheme=(light|dark)(?:;|$)/.exec(cookie)?.[1]
  return word === 'light' || word === 'dark' ? word : undefined
}
