import { expect, test } from 'vitest'
import { z } from 'zod'
import { httpShell } from '../../test/helpers/httpShell.ts'
import { AppError } from '../lib/errors.ts'

function shell() {
  const made = httpShell()
  const { app } = made
  const body = z.strictObject({ text: z.string(), count: z.int().optional() })
  app.post('/v1/things', { schema: { body, response: { 200: z.strictObject({ text: z.string() }) } } }, async (request) => ({
    text: request.body.text,
  }))
  app.get(
    '/v1/things/:id',
    { schema: { params: z.strictObject({ id: z.string().regex(/^\d+$/) }), response: { 200: z.unknown() } } },
    async () => ({ id: 2n ** 60n }),
  )
  app.get('/v1/list', { schema: { querystring: z.strictObject({ limit: z.coerce.number().max(9).optional() }) } }, async () => [])
  app.get('/v1/refused', async () => {
    throw new AppError('phone_invalid', 'Cannot parse "x".', { field: 'to[1]' })
  })
  app.get('/v1/away', async () => {
    throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  })
  app.get('/v1/bug', async () => {
    throw new Error('a bug', { cause: new Error('its cause') })
  })
  app.get('/v1/wrong-answer', { schema: { response: { 200: z.strictObject({ a: z.string() }) } } }, async (_request, reply) =>
    reply.send({ b: 1 } as never),
  )
  return made
}
const json = { 'content-type': 'application/json' }

test('a good request is answered with its id and safe headers', async () => {
  const { app } = shell()
  const answer = await app.inject({ method: 'POST', url: '/v1/things', payload: { text: 'x' }, headers: { 'x-request-id': 'abc-1' } })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers).toMatchObject({
    'x-request-id': 'abc-1',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  })
  expect(answer.headers['strict-transport-security']).toBeUndefined()
})

test('a strange X-Request-Id is replaced', async () => {
  const { app } = shell()
  const answer = await app.inject({ url: '/v1/list', headers: { 'x-request-id': 'a b<script>' } })
  expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('an id beyond 2^53 leaves as a decimal string', async () => {
  const { app } = shell()
  expect((await app.inject('/v1/things/1')).json()).toEqual({ id: '1152921504606846976' })
})

test.each([
  ['malformed JSON', 400, 'json_invalid', { method: 'POST', url: '/v1/things', headers: json, payload: '{"text": }' }],
  ['no body', 400, 'body_invalid', { method: 'POST', url: '/v1/things', headers: json }],
  ['an unknown field', 400, 'body_invalid', { method: 'POST', url: '/v1/things', payload: { text: 'x', txt: 'y' } }],
  [
    'a prototype in the body',
    400,
    'json_invalid',
    { method: 'POST', url: '/v1/things', headers: json, payload: '{"text":"x","__proto__":{}}' },
  ],
  ['a body of 10 MB', 413, 'body_too_large', { method: 'POST', url: '/v1/things', headers: json, payload: `"${'x'.repeat(10_000_000)}"` }],
  [
    'a form',
    415,
    'media_type_unsupported',
    { method: 'POST', url: '/v1/things', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'text=x' },
  ],
  [
    'plain text',
    415,
    'media_type_unsupported',
    { method: 'POST', url: '/v1/things', headers: { 'content-type': 'text/plain' }, payload: 'x' },
  ],
  ['an unknown query field', 400, 'query_invalid', { method: 'GET', url: '/v1/list?limti=5' }],
  ['an id that cannot be one', 404, 'not_found', { method: 'GET', url: '/v1/things/abc' }],
  ['an unknown address', 404, 'not_found', { method: 'GET', url: '/v1/nothing?phone=1' }],
  ['a broken percent-encoding', 404, 'not_found', { method: 'GET', url: '/v1/things/%zz' }],
  ['an overlong part of the address', 404, 'not_found', { method: 'GET', url: `/v1/things/${'1'.repeat(300)}` }],
  ['a wrong method', 405, 'method_not_allowed', { method: 'DELETE', url: '/v1/things/1' }],
  ['a failed rule', 422, 'phone_invalid', { method: 'GET', url: '/v1/refused' }],
  ['a bug', 500, 'internal', { method: 'GET', url: '/v1/bug' }],
  ['an answer that breaks its contract', 500, 'internal', { method: 'GET', url: '/v1/wrong-answer' }],
  ['a database that is away', 503, 'unavailable', { method: 'GET', url: '/v1/away' }],
] as const)('%s gets a problem', async (_name, status, code, request) => {
  const { app } = shell()
  const answer = await app.inject(request)
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect(answer.json()).toMatchObject({
    type: `/errors/${code}`,
    status,
    code,
    title: expect.any(String),
    detail: expect.stringMatching(/[.?]$/),
  })
  expect(answer.statusCode).toBe(status)
  expect(answer.json().request_id).toBe(answer.headers['x-request-id'])
})

test('what is wrong with a body is told field by field', async () => {
  const { app } = shell()
  const answer = await app.inject({ method: 'POST', url: '/v1/things', payload: { count: 1.5 } })
  expect(answer.json()).toMatchObject({
    detail: 'The body is wrong at text: this field is missing: expected a string. 1 more in "errors".',
    field: 'text',
    errors: [
      { field: 'text', message: 'This field is missing: expected a string.' },
      { field: 'count', message: 'Expected a whole number.' },
    ],
  })
})

test('an error with a field names it', async () => {
  const { app } = shell()
  expect((await app.inject('/v1/refused')).json()).toMatchObject({ field: 'to[1]', detail: 'Cannot parse "x".' })
})

test('a 405 says what is allowed, and a 503 when to come back', async () => {
  const { app } = shell()
  expect((await app.inject({ method: 'PUT', url: '/v1/things' })).headers.allow).toBe('POST')
  expect((await app.inject({ method: 'POST', url: '/v1/things/1', payload: {} })).headers.allow).toBe('GET, HEAD')
  expect((await app.inject('/v1/away')).headers['retry-after']).toBe('1')
})

test('a bug is logged with its request id, route and cause, without the address', async () => {
  const { app, logged } = shell()
  const answer = await app.inject('/v1/bug?phone=4915112345678')
  const entry = logged.find(([level]) => level === 'error')
  expect(entry?.[1]).toMatchObject({
    requestId: answer.headers['x-request-id'],
    route: '/v1/bug',
    error: { cause: { message: 'its cause' } },
  })
  expect(JSON.stringify(logged)).not.toContain('4915112345678')
})

test('a request is measured by route', async () => {
  const { app, metrics } = shell()
  await app.inject('/v1/things/17')
  expect(await metrics.registry.metrics()).toContain('route="/v1/things/:id",status="200"')
})

test('HEAD is answered like GET without a body', async () => {
  const { app } = shell()
  const answer = await app.inject({ method: 'HEAD', url: '/v1/list' })
  expect([answer.statusCode, answer.body]).toEqual([200, ''])
})

test('behind HTTPS browsers are told to stay there', async () => {
  const { app } = httpShell({ isHttps: true })
  expect((await app.inject('/')).headers['strict-transport-security']).toBe('max-age=31536000')
})
