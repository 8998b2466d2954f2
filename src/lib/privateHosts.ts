import ipaddr from 'ipaddr.js'

/** Names that only mean something inside a network: RFC 6761, 6762, 8375, ICANN's `.internal`, and what home routers and offices use. */
const privateSuffixes = [
  'local',
  'localhost',
  'internal',
  'home.arpa',
  'lan',
  'home',
  'corp',
  'intranet',
  'private',
  'localdomain',
  'onion',
]

/** The metadata service of Azure: a public address that means something else in each network. */
const AZURE_WIRE_SERVER = '168.63.129.16'

/** Unicast addresses that are routed stand here (IANA); all else, such as `::/96`, is special. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Tells whether a host of a URL means a machine of a private network by its looks: a private, loopback, link-local or otherwise reserved address, a
 * name without a dot, or a name of a private domain. It resolves nothing.
 * @param hostname `URL.hostname`, so that odd forms such as `0x7f.1` are addresses already
 */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '')
  if (host.startsWith('[')) return isPrivateAddress(host.slice(1, -1))
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return isPrivateAddress(host)
  return !host.includes('.') || privateSuffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`))
}

/**
 * Tells whether an address is not one of the public internet; an address that cannot be parsed counts as private.
 * IPv4 addresses inside IPv6 ones are judged as IPv4 (mapped) or refused (translated, 6to4, Teredo).
 * @param address four decimal parts, or IPv6 without brackets
 * @see IANA special-purpose address registries, RFC 6890
 */
export function isPrivateAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return true
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return true
  return parsed.kind() === 'ipv6' ? !parsed.match(GLOBAL_UNICAST) : parsed.toString() === AZURE_WIRE_SERVER
}
