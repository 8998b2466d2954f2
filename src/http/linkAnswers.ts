import type { ServerResponse } from 'node:http'
import type { Metrics } from '../platform/metrics.ts'
import type { IntakeAnswer } from './conversionIntake.ts'
import { commonHeaders, linkPages, type LinkPage } from './linkPages.ts'

const COUNT_INTERVAL_MS = 1_000
const RETRY_AFTER_S = 5
const forAnyPage = ['Access-Control-Allow-Origin', '*', 'Cross-Origin-Resource-Policy', 'cross-origin'] as const
/** One transparent dot. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const COMMON_LINES = commonHeaders.map((part, at) => (at % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('')

/** Where a redirect leads; `cookie` is the account's. */
type Target = { location: string; referrerPolicy: string; cookie?: string | undefined }

/** Writes the answers of the link host and counts them by status. */
export class LinkAnswers {
  readonly #counts = new Map<number, number>()
  readonly #timer: NodeJS.Timeout
  readonly #metrics: Metrics
  #date = { second: 0, text: '' }
  /** Set when the server stops: connections then end with their answer. */
  isClosing = false

  constructor(metrics: Metrics) {
    this.#metrics = metrics
    // A metric with labels costs as much as resolving a code, so it is told once a second.
    this.#timer = setInterval(() => this.#tell(), COUNT_INTERVAL_MS).unref()
  }

  close(): void {
    clearInterval(this.#timer)
    this.#tell()
  }

  /** @param location from the resolver alone, in ASCII: nothing of a request may reach this header */
  redirect(response: ServerResponse, { location, referrerPolicy, cookie }: Target): void {
    const headers = ['Location', location, ...commonHeaders, 'Referrer-Policy', referrerPolicy]
    const more = cookie === undefined ? [] : ['Set-Cookie', cookie]
    this.#send(response, 302, [...headers, ...more, 'Content-Length', '0'], undefined)
  }

  /** The same answer as text, its headers those that node:http would write, for who writes to the socket itself. */
  redirectHead(to: Target, { isLast, keepAliveMs }: { isLast: boolean; keepAliveMs: number }): string {
    this.#count(302)
    const connection = isLast ? 'close' : `keep-alive\r\nKeep-Alive: timeout=${keepAliveMs / 1_000}`
    const cookie = to.cookie === undefined ? '' : `Set-Cookie: ${to.cookie}\r\n`
    return `HTTP/1.1 302 Found\r\nLocation: ${to.location}\r\n${COMMON_LINES}Referrer-Policy: ${to.referrerPolicy}\r\n${cookie}Content-Length: 0\r\nDate: ${this.#dateText()}\r\nConnection: ${connection}\r\n\r\n`
  }

  gone(response: ServerResponse): void {
    this.#page(response, linkPages.gone)
  }

  unknown(response: ServerResponse): void {
    this.#page(response, linkPages.unknown)
  }

  tooMany(response: ServerResponse, { retryAfterS }: { retryAfterS: number }): void {
    this.#page(response, linkPages.tooMany, ['Retry-After', String(retryAfterS)])
  }

  unavailable(response: ServerResponse): void {
    this.#page(response, linkPages.unavailable, ['Retry-After', String(RETRY_AFTER_S)])
  }

  /** A page that was made elsewhere. */
  page(response: ServerResponse, page: LinkPage): void {
    this.#page(response, page, page.status === 503 ? ['Retry-After', String(RETRY_AFTER_S)] : [])
  }

  methodNotAllowed(response: ServerResponse, { allow = 'GET, HEAD' }: { allow?: string } = {}): void {
    // A body that nobody reads must not keep the connection busy.
    response.shouldKeepAlive = false
    this.#send(response, 405, [...commonHeaders, 'Allow', allow, 'Content-Length', '0'], undefined)
  }

  robots(response: ServerResponse): void {
    this.#text(response, { status: 200, type: 'text/plain; charset=utf-8', body: 'User-agent: *\nDisallow: /\n' })
  }

  /** The script for customers' pages, which all may load and check by its hash. */
  script(response: ServerResponse, body: Buffer): void {
    const headers = ['Content-Type', 'text/javascript; charset=utf-8', 'Content-Length', String(body.length), ...forAnyPage]
    this.#send(
      response,
      200,
      [...headers, 'Cache-Control', 'public, max-age=31536000, immutable', 'X-Content-Type-Options', 'nosniff'],
      body,
    )
  }

  /** A pixel is a picture whatever was said, so that no page shows a broken one. */
  intake(response: ServerResponse, { status, code, detail, origin }: IntakeAnswer, kind: 'beacon' | 'pixel'): void {
    const cors =
      origin === undefined || origin === '' ? [] : ['Access-Control-Allow-Origin', origin, 'Access-Control-Allow-Credentials', 'true']
    if (status >= 400) response.shouldKeepAlive = false
    if (kind === 'beacon' && status === 204) return this.#send(response, 204, [...commonHeaders, ...cors], undefined)
    const [type, body] =
      kind === 'pixel' ? ['image/gif', PIXEL] : ['application/problem+json', Buffer.from(JSON.stringify({ status, code, detail }))]
    const headers = [...commonHeaders, ...cors, 'Content-Type', type, 'Content-Length', String(body.length)]
    this.#send(
      response,
      kind === 'pixel' && status === 204 ? 200 : status,
      [...headers, 'Cross-Origin-Resource-Policy', 'cross-origin'],
      body,
    )
  }

  json(response: ServerResponse, { status, body }: { status: number; body: string }): void {
    this.#text(response, { status, type: 'application/json', body })
  }

  #text(response: ServerResponse, { status, type, body }: { status: number; type: string; body: string }): void {
    const bytes = Buffer.from(body)
    this.#send(response, status, [...commonHeaders, 'Content-Type', type, 'Content-Length', String(bytes.length)], bytes)
  }

  #page(response: ServerResponse, { status, headers, html }: LinkPage, more: readonly string[] = []): void {
    this.#send(response, status, [...headers, ...more], html)
  }

  #send(response: ServerResponse, status: number, headers: string[], body: Buffer | undefined): void {
    this.#count(status)
    if (this.isClosing) response.shouldKeepAlive = false
    response.writeHead(status, headers)
    response.end(body)
  }

  #count(status: number): void {
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1)
  }

  #dateText(): string {
    const second = Math.floor(Date.now() / 1_000)
    if (second !== this.#date.second) this.#date = { second, text: new Date(second * 1_000).toUTCString() }
    return this.#date.text
  }

  #tell(): void {
    for (const [status, count] of this.#counts) this.#metrics.linkAnswers.inc({ status: String(status) }, count)
    this.#counts.clear()
  }
}
