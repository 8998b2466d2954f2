import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlainRequest } from './plainRequest.ts'

const request = (...lines: string[]) => Buffer.from([...lines, '', ''].join('\r\n'), 'latin1')
const HOST = 'Host: s.test'

test('path, host and user agent of a phone are read, other headers are not', () => {
  const bytes = request('GET /aB3dE6gH?x=1 HTTP/1.1', 'HOST:  S.test ', 'Accept: */*', 'User-Agent: Caf\xe9/1', 'Connection: Keep-Alive')
  expect(readPlainRequest(bytes)).toEqual({ code: 'aB3dE6gH', headers: { host: 'S.test', 'user-agent': 'Caf\xe9/1' } })
})

test('headers that a verdict or a network depends on are read', () => {
  const named = ['sec-gpc', 'sec-purpose', 'purpose', 'x-moz', 'x-purpose', 'x-forwarded-for']
  const bytes = request('GET /aB3dE6gH HTTP/1.1', HOST, ...named.map((name) => `${name}: 1`))
  expect(Object.keys(readPlainRequest(bytes)?.headers ?? {})).toEqual(['host', ...named])
})

test.each([
  ['another method', request('HEAD /aB3dE6gH HTTP/1.1', HOST)],
  ['another version', request('GET /aB3dE6gH HTTP/1.0', HOST)],
  ['no code', request('GET /robots.txt HTTP/1.1', HOST)],
  ['an absolute address', request('GET http://s.test/aB3dE6gH HTTP/1.1', HOST)],
  ['no host', request('GET /aB3dE6gH HTTP/1.1', 'Accept: */*')],
  ['two hosts', request('GET /aB3dE6gH HTTP/1.1', HOST, 'host: evil.test')],
  ['two user agents', request('GET /aB3dE6gH HTTP/1.1', HOST, 'User-Agent: a', 'User-Agent: b')],
  ['a body', request('GET /aB3dE6gH HTTP/1.1', HOST, 'Content-Length: 3')],
  ['a chunked body', request('GET /aB3dE6gH HTTP/1.1', HOST, 'Transfer-Encoding: chunked')],
  ['an upgrade', request('GET /aB3dE6gH HTTP/1.1', HOST, 'Upgrade: h2c')],
  ['an expectation', request('GET /aB3dE6gH HTTP/1.1', HOST, 'Expect: 100-continue')],
  ['a connection that shall close', request('GET /aB3dE6gH HTTP/1.1', HOST, 'Connection: close')],
  ['a folded line', request('GET /aB3dE6gH HTTP/1.1', HOST, 'User-Agent: a', ' Host: evil.test')],
  ['a space before the colon', request('GET /aB3dE6gH HTTP/1.1', 'Host : s.test', HOST)],
  ['a bare line feed', request('GET /aB3dE6gH HTTP/1.1', `${HOST}\nX: y`)],
  ['a bare carriage return', request('GET /aB3dE6gH HTTP/1.1', `${HOST}\rX: y`)],
  ['a null byte', request('GET /aB3dE6gH HTTP/1.1', HOST, 'User-Agent: a\0b')],
  ['a line without a colon', request('GET /aB3dE6gH HTTP/1.1', HOST, 'nonsense')],
  ['two requests', Buffer.concat([request('GET /aB3dE6gH HTTP/1.1', HOST), request('GET /aB3dE6gH HTTP/1.1', HOST)])],
  ['half a request', request('GET /aB3dE6gH HTTP/1.1', HOST).subarray(0, -1)],
  ['a long head', request('GET /aB3dE6gH HTTP/1.1', HOST, `X: ${'x'.repeat(4_096)}`)],
])('%s is left to node:http', (_, bytes) => {
  expect(readPlainRequest(bytes)).toBeUndefined()
})

test('no bytes make it fail, and no part of a request is taken for a whole one', () => {
  const whole = request('GET /aB3dE6gH HTTP/1.1', HOST, 'User-Agent: a')
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(whole.length), (bytes, at) => {
      const changed = Buffer.concat([whole.subarray(0, at), bytes])
      const read = readPlainRequest(changed)
      expect(read === undefined || changed.subarray(-4).equals(Buffer.from('\r\n\r\n'))).toBe(true)
    }),
  )
})
