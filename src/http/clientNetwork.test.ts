import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { formatNetwork } from '../domain/tracking/network.ts'
import { createClientNetwork } from './clientNetwork.ts'

/** A request from a peer; only its address and headers are looked at. */
function requestFrom(peer: string, forwarded: string | undefined): IncomingMessage {
  const socket = new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: peer })
  const request = new IncomingMessage(socket)
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded
  return request
}

const networkFrom = (trustProxy: readonly string[], peer: string, forwarded: string | undefined) =>
  formatNetwork(createClientNetwork({ trustProxy })(requestFrom(peer, forwarded)))

test.each([
  ['nobody is trusted', [], '192.0.2.1', '203.0.113.9', '192.0.2.0/24'],
  ['the peer is not the proxy', ['10.0.0.0/8'], '192.0.2.1', '203.0.113.9', '192.0.2.0/24'],
  ['the proxy speaks', ['10.0.0.0/8'], '10.1.2.3', '203.0.113.9', '203.0.113.0/24'],
  ['the proxy is reached over IPv6', ['10.0.0.0/8'], '::ffff:10.1.2.3', '203.0.113.9', '203.0.113.0/24'],
  ['the client wrote an address itself', ['10.0.0.0/8'], '10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.0/24'],
  ['two proxies stand in a row', ['10.0.0.0/8', '192.0.2.5'], '10.1.2.3', '1.1.1.1, 203.0.113.9, 192.0.2.5', '203.0.113.0/24'],
  ['nothing was forwarded', ['loopback'], '127.0.0.1', undefined, '127.0.0.0/24'],
  ['rubbish was forwarded', ['loopback'], '127.0.0.1', 'unknown', '127.0.0.0/24'],
  ['rubbish stands left of a proxy', ['loopback'], '127.0.0.1', 'unknown, 127.0.0.2', '127.0.0.0/24'],
  ['a port is written too', ['loopback'], '127.0.0.1', '203.0.113.9:4711', '203.0.113.0/24'],
  ['an IPv6 address comes with a port', ['uniquelocal'], 'fd00::1', '[2001:db8:7::9]:4711', '2001:db8:7::/48'],
  ['everything is trusted', ['0.0.0.0/0'], '10.1.2.3', '1.1.1.1, 203.0.113.9', '1.1.1.0/24'],
])('the network when %s', (_, trustProxy, peer, forwarded, network) => {
  expect(networkFrom(trustProxy, peer, forwarded)).toBe(network)
})

test('a header of endless addresses is read only at its end', () => {
  expect(networkFrom(['loopback'], '127.0.0.1', '1.1.1.1,'.repeat(5_000) + '203.0.113.9')).toBe('203.0.113.0/24')
})

test('what is neither address nor network is refused', () => {
  expect(() => createClientNetwork({ trustProxy: ['my-proxy'] })).toThrow('TRUST_PROXY holds "my-proxy"')
})
