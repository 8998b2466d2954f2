import { lookup, type LookupAddress, type LookupAllOptions } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector, type Dispatcher } from 'undici'
import { isPrivateAddress, isPrivateHost } from '../lib/privateHosts.ts'

/** A request to somebody else's server. `deadlineMs` covers the whole exchange, 10 s unless told. */
export type OutboundRequest = {
  url: string
  method: 'GET' | 'HEAD' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  deadlineMs?: number
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

/** An answer of any status, redirects included, with at most 16 KiB of its body; or why there is none. */
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
/** A receiver can send for ever; nothing we read needs more. */
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
  return {
    async request(request) {
      const url = URL.parse(request.url)
      if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
        return { kind: 'failed', error: 'url_invalid' }
      if (allowed.has(url.origin)) return exchange(open, url, request)
      if (isPrivateHost(url.hostname)) return { kind: 'failed', error: 'private_address' }
      return exchange(guarded, url, request)
    },
    close: async () => void (await Promise.all([guarded.destroy(), open.destroy()])),
  }
}

const limits = { pipelining: 1, keepAliveTimeout: 10_000, keepAliveMaxTimeout: 60_000 }

async function exchange(
  agent: Agent,
  url: URL,
  { method, headers, body, deadlineMs = DEADLINE_MS }: OutboundRequest,
): Promise<OutboundOutcome> {
  const signal = AbortSignal.timeout(deadlineMs)
  const path = `${url.pathname}${url.search}`
  try {
    const answer = await agent.request({ origin: url.origin, path, method, headers: { ...headers }, body: body ?? null, signal })
    const read = await readCapped(answer.body)
    return { kind: 'answered', status: answer.statusCode, headers: answer.headers, ...read }
  } catch (error) {
    return { kind: 'failed', error: signal.aborted ? 'deadline_passed' : errorOf(error) }
  }
}

async function readCapped(body: AsyncIterable<Uint8Array>): Promise<{ body: string; isCut: boolean }> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.length
    // Leaving the loop destroys the stream, and with it the connection.
    if (length > MAX_BODY_BYTES) break
  }
  return { body: Buffer.concat(chunks).subarray(0, MAX_BODY_BYTES).toString('utf8'), isCut: length > MAX_BODY_BYTES }
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
