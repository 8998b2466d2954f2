import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { insertAccount } from '../../domain/accounts/store.ts'
import { startSession } from '../../domain/accounts/sessions.ts'
import { createUser } from '../../domain/accounts/users.ts'
import { createLog } from '../../platform/log.ts'
import { createMetrics } from '../../platform/metrics.ts'
import { createServer } from '../server.ts'
import { guardPages } from './guard.ts'
import { webAppFiles, webAppPages } from './webApp.ts'
import { readWebFiles, type WebFiles } from './webFiles.ts'

const db = await testDatabase()
const accountId = await insertAccount(db, { name: 'Acme' })
const userId = await createUser(db, { accountId, email: 'ana@example.com', password: 'correct horse battery' })
const cookie = `tapline=${await startSession(db, { accountId, userId, formerToken: undefined })}`
const script = Buffer.from('console.info("app")')
const built: WebFiles = {
  page: '<!doctype html>\n<html lang="en"><title>Tapline</title></html>',
  files: new Map([['index-AbC123.js', { type: 'text/javascript; charset=utf-8', body: script, gzip: gzipSync(script) }]]),
}

function appWith(files: WebFiles | undefined) {
  const log = createLog({ level: 'silent' })
  const config = { baseUrl: 'http://localhost:4100' }
  const app = createServer({
    log,
    metrics: createMetrics(),
    trustProxy: [],
    isHttps: false,
    authenticate: async () => ({ kind: 'unknown' }),
  })
  webAppFiles(app, files)
  void app.register(async (pages) => {
    guardPages(pages, config)
    webAppPages(pages, { db, log, config, reply: async () => undefined }, files)
  })
  return app
}
const app = appWith(built)
const visit = (url: string, headers: Record<string, string> = { cookie }) =>
  app.inject({ url, headers: { accept: 'text/html', ...headers } })

test.each(['/', '/campaigns/7?by=link', '/nowhere'])('%s is the app for somebody who is signed in', async (url) => {
  const { statusCode, headers, body } = await visit(url)
  expect(statusCode).toBe(200)
  expect(body).toBe(built.page)
  expect(headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
  })
  expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'; script-src 'self'")
  expect(headers['content-security-policy']).not.toContain('unsafe')
})

test('others sign in first and come back to where they wanted to go', async () => {
  expect((await visit('/campaigns/7?by=link', {})).headers.location).toBe('/sign-in?next=%2Fcampaigns%2F7%3Fby%3Dlink')
  expect((await visit('/', {})).headers.location).toBe('/sign-in')
})

test.each([
  ['/v1/nowhere', 'text/html'],
  ['/callbacks/1/x/y/z', 'text/html'],
  ['/assets/none.js', '*/*'],
  ['/nowhere', '*/*'],
])('%s asked for as %s gets a problem that a program can read', async (url, accept) => {
  const { statusCode, body } = await visit(url, { cookie, accept })
  expect(statusCode).toBe(404)
  expect(JSON.parse(body)).toMatchObject({ code: 'not_found' })
})

test('the page carries the colours of its reader from the first byte on, and nothing else that a cookie says', async () => {
  expect((await visit('/', { cookie: `${cookie}; scheme=dark` })).body).toContain('<html data-scheme="dark" lang="en">')
  expect((await visit('/', { cookie: `scheme="><script>; ${cookie}` })).body).toContain('<html lang="en">')
})

test('the page carries the language that the user chose', async () => {
  await db`update users set language = 'de' where id = ${userId}`
  expect((await visit('/')).body).toContain('<html lang="de">')
})

test('a file may be kept for ever, and comes compressed to whoever takes that', async () => {
  const plain = await app.inject('/assets/index-AbC123.js')
  expect(plain.headers).toMatchObject({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' })
  expect(plain.rawPayload).toEqual(script)
  const packed = await app.inject({ url: '/assets/index-AbC123.js', headers: { 'accept-encoding': 'br, gzip;q=0.8' } })
  expect(packed.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(packed.rawPayload)).toEqual(script)
  const refused = await app.inject({ url: '/assets/index-AbC123.js', headers: { 'accept-encoding': 'gzip;q=0' } })
  expect(refused.headers['content-encoding']).toBeUndefined()
})

test('where the app is not built the page says how to build it', async () => {
  const answer = await appWith(undefined).inject({ url: '/', headers: { cookie } })
  expect(answer.statusCode).toBe(503)
  expect(answer.body).toContain('npm run build')
})

test('a folder without a build is no fault', () => {
  expect(readWebFiles('/nowhere')).toBeUndefined()
})
