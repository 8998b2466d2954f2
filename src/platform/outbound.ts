import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { isPrivateAddress, isPrivateHost } from '../lib/privateHosts.ts'

/** How a request to another system ended; that it failed is a result, not an exception. */
export type Answer =
  | { kind: 'answered'; status: number; headers: Record<string, string | string[] | undefined>; body: string }
  | { kind: 'failed'; error: OutboundError; detail: string }

export type OutboundError = 'url_invalid' | 'private_address' | 'name_not_found' | 'refused' | 'timeout' | 'body_too_large' | 'broken'

export type OutboundRequest = { url: string; method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string }

/** Calls other systems: never a private address unless its origin is allowed, never a redirect, within a deadline, reading a bounded body. */
export type Outbound = { request(request: OutboundRequest): Promise<Answer>; close(): Promise<void> }

/** On the whole exchange, from the look-up of the name to the last byte. */
const DEADLINE_MS = 10_000
const MAX_BODY_BYTES = 16_384
const MAX_CONNECTIONS = 64

/** A private address turned up behind a name. */
class PrivateAddressError extends Error {}

/**
 * Makes a guarded client.
 * @param allowOrigins origins that may be private, such as our own short links on a laptop
 */
export function createOutbound({
  allowOrigins,
  deadlineMs = DEADLINE_MS,
}: {
  allowOrigins: readonly string[]
  deadlineMs?: number
}): Outbound {
  const options = { connections: MAX_CONNECTIONS, maxRedirections: 0, headersTimeout: deadlineMs, bodyTimeout: deadlineMs }
  const open = new Agent(options)
  const guarded = new Agent({ ...options, connect: guardedConnector(deadlineMs) })
  return {
    async request(request) {
      const url = URL.parse(request.url)
      if (url === null || !/^https?:$/.test(url.protocol))
        return { kind: 'failed', error: 'url_invalid', detail: `"${request.url}" is not an http or https URL` }
      const isAllowed = allowOrigins.includes(url.origin)
      if (!isAllowed && isPrivateHost(url.hostname))
        return { kind: 'failed', error: 'private_address', detail: `${url.hostname} is a private host` }
      return exchange(isAllowed ? open : guarded, { ...request, url, deadlineMs })
    },
    close: async () => {
      await Promise.all([open.close(), guarded.close()])
    },
  }
}

type Exchange = Omit<OutboundRequest, 'url'> & { url: URL; deadlineMs: number }

async function exchange(agent: Agent, { url, method, headers = {}, body, deadlineMs }: Exchange): Promise<Answer> {
  const signal = AbortSignal.timeout(deadlineMs)
  try {
    const answer = await agent.request({ origin: url.origin, path: url.pathname + url.search, method, headers, signal, body: body ?? null })
    return { kind: 'answered', status: answer.statusCode, headers: answer.headers, body: await readBounded(answer.body) }
  } catch (error) {
    return { kind: 'failed', error: classify(error, signal), detail: error instanceof Error ? error.message : String(error) }
  }
}

class BodyTooLargeError extends Error {}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.length
    if (length > MAX_BODY_BYTES) throw new BodyTooLargeError(`The body has more than ${MAX_BODY_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Every answer of the name must be public, and so must the address that was reached: a literal address skips the look-up. */
function guardedConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs, lookup: publicLookup })
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null)
      if (!isPrivateAddress(socket.remoteAddress ?? '')) return callback(null, socket)
      socket.destroy()
      callback(new PrivateAddressError(`${options.hostname} leads to a private address`), null)
    })
}

const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { all: true, verbatim: true }, (error, addresses) => {
    if (error !== null) return callback(error, '')
    if (addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(new PrivateAddressError(`${hostname} leads to a private address`), '')
    if (options.all === true) return callback(null, addresses)
    const [first] = addresses
    callback(null, first?.address ?? '', first?.family)
  })
}

function classify(error: unknown, signal: AbortSignal): OutboundError {
  if (error instanceof PrivateAddressError) return 'private_address'
  if (error instanceof BodyTooLargeError) return 'body_too_large'
  if (signal.aborted) return 'timeout'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return codes[code] ?? 'broken'
}

const codes: Readonly<Record<string, OutboundError>> = {
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ECONNREFUSED: 'refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
}
