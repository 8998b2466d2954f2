import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { LRUCache } from 'lru-cache'
import { isPrivateAddress, isPrivateHost } from '../lib/privateHosts.ts'

/** A request to somebody else's server. `deadlineMs` covers the whole exchange, 10 s unless told; `maxBodyBytes` of its answer are read, 16 KiB unless told. */
export type OutboundRequest = {
  url: string
  method: 'GET' | 'HEAD' | 'POST'
  headers?: Record<string, string>
  body?: string | Uint8Array
  deadlineMs?: number
  maxBodyBytes?: number
}

/** Why there is no answer. `private_address`: the host is, or leads to, an address that only we can reach. */
export type OutboundError =
  | 'url_invalid'
  | 'private_address'
  | 'name_not_found'
  | 'refused'
  | 'unreachable'
  | 'connection_timeout'
  | 'deadline_passed'
  | 'connection_lost'
  | 'tls_failed'
  | 'answer_invalid'

/** An answer of any status, redirects included, with the beginning of its body; or why there is none. */
export type OutboundOutcome =
  | { kind: 'answered'; status: number; headers: Dispatcher.ResponseData['headers']; body: string; isCut: boolean }
  | { kind: 'failed'; error: OutboundError }

export type Outbound = {
  /** Never throws for what the other side does, and never follows a redirect. */
  request(request: OutboundRequest): Promise<OutboundOutcome>
  /** Closes connections; requests in flight fail. */
  close(): Promise<void>
}

const DEADLINE_MS = 10_000
const CONNECT_TIMEOUT_MS = 5_000
/** A receiver can send for ever; hardly anything we read needs more. */
const MAX_BODY_BYTES = 16_384

/**
 * The one door to other servers. Internal addresses are refused three times, since each check alone can be passed: as written, by each
 * answer of the name system, and by the address that the socket ended at.
 * @param allowOrigins origins that may be internal all the same, as our own short links on a laptop
 * @param resolveName the name system; another one only in tests
 */
export function createOutbound({
  allowOrigins = [],
  resolveName = lookup,
}: { allowOrigins?: readonly string[]; resolveName?: ResolveName } = {}): Outbound {
  const guarded = new Agent({ connect: guardedConnector(resolveName), ...limits })
  const open = new Agent({ connect: { timeout: CONNECT_TIMEOUT_MS }, ...limits })
  const allowed = new Set(allowOrigins.map((origin) => new URL(origin).origin))
  const known = new LRUCache<string, Target>({ max: MAX_KNOWN })
  const targetOf = (written: string): Target => {
    const before = known.get(written)
    if (before !== undefined) return before
    const url = URL.parse(written)
    const isUrl = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
    const target: Target = !isUrl
      ? { kind: 'refused', error: 'url_invalid' }
      : allowed.has(url.origin)
        ? openTarget(open, url)
        : isPrivateHost(url.hostname)
          ? { kind: 'refused', error: 'private_address' }
          : openTarget(guarded, url)
    known.set(written, target)
    return target
  }
  return {
    // Not async: an endpoint is asked thousands of times a second, and a promise around another costs three turns of the microtask queue.
    request(request) {
      const target = targetOf(request.url)
      if (target.kind === 'refused') return Promise.resolve({ kind: 'failed', error: target.error })
      return exchange(target, request)
    },
    close: async () => void (await Promise.all([guarded.destroy(), open.destroy()])),
  }
}

/** Addresses whose looks were judged: an endpoint is asked thousands of times a second. */
const MAX_KNOWN = 500

type OpenTarget = { kind: 'open'; agent: Agent; origin: string; path: string }
type Target = { kind: 'refused'; error: OutboundError } | OpenTarget

const openTarget = (agent: Agent, url: URL): OpenTarget => ({
  kind: 'open',
  agent,
  origin: url.origin,
  path: `${url.pathname}${url.search}`,
})

// The deadline covers the whole exchange, so undici's own two are off.
const limits = { pipelining: 1, keepAliveTimeout: 10_000, keepAliveMaxTimeout: 60_000, headersTimeout: 0, bodyTimeout: 0 }

function exchange({ agent, origin, path }: OpenTarget, request: OutboundRequest): Promise<OutboundOutcome> {
  const { method, headers, body, deadlineMs = DEADLINE_MS, maxBodyBytes = MAX_BODY_BYTES } = request
  return new Promise((resolve, reject) => {
    const options = { origin, path, method, headers: headers ?? {}, body: body ?? null }
    agent.dispatch(options, new Exchange({ resolve, reject, deadlineMs, maxBodyBytes }))
  })
}

type Settling = { resolve: (outcome: OutboundOutcome) => void; reject: (error: unknown) => void; deadlineMs: number; maxBodyBytes: number }

/** One exchange, without the streams that `request` makes: they cost as much as all the rest of it. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #settling: Settling
  readonly #deadline: NodeJS.Timeout
  readonly #chunks: Uint8Array[] = []
  #controller: Dispatcher.DispatchController | undefined
  #length = 0
  #status = 0
  #headers: Dispatcher.ResponseData['headers'] = {}
  #isSettled = false

  constructor(settling: Settling) {
    this.#settling = settling
    this.#deadline = setTimeout(() => this.#end({ kind: 'failed', error: 'deadline_passed' }), settling.deadlineMs)
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#isSettled) controller.abort(new Error('the deadline passed before there was a connection'))
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Dispatcher.ResponseData['headers']): void {
    this.#status = status
    this.#headers = headers
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    if (this.#length > this.#settling.maxBodyBytes) this.#end(this.#answer())
  }

  onResponseEnd(): void {
    this.#controller = undefined
    this.#end(this.#answer())
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#controller = undefined
    try {
      this.#end({ kind: 'failed', error: errorOf(error) })
    } catch (bug) {
      clearTimeout(this.#deadline)
      this.#settling.reject(bug)
    }
  }

  #answer(): OutboundOutcome {
    const { maxBodyBytes } = this.#settling
    const body = this.#chunks.length === 0 ? '' : Buffer.concat(this.#chunks).subarray(0, maxBodyBytes).toString('utf8')
    return { kind: 'answered', status: this.#status, headers: this.#headers, body, isCut: this.#length > maxBodyBytes }
  }

  /** Whatever is still open of the exchange is closed, and with it the connection. */
  #end(outcome: OutboundOutcome): void {
    if (this.#isSettled) return
    this.#isSettled = true
    clearTimeout(this.#deadline)
    this.#settling.resolve(outcome)
    this.#controller?.abort(new Error('the exchange is over'))
  }
}

/** Finds all addresses of a name. */
export type ResolveName = (
  hostname: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

class PrivateAddressError extends Error {}

/** The name is resolved once, and the socket goes to one of the addresses that were checked: no second answer can differ. */
function guardedConnector(resolveName: ResolveName): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, lookup: publicLookup(resolveName) })
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) return callback(error, null)
      if (!isPrivateAddress(socket.remoteAddress ?? '')) return callback(null, socket)
      socket.destroy()
      return callback(new PrivateAddressError(), null)
    })
}

const publicLookup =
  (resolveName: ResolveName): LookupFunction =>
  (hostname, options, done) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error !== null || first === undefined) return done(error ?? new PrivateAddressError(), '')
      if (addresses.some(({ address }) => isPrivateAddress(address))) return done(new PrivateAddressError(), '')
      return options.all === true ? done(null, addresses) : done(null, first.address, first.family)
    })
  }

/** By the codes of undici, Node and OpenSSL; what is none of them is a connection that broke. A request that we made wrongly is a bug and thrown. */
function errorOf(error: unknown): OutboundError {
  if (error instanceof PrivateAddressError) return 'private_address'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code in errors) return errors[code] ?? 'connection_lost'
  if (code.startsWith('UND_ERR_INVALID') || error instanceof TypeError) throw error
  if (error instanceof Error && error.name === 'HTTPParserError') return 'answer_invalid'
  if (/^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO)/.test(code)) return 'tls_failed'
  return 'connection_lost'
}

const errors: Readonly<Record<string, OutboundError>> = {
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'connection_timeout',
  UND_ERR_CONNECT_TIMEOUT: 'connection_timeout',
  UND_ERR_HEADERS_TIMEOUT: 'deadline_passed',
  UND_ERR_BODY_TIMEOUT: 'deadline_passed',
  UND_ERR_HEADERS_OVERFLOW: 'answer_invalid',
}
