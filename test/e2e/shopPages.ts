import { once } from 'node:events'
import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

export type ShopPages = {
  port: number
  /** Puts HTML where a browser gets it, under any host. */
  put(path: string, html: string): void
  /** Addresses that were asked for, with their hosts. */
  visits: URL[]
}

/** A web server that answers for every host: `www.shop.localhost` and `pay.shop.localhost` are two origins of one shop. */
export async function shopPages(): Promise<ShopPages> {
  const pages = new Map<string, string>()
  const visits: URL[] = []
  const server = createServer((request, answer) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`)
    visits.push(url)
    answer.setHeader('content-type', 'text/html')
    answer.end(`<!doctype html><title>Shop</title>${pages.get(url.pathname) ?? ''}`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, put: (path, html) => void pages.set(path, html), visits }
}
