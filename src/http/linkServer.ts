import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { ConversionKeys } from '../domain/conversions/keys.ts'
import type { Resolution, Resolver } from '../domain/links/resolver.ts'
import type { OptOutLinks } from '../domain/messages/optOutLink.ts'
import type { Waiting } from '../domain/tracking/group.ts'
import type { Journal } from '../domain/tracking/journal.ts'
import type { Config } from '../platform/config.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { createClientNetwork } from './clientNetwork.ts'
import { createConversionIntake, type ConversionIntake, type OriginsOf } from './conversionIntake.ts'
import { answerConversionPath } from './conversionPaths.ts'
import { FastLane, type PlainHit } from './fastLane.ts'
import { mark, type Marked } from './landing.ts'
import { LinkAnswers } from './linkAnswers.ts'
import { codeOf, optOutPathOf } from './linkPath.ts'
import { createMissBudget } from './missBudget.ts'
import { answerOptOut } from './optOutAnswers.ts'
import { recordHit, type Known, type Recorder } from './recordHit.ts'

const MAX_HEADER_BYTES = 16_384
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 20_000
/** Above the 60 s that common load balancers keep an unused connection. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000
const HANDED_OVER = 'handedOver'
/** Answers that are under way get so long when the server stops. */
const CLOSE_TIMEOUT_MS = 10_000

type Options = {
  resolver: Resolver
  optOuts: OptOutLinks
  journal: Pick<Journal, 'append'>
  log: Log
  metrics: Metrics
  config: Pick<Config, 'trustProxy' | 'missBudget' | 'linkUrl'>
  conversionKeys: ConversionKeys
  originsOf: OriginsOf
  /** Answers `/healthz` and `/readyz` with JSON. */
  health: (url: string) => Promise<{ status: number; body: string } | undefined>
}

type Context = Pick<Options, 'resolver' | 'optOuts' | 'log' | 'health' | 'conversionKeys'> &
  Recorder & { answers: LinkAnswers; intake: ConversionIntake; isHttps: boolean }

export type LinkServer = {
  /** @returns the port, which is another when 0 was asked for */
  listen(address: { host: string; port: number }): Promise<number>
  /** Stops accepting, finishes what is under way, and ends. Every hit answered is durable then; the journal can be closed. */
  close(): Promise<void>
}

/** The server of short links, without a router: known links are answered in a fast lane, everything else by node:http. */
export function createLinkServer(options: Options): LinkServer {
  const { metrics, config } = options
  const answers = new LinkAnswers(metrics)
  const budget = createMissBudget({ perMinute: config.missBudget })
  const networkOf = createClientNetwork(config)
  const intake = createConversionIntake({ ...options, keys: options.conversionKeys, networkOf })
  const context: Context = { ...options, answers, budget, networkOf, intake, isHttps: config.linkUrl.startsWith('https:') }
  const limits = { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS }
  const server = createServer({ ...limits, keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, (request, response) => {
    answerRequest(context, request, response)
  })
  const fastLane = openFastLane(context, server)
  return {
    listen: ({ host, port }) => listen(server, { host, port }),
    async close() {
      answers.isClosing = true
      fastLane.close()
      await stop(server, fastLane)
      answers.close()
    },
  }
}

/** Every connection starts in the fast lane; the listener that node:http put there serves those that leave it. */
function openFastLane(context: Context, server: Server): FastLane<Marked> {
  const { answers, resolver } = context
  const lane = new FastLane<Marked>({
    find({ code, headers }) {
      const host = (headers.host ?? '').toLowerCase()
      const resolution = resolver.resolveNow(host, code)
      return resolution?.kind === 'redirect' ? marked(context, resolution, { headers, host }) : undefined
    },
    record: (request: PlainHit, resolution, waiting) => recordHit(context, { request, isHead: false, resolution, waiting }),
    answer: (resolution, { isLast }) => answers.redirectHead(resolution, { isLast, keepAliveMs: KEEP_ALIVE_TIMEOUT_MS }),
    handOver: (socket) => server.emit(HANDED_OVER, socket),
    firstRequestTimeoutMs: HEADERS_TIMEOUT_MS,
    keepAliveTimeoutMs: KEEP_ALIVE_TIMEOUT_MS,
  })
  for (const listener of server.listeners('connection')) server.on(HANDED_OVER, (socket: Socket) => listener.call(server, socket))
  server.removeAllListeners('connection').on('connection', (socket) => lane.accept(socket))
  return lane
}

function answerRequest(context: Context, request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '' } = request
  const optOut = optOutPathOf(url)
  if (optOut !== undefined) {
    answerOptOut(context, { request, response, shown: optOut }).catch((error: unknown) => fail(context, response, error))
    return
  }
  if (answerConversionPath(context, request, response)) return
  if (method !== 'GET' && method !== 'HEAD') return context.answers.methodNotAllowed(response)
  const code = codeOf(url)
  if (code === undefined) return answerOther(context, url, response)
  const host = (request.headers.host ?? '').toLowerCase()
  try {
    const resolution = context.resolver.resolveNow(host, code)
    if (resolution !== undefined) return answerHit(context, { request, response, resolution })
  } catch (error) {
    return fail(context, response, error)
  }
  void answerSlowly(context, { request, response, host, code })
}

async function answerSlowly(
  context: Context,
  slow: { request: IncomingMessage; response: ServerResponse; host: string; code: string },
): Promise<void> {
  const { request, response, host, code } = slow
  try {
    answerHit(context, { request, response, resolution: await context.resolver.resolve(host, code) })
  } catch (error) {
    fail(context, response, error)
  }
}

type Asked = { request: IncomingMessage; response: ServerResponse; resolution: Resolution }

function answerHit(context: Context, { request, response, resolution }: Asked): void {
  switch (resolution.kind) {
    case 'redirect': {
      const { headers } = request
      const redirect = marked(context, resolution, { headers, host: (headers.host ?? '').toLowerCase() })
      return recordAnswer(context, { request, response, resolution: redirect })
    }
    case 'gone':
      return recordAnswer(context, { request, response, resolution })
    case 'deleted':
      return context.answers.gone(response)
    case 'unknown': {
      const { answers, budget, networkOf } = context
      return budget.spend(networkOf(request)) ? answers.unknown(response) : answers.tooMany(response, { retryAfterS: budget.retryAfterS() })
    }
    case 'unavailable':
      return context.answers.unavailable(response)
  }
}

const recordAnswer = (context: Context, { request, response, resolution }: Asked & { resolution: Known }): void =>
  recordHit(context, {
    ...{ request, isHead: request.method === 'HEAD', resolution },
    waiting: new Answer(context.answers, response, resolution),
  })

type Visit = { headers: PlainHit['headers'] | IncomingMessage['headers']; host: string }

/** Accounts that want nothing at their landing pages do not pay for those that do. */
const marked = ({ conversionKeys, isHttps }: Context, redirect: Extract<Known, { kind: 'redirect' }>, visit: Visit): Marked =>
  redirect.landing === undefined ? redirect : mark(conversionKeys, redirect, { ...visit, isHttps, now: Date.now() })

/** What a request gets once its hit is safe. */
class Answer implements Waiting {
  readonly #answers: LinkAnswers
  readonly #response: ServerResponse
  readonly #resolution: Known

  constructor(answers: LinkAnswers, response: ServerResponse, resolution: Known) {
    this.#answers = answers
    this.#response = response
    this.#resolution = resolution
  }

  settled(): void {
    const { kind, location } = this.#resolution
    if (kind === 'redirect') return this.#answers.redirect(this.#response, this.#resolution)
    if (location === undefined) return this.#answers.gone(this.#response)
    this.#answers.redirect(this.#response, { location, referrerPolicy: 'no-referrer' })
  }
}

function answerOther({ answers, health, log }: Context, url: string, response: ServerResponse): void {
  if (url === '/robots.txt') return answers.robots(response)
  if (!/^\/(?:healthz|readyz)(?:\?|$)/.test(url)) return answers.unknown(response)
  health(url).then(
    (answer) => (answer === undefined ? answers.unknown(response) : answers.json(response, answer)),
    (error: unknown) => fail({ answers, log }, response, error),
  )
}

/** A bug of ours: the person may try again, and the log says why. */
function fail({ answers, log }: Pick<Context, 'answers' | 'log'>, response: ServerResponse, error: unknown): void {
  log.error({ error }, 'a short link could not be answered')
  if (!response.headersSent) answers.unavailable(response)
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, backlog: 1_024 }, () => {
      server.off('error', reject)
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })
}

async function stop(server: Server, fastLane: FastLane<Marked>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const late = setTimeout(() => {
    server.closeAllConnections()
    fastLane.closeAll()
  }, CLOSE_TIMEOUT_MS)
  await closed
  clearTimeout(late)
}
