import { expect, test } from 'vitest'
import { httpShell } from '../../test/helpers/httpShell.ts'
import { requireKey } from './auth.ts'
import { networkRatePerMinute } from './rateLimit.ts'

function shell({ trustProxy = [] }: { trustProxy?: string[] } = {}) {
  const made = httpShell({ trustProxy })
  made.app.get('/v1/read', { onRequest: requireKey('messages:read') }, async (request) => ({ account: String(request.key.accountId) }))
  made.app.post('/v1/write', { onRequest: requireKey('messages:write') }, async () => ({}))
  made.app.get('/v1/open', async (request) => ({ account: String(request.key.accountId) }))
  return made
}
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

test.each([[{ authorization: 'Bearer tl_ok' }], [{ authorization: 'bearer  tl_ok' }], [{ 'x-api-key': 'tl_ok' }]])(
  '%j is let in',
  async (headers) => {
    const answer = await shell().app.inject({ url: '/v1/read', headers })
    expect(answer.json()).toEqual({ account: '7' })
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '100', 'ratelimit-remaining': '99', 'ratelimit-reset': '1' })
  },
)

test.each([
  ['nothing', {}, 'Bearer', 'No API key came'],
  ['another scheme', { authorization: 'Basic dXNlcjpwYXNz' }, 'Bearer', 'No API key came'],
  ['a mistyped key', bearer('tl_cut'), 'Bearer error="invalid_token"', 'is not an API key'],
  ['a key of elsewhere', bearer('tl_elsewhere'), 'Bearer error="invalid_token"', 'No account has this API key'],
  ['a revoked key', bearer('tl_revoked'), 'Bearer error="invalid_token"', 'has been revoked'],
])('%s is refused as unauthenticated', async (_name, headers, challenge, words) => {
  const answer = await shell().app.inject({ url: '/v1/read', headers })
  expect(answer.json()).toMatchObject({ status: 401, code: 'unauthenticated', detail: expect.stringContaining(words) })
  expect(answer.headers['www-authenticate']).toBe(challenge)
  expect(answer.headers['ratelimit-limit']).toBe(String(networkRatePerMinute))
})

test('a key without the scope is told which one is missing, before its body is read', async () => {
  const answer = await shell().app.inject({
    method: 'POST',
    url: '/v1/write',
    headers: { ...bearer('tl_ok'), 'content-type': 'application/json' },
    payload: '{',
  })
  expect(answer.json()).toMatchObject({
    code: 'scope_missing',
    detail: expect.stringContaining('needs the scope "messages:write" and has "messages:read"'),
  })
})

test('a key past its rate is refused with Retry-After while others pass', async () => {
  const { app } = shell()
  const slow = () => app.inject({ url: '/v1/read', headers: bearer('tl_slow') })
  expect([(await slow()).statusCode, (await slow()).statusCode]).toEqual([200, 200])
  const refused = await slow()
  expect(refused.json()).toMatchObject({ status: 429, code: 'rate_limited' })
  expect(refused.headers).toMatchObject({ 'retry-after': '30', 'ratelimit-remaining': '0' })
  expect((await app.inject({ url: '/v1/read', headers: bearer('tl_ok') })).statusCode).toBe(200)
})

test('guessing keys uses up the network, not the keys of others in it', async () => {
  const { app } = shell()
  const guess = () => app.inject({ url: '/v1/read', headers: bearer('tl_guess') })
  for (let tries = 0; tries < networkRatePerMinute; tries++) await guess()
  const statuses = await Promise.all(Array.from({ length: 100 }, async () => (await guess()).statusCode))
  expect(statuses).toContain(429)
  expect((await app.inject({ url: '/v1/read', headers: bearer('tl_ok') })).statusCode).toBe(200)
})

test('X-Forwarded-For counts only from a trusted proxy', async () => {
  const remaining = async (app: ReturnType<typeof shell>['app'], from: string) =>
    Number(
      (await app.inject({ url: '/', remoteAddress: '192.0.2.1', headers: { 'x-forwarded-for': from } })).headers['ratelimit-remaining'],
    )
  const trusting = shell({ trustProxy: ['192.0.2.1'] }).app
  expect([await remaining(trusting, '198.51.100.1'), await remaining(trusting, '203.0.113.1')]).toEqual([
    networkRatePerMinute - 1,
    networkRatePerMinute - 1,
  ])
  const wary = shell().app
  await remaining(wary, '198.51.100.1')
  expect(await remaining(wary, '203.0.113.1')).toBeLessThan(networkRatePerMinute - 1)
})

test('a route that reads the key without asking for one fails', async () => {
  const { app, logged } = shell()
  expect((await app.inject('/v1/open')).statusCode).toBe(500)
  expect(JSON.stringify(logged)).toContain('request failed')
})
