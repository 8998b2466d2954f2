import { createServer, type RequestListener } from 'node:http'
import { createServer as createSocketServer, type AddressInfo, type Server } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createOutbound, type OutboundRequest } from './outbound.ts'

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}`
}

/** A server on this machine, and an outbound that may reach it. */
async function remote(answer: RequestListener) {
  const server = createServer(answer)
  onTestFinished(() => server.closeAllConnections())
  return outboundTo(await listen(server))
}

function outboundTo(origin: string) {
  const outbound = createOutbound({ allowOrigins: [origin] })
  onTestFinished(() => outbound.close())
  const request = (path: string, more: Partial<OutboundRequest> = {}) =>
    outbound.request({ url: `${origin}${path}`, method: 'GET', ...more })
  return { origin, request }
}

test('an answer comes with status, headers and body', async () => {
  const { request } = await remote((incoming, answer) => {
    answer.writeHead(201, { 'x-seen': `${incoming.method} ${incoming.url} ${incoming.headers['user-agent']}` }).end('made')
  })
  const outcome = await request('/hook?a=1', { method: 'POST', headers: { 'user-agent': 'Tapline' }, body: '{}' })
  expect(outcome).toMatchObject({
    kind: 'answered',
    status: 201,
    headers: { 'x-seen': 'POST /hook?a=1 Tapline' },
    body: 'made',
    isCut: false,
  })
})

test('a redirect is an answer and is not followed', async () => {
  const paths: (string | undefined)[] = []
  const { request } = await remote((incoming, answer) => {
    paths.push(incoming.url)
    answer.writeHead(302, { location: '/elsewhere' }).end()
  })
  expect(await request('/start')).toMatchObject({ kind: 'answered', status: 302, headers: { location: '/elsewhere' } })
  expect(paths).toEqual(['/start'])
})

test('of a body without end 16 KiB are read, then the connection is closed', async () => {
  const closed = deferred()
  const { request } = await remote((_incoming, answer) => {
    answer.on('close', closed.resolve)
    const write = () => {
      while (!answer.destroyed && answer.write('x'.repeat(8_192)));
    }
    answer.on('drain', write)
    write()
  })
  const outcome = await request('/')
  expect(outcome).toMatchObject({ kind: 'answered', isCut: true, body: 'x'.repeat(16_384) })
  await closed.promise
})

test('the deadline covers headers that never come and bodies that never end', async () => {
  const { request } = await remote((incoming, answer) => {
    if (incoming.url === '/body') answer.write('a beginning')
  })
  expect(await request('/headers', { deadlineMs: 100 })).toEqual({ kind: 'failed', error: 'deadline_passed' })
  expect(await request('/body', { deadlineMs: 100 })).toEqual({ kind: 'failed', error: 'deadline_passed' })
})

test('a closed port, a connection that breaks and an answer that is not HTTP are told apart', async () => {
  const closedServer = createSocketServer()
  const closed = await listen(closedServer)
  await new Promise((resolve) => closedServer.close(resolve))
  const breaking = await listen(createSocketServer((socket) => socket.destroy()))
  const babbling = await listen(createSocketServer((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'))))
  const errorAt = async (origin: string) => outboundTo(origin).request('/')
  expect(await errorAt(closed)).toEqual({ kind: 'failed', error: 'refused' })
  expect(await errorAt(breaking)).toEqual({ kind: 'failed', error: 'connection_lost' })
  expect(await errorAt(babbling)).toEqual({ kind: 'failed', error: 'answer_invalid' })
})

test('HTTPS towards a server that speaks none fails as TLS', async () => {
  const plain = await listen(createSocketServer((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))))
  expect(await outboundTo(plain.replace('http:', 'https:')).request('/')).toEqual({ kind: 'failed', error: 'tls_failed' })
})

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[fd00::1]/',
  'http://169.254.169.254/latest/meta-data',
  'http://168.63.129.16/',
  'http://10.0.0.1/',
  'http://0.0.0.0/',
  'http://localhost/',
  'http://localhost./',
  'http://metadata.internal/',
])('%s is refused without a connection', async (url) => {
  const outbound = createOutbound()
  onTestFinished(() => outbound.close())
  expect(await outbound.request({ url, method: 'GET' })).toEqual({ kind: 'failed', error: 'private_address' })
})

test('only the allowed origin may be internal, not its neighbours', async () => {
  const { origin, request } = await remote((_incoming, answer) => answer.end('ok'))
  expect(await request('/')).toMatchObject({ kind: 'answered', status: 200 })
  const outbound = createOutbound({ allowOrigins: ['http://127.0.0.1:1'] })
  onTestFinished(() => outbound.close())
  expect(await outbound.request({ url: origin, method: 'GET' })).toEqual({ kind: 'failed', error: 'private_address' })
})

test.each(['ftp://example.com/', 'not a url', 'http://user:pass@example.com/', 'file:///etc/passwd'])(
  '%s is no address for us',
  async (url) => {
    const outbound = createOutbound()
    onTestFinished(() => outbound.close())
    expect(await outbound.request({ url, method: 'GET' })).toEqual({ kind: 'failed', error: 'url_invalid' })
  },
)

function deferred() {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve: () => resolve() }
}
