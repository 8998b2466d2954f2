import { once } from 'node:events'
import type { LookupAddress } from 'node:dns'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createOutbound, type ResolveName } from './outbound.ts'

/** A server on the loopback that nothing may reach: it counts who does. */
async function innerServer() {
  let reached = 0
  const server = createServer((_request, answer) => {
    reached++
    answer.end('secret')
  })
  server.on('connection', () => reached++)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, reached: () => reached }
}

const v4 = [
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.255.255.254',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '017700000001',
  ],
  ...['0x7F.1', '127.0x0.0.1', '0', '0.0.0.0', '0x0', '00', '0.0.0.1', '10.0.0.1', '10.255.255.255', '0xa.0.0.1', '012.0.0.1', '167772161'],
  ...[
    '172.16.0.1',
    '172.31.255.255',
    '172.20.1.1',
    '2886729729',
    '192.168.0.1',
    '192.168.1.254',
    '0xc0.0xa8.0.1',
    '3232235521',
    '169.254.169.254',
  ],
  ...[
    '169.254.0.1',
    '2852039166',
    '0xa9fea9fe',
    '0251.0376.0251.0376',
    '100.64.0.1',
    '100.127.255.254',
    '192.0.0.1',
    '192.0.0.192',
    '192.0.2.1',
  ],
  ...[
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '4294967295',
  ],
  ...['168.63.129.16', '192.88.99.1', '①②⑦.0.0.1', '127。0。0。1', '１２７.0.0.1', '%31%32%37.0.0.1'],
]
const v6 = [
  ...[
    '::1',
    '::',
    '0:0:0:0:0:0:0:1',
    '0000::0001',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::ffff:169.254.169.254',
    '::127.0.0.1',
  ],
  ...[
    '::ffff:0:127.0.0.1',
    '64:ff9b::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2002:7f00:0001::1',
    '2002:a00:1::',
  ],
  ...[
    '2001::1',
    '2001:0:7f00:1::',
    '2001:db8::1',
    '2001:10::1',
    '2001:20::1',
    'fc00::1',
    'fd00::1',
    'fd00:ec2::254',
    'fdff:ffff::1',
    'fe80::1',
  ],
  ...[
    'fe80::7f00:1',
    'febf::1',
    'fec0::1',
    'ff02::1',
    'ff05::1:3',
    'ff0e::1',
    '100::1',
    '100:0:0:1::1',
    '3fff::1',
    '5f00::1',
    '::2',
    '::a9fe:a9fe',
  ],
]
const names = [
  ...[
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'localhost.localdomain',
    'router.lan',
    'nas.local',
    'printer.home',
    'db.internal',
  ],
  ...['metadata.google.internal', 'x.corp', 'x.intranet', 'x.private', 'x.home.arpa', 'postgres', 'kubernetes.default.svc.cluster.local'],
]

test('more than 100 ways to write an internal address reach no listener', async () => {
  const inner = await innerServer()
  const outbound = createOutbound()
  onTestFinished(() => outbound.close())
  const urls = [...v4, ...names, ...v6.map((address) => `[${address}]`)].map((host) => `http://${host}:${inner.port}/`)
  expect(urls.length).toBeGreaterThan(100)
  const outcomes = await Promise.all(
    urls.map(async (url) => ({ url, outcome: await outbound.request({ url, method: 'POST', body: '{}' }) })),
  )
  const let_through = outcomes.filter(
    ({ outcome }) => outcome.kind === 'answered' || !['private_address', 'url_invalid'].includes(outcome.error),
  )
  expect(let_through).toEqual([])
  expect(inner.reached()).toBe(0)
})

const answering =
  (...answers: LookupAddress[][]): ResolveName =>
  (_name, _options, done) =>
    done(null, (answers.length > 1 ? answers.shift() : answers[0]) ?? [])

const inside = { address: '127.0.0.1', family: 4 }
const outside = { address: '203.0.114.7', family: 4 }

test('a name that leads inside is refused, also beside a public address', async () => {
  const inner = await innerServer()
  for (const addresses of [[inside], [outside, inside], [{ address: '::ffff:127.0.0.1', family: 6 }], []]) {
    const outbound = createOutbound({ resolveName: answering(addresses) })
    onTestFinished(() => outbound.close())
    expect(await outbound.request({ url: `http://hooks.example:${inner.port}/`, method: 'POST' })).toEqual({
      kind: 'failed',
      error: 'private_address',
    })
  }
  expect(inner.reached()).toBe(0)
})

test('a name that is rebound leads inside at no connection: each takes one of the addresses that were checked for it', async () => {
  const inner = await innerServer()
  const outbound = createOutbound({ resolveName: answering([outside], [inside]) })
  onTestFinished(() => outbound.close())
  const ask = () => outbound.request({ url: `http://rebound.example:${inner.port}/`, method: 'POST', deadlineMs: 300 })
  const first = await ask()
  expect(first.kind).toBe('failed')
  for (let again = 0; again < 3; again++) expect(await ask()).toEqual({ kind: 'failed', error: 'private_address' })
  expect(inner.reached()).toBe(0)
})
