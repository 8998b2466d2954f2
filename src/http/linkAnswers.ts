import type { ServerResponse } from 'node:http'
import type { Metrics } from '../platform/metrics.ts'
import { commonHeaders, linkPages, type LinkPage } from './linkPages.ts'

const COUNT_INTERVAL_MS = 1_000
const RETRY_AFTER_S = 5

/** Writes the answers of the link host and counts them by status. */
export class LinkAnswers {
  readonly #counts = new Map<number, number>()
  readonly #timer: NodeJS.Timeout
  readonly #metrics: Metrics
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
  redirect(response: ServerResponse, { location, referrerPolicy }: { location: string; referrerPolicy: string }): void {
    this.#send(response, 302, ['Location', location, ...commonHeaders, 'Referrer-Policy', referrerPolicy, 'Content-Length', '0'], undefined)
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

  methodNotAllowed(response: ServerResponse): void {
    // A body that nobody reads must not keep the connection busy.
    response.shouldKeepAlive = false
    this.#send(response, 405, [...commonHeaders, 'Allow', 'GET, HEAD', 'Content-Length', '0'], undefined)
  }

  robots(response: ServerResponse): void {
    this.#text(response, { status: 200, type: 'text/plain; charset=utf-8', body: 'User-agent: *\nDisallow: /\n' })
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
    this.#counts.set(status, (this.#counts.get(status) ?? 0) + 1)
    if (this.isClosing) response.shouldKeepAlive = false
    response.writeHead(status, headers)
    response.end(body)
  }

  #tell(): void {
    for (const [status, count] of this.#counts) this.#metrics.linkAnswers.inc({ status: String(status) }, count)
    this.#counts.clear()
  }
}
