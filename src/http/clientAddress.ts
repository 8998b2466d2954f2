import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** Proxies looked at in X-Forwarded-For; a longer chain is cut. */
const MAX_HOPS = 10

/**
 * Tells the address that a request comes from: the socket's, or behind trusted proxies the last one in X-Forwarded-For that none of them has.
 * @param trusted addresses and networks of TRUST_PROXY; what is none of both is ignored
 */
export function clientAddressOf(trusted: readonly string[]): (request: IncomingMessage) => string | undefined {
  if (trusted.length === 0) return (request) => request.socket.remoteAddress
  const networks = trusted.flatMap(parseNetwork)
  const isTrusted = (address: string) => {
    if (!ipaddr.isValid(address)) return false
    const parsed = ipaddr.process(address)
    return networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits))
  }
  return (request) => {
    const forwarded = request.headers['x-forwarded-for']
    const chain =
      typeof forwarded === 'string'
        ? forwarded
            .split(',')
            .slice(-MAX_HOPS)
            .map((address) => address.trim())
        : []
    let address = request.socket.remoteAddress
    while (address !== undefined && isTrusted(address) && chain.length > 0) address = chain.pop()
    return address
  }
}

function parseNetwork(text: string): [ipaddr.IPv4 | ipaddr.IPv6, number][] {
  if (ipaddr.isValidCIDR(text)) return [ipaddr.parseCIDR(text)]
  if (!ipaddr.isValid(text)) return []
  const address = ipaddr.process(text)
  return [[address, address.kind() === 'ipv4' ? 32 : 128]]
}
