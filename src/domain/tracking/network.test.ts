import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatNetwork, isNetwork, networkOf, NO_NETWORK } from './network.ts'

test.each([
  ['192.0.2.77', '192.0.2.0/24'],
  ['255.255.255.255', '255.255.255.0/24'],
  ['0.0.0.0', '0.0.0.0/24'],
  ['::ffff:198.51.100.7', '198.51.100.0/24'],
  ['::ffff:c633:6407', '198.51.100.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['::1', '0:0:0::/48'],
  ['fe80::1%eth0', 'fe80:0:0::/48'],
])('%s is of the network %s', (address, network) => {
  expect(formatNetwork(networkOf(address))).toBe(network)
})

test.each([undefined, '', '1.2.3', '1.2.3.4.5', '1.2.3.256', '1..2.3', '1.2.3.', 'localhost', '12345::1', ':::', '1.2.3.4:80'])(
  '%s is no address',
  (address) => {
    expect(networkOf(address)).toBe(NO_NETWORK)
    expect(formatNetwork(networkOf(address))).toBeUndefined()
  },
)

test('all addresses of a /24 are one network, and nothing of the last byte is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(255), { minLength: 5, maxLength: 5 }), ([a, b, c, d, e]) => {
      const network = networkOf(`${a}.${b}.${c}.${d}`)
      expect(network).toBe(networkOf(`${a}.${b}.${c}.${e}`))
      expect(formatNetwork(network)).toBe(`${a}.${b}.${c}.0/24`)
      expect(isNetwork(network)).toBe(true)
    }),
  )
})

test('all addresses of a /48 are one network', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const network = networkOf(address)
      expect(isNetwork(network)).toBe(true)
      fc.pre(formatNetwork(network)?.endsWith('::/48') === true)
      expect(networkOf(formatNetwork(network)?.replace('/48', 'abcd'))).toBe(network)
    }),
  )
})
