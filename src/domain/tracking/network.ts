import ipaddr from 'ipaddr.js'

/**
 * The network that a hit came from, an IPv4 /24 or IPv6 /48, as one number below 2^49: the first 24 bits of an IPv4 address, or 2^48 plus
 * the first 48 bits of an IPv6 one. Addresses are cut to it at once, so a full one is never kept; a number is cheap as a key and in a record.
 */
export type Network = number

/** Of a client whose address is unknown, as after it hung up. */
export const NO_NETWORK: Network = -1

/** The number of the first IPv6 network. */
export const V6 = 2 ** 48
const MAPPED_PREFIX = '::ffff:'

/** Cuts an address to its network. An IPv4 address inside IPv6 counts as IPv4; what is no address gives `NO_NETWORK`. */
export function networkOf(address: string | undefined): Network {
  if (address === undefined) return NO_NETWORK
  const v4 = networkOfV4(address, address.startsWith(MAPPED_PREFIX) ? MAPPED_PREFIX.length : 0)
  return v4 === NO_NETWORK ? networkOfOther(address) : v4
}

/** Whether a number is a network, `NO_NETWORK` included. */
export const isNetwork = (value: number): boolean =>
  Number.isInteger(value) && value >= NO_NETWORK && (value < 2 ** 24 || value >= V6) && value < 2 * V6

/** Writes a network as PostgreSQL's inet and people do: `192.0.2.0/24`, `2001:db8:1::/48`. */
export function formatNetwork(network: Network): string | undefined {
  if (network === NO_NETWORK) return undefined
  if (network < V6) return `${network >>> 16}.${(network >>> 8) & 255}.${network & 255}.0/24`
  const bits = network - V6
  const groups = [Math.floor(bits / 2 ** 32), Math.floor(bits / 2 ** 16) % 2 ** 16, bits % 2 ** 16]
  return `${groups.map((group) => group.toString(16)).join(':')}::/48`
}

const DOT = 46
const ZERO = 48

/** By hand, since this runs for every hit and nearly all addresses are of this form. */
function networkOfV4(address: string, start: number): Network {
  let network = 0
  let dots = 0
  let byte = -1
  for (let at = start; at < address.length; at++) {
    const character = address.charCodeAt(at)
    if (character === DOT) {
      if (byte < 0 || dots === 3) return NO_NETWORK
      network = network * 256 + byte
      dots++
      byte = -1
      continue
    }
    const digit = character - ZERO
    if (digit < 0 || digit > 9) return NO_NETWORK
    byte = byte < 0 ? digit : byte * 10 + digit
    if (byte > 255) return NO_NETWORK
  }
  return dots === 3 && byte >= 0 ? network : NO_NETWORK
}

function networkOfOther(address: string): Network {
  if (!ipaddr.IPv6.isValid(address)) return NO_NETWORK
  const parsed = ipaddr.process(address)
  const bytes = parsed.toByteArray().slice(0, parsed.kind() === 'ipv4' ? 3 : 6)
  const bits = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return parsed.kind() === 'ipv4' ? bits : V6 + bits
}
