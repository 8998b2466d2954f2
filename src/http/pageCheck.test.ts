import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { createOutbound } from '../platform/outbound.ts'
import { checkPage } from './pageCheck.ts'
import { snippetFile } from './snippet.ts'

const db = await testDatabase()

type Answer = (request: IncomingMessage, answer: ServerResponse) => void

/** Pages on this machine, with an outbound that may reach them. */
async function pages(answer: Answer) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const origin = `http://127.0.0.1:${address.port}`
  const outbound = createOutbound({ allowOrigins: [origin] })
  onTestFinished(() => outbound.close())
  const settings = { origins: [origin], parameter: 'tl' }
  return { origin, check: (path: string) => checkPage(outbound, { url: origin + path, settings, publicId: 'gZ0yTn4c' }) }
}

const tag = '<script async src="https://s.test/t1.js" data-account="gZ0yTn4c" data-parameter="tl"></script>'
const asHtml = (answer: ServerResponse, text: string) => answer.setHeader('content-type', 'text/html; charset=utf-8').end(text)

test('the page at the end of redirects is read, far beyond its first 16 KiB', async () => {
  const { origin, check } = await pages(({ url }, answer) => {
    if (url === '/') answer.writeHead(302, { location: '/shop' }).end()
    else asHtml(answer, `${'x'.repeat(200_000)}${tag}`)
  })
  expect(await check('/')).toEqual({
    ...{ url: `${origin}/shop`, origin, origin_allowed: true, outcome: 'read', status: 200, is_cut: false },
    ...{ snippet: 'script', account: 'yours', parameter: 'as_set', converts: false, has_tag_manager: false },
  })
})

test.each<[string, Answer, Record<string, unknown>]>([
  ['a page that is missing', (_, answer) => answer.writeHead(404).end('no'), { outcome: 'refused_by_page', status: 404 }],
  ['a picture', (_, answer) => answer.writeHead(200, { 'content-type': 'image/png' }).end('x'), { outcome: 'no_html' }],
  [
    'what is packed although nobody asked for it',
    (_, answer) => answer.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'br' }).end('x'),
    { outcome: 'compressed' },
  ],
  ['a redirect in a circle', (_, answer) => answer.writeHead(302, { location: '/' }).end(), { outcome: 'too_many_redirects' }],
  [
    'a redirect to an inner address',
    (_, answer) => answer.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
    { outcome: 'private_address' },
  ],
  ['a page without end', (_, answer) => void asHtml(answer, 'x'.repeat(2_000_000)), { outcome: 'read', is_cut: true, snippet: null }],
])('%s gets an answer of its own', async (_what, answer, expected) => {
  const { check } = await pages(answer)
  expect(await check('/')).toMatchObject(expected)
})

/** What the server at the end of a short domain answers. */
let atDomain: { status: number; text: string } = { status: 200, text: '' }
const domainServer = createServer((_request, answer) => answer.writeHead(atDomain.status).end(atDomain.text)).listen(0, '127.0.0.1')
await once(domainServer, 'listening')
afterAll(() => void domainServer.close())
const bound = domainServer.address()
const host = typeof bound === 'object' && bound !== null ? `127.0.0.1:${bound.port}` : ''
const { call } = await api(db, { privateOrigins: [`http://${host}`] })

test('the route refuses what is no address, and never reaches inner ones', async () => {
  expect(await call('POST', '/v1/conversions/check-page', { url: 'shop' })).toMatchObject({ status: 400, body: { code: 'body_invalid' } })
  expect((await call('POST', '/v1/conversions/check-page', { url: 'http://127.0.0.1:9/' })).body).toMatchObject({
    ...{ outcome: 'private_address', status: null, snippet: null },
  })
})

test('a short domain at an inner address is not reached, and one of nobody is not asked', async () => {
  expect((await call('POST', '/v1/short-domains', { url: 'https://10.1.2.3' })).status).toBe(201)
  expect((await call('POST', '/v1/short-domains/10.1.2.3/check')).body).toEqual({ outcome: 'private_address', status: null })
  expect((await call('POST', '/v1/short-domains/go.other.example/check')).status).toBe(404)
})

test.each([
  ['a link server', 200, snippetFile().body.toString(), 'answers'],
  ['another server', 404, 'no', 'other_server'],
  ['a page for everything', 200, '<h1>Welcome</h1>', 'other_server'],
  ['a proxy without anything behind it', 502, 'bad gateway', 'status'],
])('a short domain that leads to %s says so', async (_what, status, text, outcome) => {
  atDomain = { status, text }
  await call('POST', '/v1/short-domains', { url: `http://${host}` })
  expect((await call('POST', `/v1/short-domains/${encodeURIComponent(host)}/check`)).body).toMatchObject({ outcome })
})
