import ipaddr from 'ipaddr.js'
import { LRUCache } from 'lru-cache'
import { networkOf, type Network } from '../domain/tracking/network.ts'

/** What there is to know about who asks: headers with names in lower case, and the address of the connection. */
export type ClientRequest = {
  headers: Readonly<Record<string, string | string[] | undefined>>
  socket: { remoteAddress?: string | undefined }
}

/** Says from which network a request comes. */
export type ClientNetwork = (request: ClientRequest) => Network

/** Names that Express and Fastify know too. */
const named: Record<string, readonly string[]> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Proxies append; whoever sends more than this is not believed beyond it. */
const MAX_FORWARDED = 1_000
const MAX_HOPS = 10

/**
 * Believes `X-Forwarded-For` only from the proxies named, and of its addresses the right-most that is no such proxy: everything left of
 * it is what the client chose to write.
 * @param trustProxy addresses, networks such as 10.0.0.0/8, or `loopback`, `linklocal`, `uniquelocal`
 * @throws Error for an entry that is none of these
 */
export function createClientNetwork({ trustProxy }: { trustProxy: readonly string[] }): ClientNetwork {
  if (trustProxy.length === 0) return (request) => networkOf(request.socket.remoteAddress)
  const isTrusted = createTrust(trustProxy)
  return (request) => {
    const peer = request.socket.remoteAddress
    const forwarded = request.headers['x-forwarded-for']
    if (peer === undefined || forwarded === undefined || !isTrusted(peer)) return networkOf(peer)
    const hops = String(forwarded).slice(-MAX_FORWARDED).split(',').slice(-MAX_HOPS).toReversed().map(withoutPort)
    let client = peer
    for (const hop of hops) {
      if (!ipaddr.isValid(hop)) break
      client = hop
      if (!isTrusted(hop)) break
    }
    return networkOf(client)
  }
}

function createTrust(trustProxy: readonly string[]): (address: string) => boolean {
  const ranges = trustProxy.flatMap((entry) => named[entry] ?? [entry]).map(parseRange)
  const known = new LRUCache<string, boolean>({ max: 1_000 })
  return (address) => {
    const cached = known.get(address)
    if (cached !== undefined) return cached
    const parsed = ipaddr.isValid(address) ? ipaddr.process(address) : undefined
    const trusted = parsed !== undefined && ranges.some((range) => range[0].kind() === parsed.kind() && parsed.match(range))
    known.set(address, trusted)
    return trusted
  }
}

function parseRange(entry: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (ipaddr.isValidCIDR(entry)) return ipaddr.parseCIDR(entry)
  if (!ipaddr.isValid(entry))
    throw new Error(`TRUST_PROXY holds "${entry}": expected an address, a network such as 10.0.0.0/8, loopback, linklocal or uniquelocal.`)
  const address = ipaddr.process(entry)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Some proxies write `192.0.2.1:4711` or `[2001:db8::1]:4711`. */
function withoutPort(hop: string): string {
  const text = hop.trim()
  return /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text
}
