import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { CODE_LENGTH } from '../domain/links/codes.ts'
import type { HitOrigin, Resolution, Resolver } from '../domain/links/resolver.ts'
import type { Journal } from '../domain/tracking/journal.ts'
import { networkOf, type Network } from '../domain/tracking/network.ts'
import { purposeOf } from '../domain/tracking/purpose.ts'
import { hitEncoder } from '../domain/tracking/record.ts'
import type { Config } from '../platform/config.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { clientAddressOf } from './clientAddress.ts'
import type { HealthAnswer } from './health.ts'
import { linkPages, robots, type LinkPage } from './linkPages.ts'
import { createMissBudget, type MissBudget } from './missBudget.ts'

export type LinkServerParts = {
  resolver: Resolver
  journal: Pick<Journal, 'append'>
  log: Log
  metrics: Metrics
  config: Pick<Config, 'trustProxy' | 'missBudget'>
  health: (url: string) => Promise<HealthAnswer | undefined>
}

export type LinkServer = { listen(place: { host: string; port: number }): Promise<void>; port(): number; close(): Promise<void> }

type Parts = LinkServerParts & { budget: MissBudget; addressOf: (request: IncomingMessage) => string | undefined }
type Exchange = { request: IncomingMessage; response: ServerResponse; network: Network }

/** Clients that send their headers slower, or hold an unused connection longer, are cut off. */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 20_000
const KEEP_ALIVE_TIMEOUT_MS = 65_000
const MAX_HEADER_BYTES = 16_384

/** The server of the short links: answered here, before any router; a hit is durable before its answer goes out. */
export function createLinkServer(given: LinkServerParts): LinkServer {
  const parts: Parts = {
    ...given,
    budget: createMissBudget({ perMinute: given.config.missBudget }),
    addressOf: clientAddressOf(given.config.trustProxy),
  }
  const options = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
  }
  const server = createServer(options, (request, response) => handle(parts, request, response))
  return {
    async listen({ host, port }) {
      server.listen(port, host)
      await once(server, 'listening')
    },
    port: () => portOf(server),
    close: () => closeServer(server),
  }
}

function portOf(server: Server): number {
  const address = server.address()
  return address === null || typeof address === 'string' ? 0 : address.port
}

/** Takes no new connection, ends the unused ones and waits for the answers under way. */
async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  await closed
}

function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/' } = request
  if (method !== 'GET' && method !== 'HEAD') return sendPage(parts, request, response, linkPages.methodNotAllowed)
  const code = codeIn(url)
  if (code === undefined) return handleOther(parts, request, response)
  const exchange = { request, response, network: networkOf(parts.addressOf(request)) }
  const host = hostOf(request)
  const known = parts.resolver.resolveNow(host, code)
  if (known !== undefined) return answer(parts, exchange, known)
  parts.resolver.resolve(host, code).then(
    (resolution) => answer(parts, exchange, resolution),
    (error: unknown) => {
      parts.log.error({ error }, 'a short link could not be resolved')
      sendPage(parts, request, response, linkPages.unavailable)
    },
  )
}

/** The code of `/CODE`, `/CODE/` and either with a query, which messaging apps append. */
function codeIn(url: string): string | undefined {
  const end = CODE_LENGTH + 1
  if (url.length === end) return url.slice(1)
  if (url.length < end || url.charCodeAt(0) !== SLASH) return undefined
  const rest = url.charCodeAt(end) === SLASH ? url.slice(end + 1) : url.slice(end)
  return rest === '' || rest.charCodeAt(0) === QUESTION_MARK || rest.charCodeAt(0) === HASH ? url.slice(1, end) : undefined
}
const SLASH = 47
const QUESTION_MARK = 63
const HASH = 35

/** As it stands in the short domain's row: lower case, without the port of its scheme. */
const hostOf = ({ headers: { host = '' } }: IncomingMessage): string => host.toLowerCase().replace(/:(?:80|443)$/, '')

function handleOther(parts: Parts, request: IncomingMessage, response: ServerResponse): void {
  const { url = '/' } = request
  if (url === '/robots.txt') return sendPage(parts, request, response, robots)
  if (!url.startsWith('/healthz') && !url.startsWith('/readyz')) return sendPage(parts, request, response, linkPages.notFound)
  void parts.health(url).then((found) => {
    if (found === undefined) return sendPage(parts, request, response, linkPages.notFound)
    sendPage(parts, request, response, {
      status: found.status,
      headers: ['Content-Type', 'application/json', 'Cache-Control', 'no-store'],
      body: found.body,
    })
  })
}

function answer(parts: Parts, exchange: Exchange, resolution: Resolution): void {
  const { request, response, network } = exchange
  switch (resolution.kind) {
    case 'redirect':
      return record(parts, exchange, { origin: resolution.origin, gpcAggregate: resolution.gpcAggregate, over: false }, () =>
        redirect(parts, response, resolution.location, resolution.referrerPolicy),
      )
    case 'gone':
      return record(parts, exchange, { origin: resolution.origin, gpcAggregate: resolution.gpcAggregate, over: true }, () =>
        resolution.location === undefined
          ? sendPage(parts, request, response, linkPages.gone)
          : redirect(parts, response, resolution.location, 'no-referrer'),
      )
    case 'unknown':
      parts.budget.miss(network)
      return sendPage(parts, request, response, parts.budget.isOver(network) ? linkPages.tooMany : linkPages.notFound)
    case 'unavailable':
      return sendPage(parts, request, response, linkPages.unavailable)
  }
}

type Recorded = { origin: HitOrigin; gpcAggregate: boolean; over: boolean }

/** Appends the hit; the answer goes out when it is durable. The user agent is cut by the encoder. */
function record(
  { journal, budget }: Parts,
  { request, network }: Exchange,
  { origin, gpcAggregate, over }: Recorded,
  settled: () => void,
): void {
  const { accountId, codeSpaceId, number, messageId, renderingId, link, test } = origin
  const { headers, method } = request
  const hit = {
    at: Date.now(),
    ...{ accountId, codeSpaceId, number, messageId, renderingId, link, test, network, over },
    head: method === 'HEAD',
    overBudget: budget.isOver(network),
    aggregate: origin.aggregate || (gpcAggregate && headers['sec-gpc'] === '1'),
    purpose: purposeOf(headers),
    userAgent: headers['user-agent'] ?? '',
  }
  journal.append(hitEncoder, hit, { settled })
}

function redirect({ metrics }: Parts, response: ServerResponse, location: string, referrerPolicy: string): void {
  metrics.linkAnswers.inc(redirected)
  response.writeHead(302, [
    ...['Location', location, 'Cache-Control', 'no-store', 'Referrer-Policy', referrerPolicy],
    ...['X-Robots-Tag', 'noindex, nofollow', 'X-Content-Type-Options', 'nosniff', 'Content-Length', '0'],
  ])
  response.end()
}
const redirected = { status: 302 }

function sendPage({ metrics }: Parts, { method }: IncomingMessage, response: ServerResponse, { status, headers, body }: LinkPage): void {
  metrics.linkAnswers.inc({ status })
  response.writeHead(status, [...headers, 'Content-Length', String(Buffer.byteLength(body))])
  response.end(method === 'HEAD' ? undefined : body)
}
