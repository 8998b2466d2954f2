import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { authenticateKey, createKey, listKeys } from '../../domain/accounts/keys.ts'
import { createSetupLink } from '../../domain/accounts/setupLinks.ts'
import { insertAccount } from '../../domain/accounts/store.ts'
import { createUser } from '../../domain/accounts/users.ts'
import { createLog } from '../../platform/log.ts'
import { registerPages } from './pages.ts'

const db = await testDatabase()
const password = 'correct horse battery'
const accountId = await insertAccount(db, { name: 'Acme & Sons' })
await createUser(db, { accountId, email: 'ana@example.com', password })

function makeApp(baseUrl: string) {
  const app = fastify()
  registerPages(app, { db, log: createLog({ level: 'silent' }), config: { baseUrl }, reply: async () => undefined })
  return app
}
const baseUrl = 'http://localhost:4100'
const app = makeApp(baseUrl)

const get = (url: string, cookie = '') => app.inject({ url, headers: { cookie } })
const post = (url: string, form: Record<string, string> | string, { cookie = '', origin = baseUrl, site = '' } = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: {
      cookie,
      'content-type': 'application/x-www-form-urlencoded',
      ...(origin && { origin }),
      ...(site && { 'sec-fetch-site': site }),
    },
    body: new URLSearchParams(form).toString(),
  })
const cookieOf = (answer: Awaited<ReturnType<typeof get>>) => String(answer.headers['set-cookie']).split(';')[0] ?? ''
const signIn = async () => cookieOf(await post('/sign-in', { email: 'ana@example.com', password }))

test('a setup link leads to a signed-in user with a first key that works, shown once', async () => {
  const token = await createSetupLink(db, { accountId: await insertAccount(db, { name: 'New' }) })
  const form = await get(`/setup?token=${token}`)
  expect(form.statusCode).toBe(200)
  expect(form.body).toContain(`value="${token}"`)
  const done = await post('/setup', { token, email: 'new@example.com', password })
  const key = /tl_[0-9A-Za-z]{41}/.exec(done.body)?.[0] ?? ''
  expect(await authenticateKey(db, key)).toMatchObject({ kind: 'ok', key: { mode: 'live' } })
  expect(done.body).toContain(`curl ${baseUrl}/v1/messages`)
  const home = await get('/phone', cookieOf(done))
  expect(home.body).toContain('new@example.com')
  expect(home.body).not.toContain(key)
  const again = await post('/setup', { token, email: 'eve@example.com', password })
  expect(again.statusCode).toBe(410)
  expect((await get(`/setup?token=${token}`)).body).toContain('npm run tapline -- user link')
})

test('a mistake in the setup form is a sentence beside its field; the e-mail stays, the password does not', async () => {
  const token = await createSetupLink(db, { accountId: await insertAccount(db, { name: 'Mistaken' }) })
  const short = await post('/setup', { token, email: 'bo@example.com', password: 'too-short' })
  expect(short.statusCode).toBe(422)
  expect(short.body).toMatch(/id="password-error">The password has 9 characters: use 10 to 200\.</)
  expect(short.body).toContain('value="bo@example.com"')
  expect(short.body).not.toContain('too-short')
  const taken = await post('/setup', { token, email: 'ana@example.com', password })
  expect(taken.statusCode).toBe(409)
  expect(taken.body).toMatch(/id="email-error">ana@example\.com has a user already/)
})

test('a link for a user who forgot the password sets a new one and no further key', async () => {
  const own = await insertAccount(db, { name: 'Forgetful' })
  const userId = await createUser(db, { accountId: own, email: 'dan@example.com', password })
  const token = await createSetupLink(db, { accountId: own, userId })
  expect((await get(`/setup?token=${token}`)).body).toContain('dan@example.com')
  const done = await post('/setup', { token, email: 'x@y.example', password: 'another long password' })
  expect(done.headers.location).toBe('/')
  expect(await listKeys(db, { accountId: own })).toEqual([])
  const answer = await post('/sign-in', { email: 'dan@example.com', password: 'another long password' })
  expect(answer.statusCode).toBe(303)
})

test('pages ask for a sign-in and then lead back to where one wanted to go', async () => {
  const asked = await get('/phone?number=%2B4915112345678')
  expect(asked.headers.location).toBe('/sign-in?next=%2Fphone%3Fnumber%3D%252B4915112345678')
  const answer = await post('/sign-in', { email: 'ANA@example.com', password, next: '/phone?number=%2B4915112345678' })
  expect(answer.headers.location).toBe('/phone?number=%2B4915112345678')
  expect((await get('/sign-in', cookieOf(answer))).headers.location).toBe('/')
})

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/sign-out',
  '/sign-in?next=%2F',
  'javascript:alert(1)',
  '/phone?\r\nx: y',
])('signing in never leads to %j', async (next) => {
  expect((await post('/sign-in', { email: 'ana@example.com', password, next })).headers.location).toBe('/')
})

test('wrong e-mail and wrong password get the same sentence, and many of them a wait', async () => {
  const attempt = (email: string) => post('/sign-in', { email, password: 'not the password' })
  const answers = [await attempt('ana@example.com'), await attempt('nobody@example.com')]
  for (const answer of answers) {
    expect(answer.statusCode).toBe(401)
    expect(answer.body).toContain('E-mail and password do not belong together.')
    expect(answer.headers['set-cookie']).toBeUndefined()
  }
  for (let count = 0; count < 4; count++) await attempt('nobody@example.com')
  const waits = await attempt('nobody@example.com')
  expect(waits.statusCode).toBe(429)
  expect(waits.body).toMatch(/Too many attempts\. Wait \d s/)
})

test('signing in gives a fresh token, and signing out ends it in the database too', async () => {
  const former = await signIn()
  const cookie = cookieOf(await post('/sign-in', { email: 'ana@example.com', password }, { cookie: former }))
  expect(cookie).not.toBe(former)
  expect((await get('/keys', former)).statusCode).toBe(303)
  expect((await get('/keys', cookie)).statusCode).toBe(200)
  await post('/sign-out', '', { cookie })
  expect((await get('/keys', cookie)).statusCode).toBe(303)
})

test('the cookie is kept from scripts and other sites, and bound to the host where there is TLS', async () => {
  const plain = await post('/sign-in', { email: 'ana@example.com', password })
  expect(plain.headers['set-cookie']).toMatch(/^tapline=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Lax$/)
  const secure = makeApp('https://tapline.example')
  const answer = await secure.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://tapline.example' },
    body: new URLSearchParams({ email: 'ana@example.com', password }).toString(),
  })
  expect(answer.headers['set-cookie']).toMatch(/^__Host-tapline=[\w-]{43}; Max-Age=7776000; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
})

test.each([
  [{ origin: 'https://evil.example' }, 403],
  [{ origin: 'null' }, 403],
  [{ origin: '' }, 403],
  [{ origin: baseUrl, site: 'cross-site' }, 403],
  [{ origin: 'null', site: 'same-origin' }, 303],
  [{ origin: baseUrl }, 303],
])('a form sent with %j is answered with %i', async (headers, status) => {
  const answer = await post('/sign-out', '', headers)
  expect(answer.statusCode).toBe(status)
  expect(answer.statusCode === 403 ? answer.body : '').toContain(status === 403 ? `was not sent from ${baseUrl}` : '')
})

test('every page forbids foreign content, frames, sniffing and keeping', async () => {
  for (const url of ['/sign-in', '/setup?token=x', '/', '/keys']) {
    const { headers } = await get(url, url === '/keys' ? await signIn() : '')
    expect(headers['content-security-policy']).toContain("default-src 'none'; style-src 'self'; script-src 'self'")
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cache-control': 'no-store' })
  }
})

test('no page needs an inline script or style, which its policy would block', async () => {
  const cookie = await signIn()
  const pages = await Promise.all([get('/sign-in'), get('/keys', cookie), get('/phone', cookie)])
  for (const { body } of pages) expect(body).not.toMatch(/<script(?! src="\/assets)|<style|\son\w+=|\sstyle=/)
})

test('a key is made on the page, shown once, and ended there', async () => {
  const cookie = await signIn()
  const made = await post('/keys', 'name=Web+%3Cshop%3E&mode=test&scope=messages%3Awrite&scope=messages%3Aread&scope=root', { cookie })
  const key = /tl_[0-9A-Za-z]{41}/.exec(made.body)?.[0] ?? ''
  expect(await authenticateKey(db, key)).toMatchObject({
    key: { accountId, mode: 'test', scopes: new Set(['messages:write', 'messages:read']) },
  })
  const list = await get('/keys', cookie)
  expect(list.body).toContain('Web &lt;shop&gt;')
  expect(list.body).not.toContain(key)
  const [own] = await listKeys(db, { accountId })
  await post('/keys/revoke', { id: String(own?.id) }, { cookie })
  expect(await authenticateKey(db, key)).toEqual({ kind: 'revoked' })
})

test('nobody ends the key of another account', async () => {
  const other = await insertAccount(db, { name: 'Other' })
  const { id, key } = await createKey(db, { accountId: other, name: 'Theirs', mode: 'live', scopes: ['messages:read'] })
  const cookie = await signIn()
  await post('/keys/revoke', { id: String(id) }, { cookie })
  await post('/keys/revoke', { id: 'x' }, { cookie })
  expect(await authenticateKey(db, key)).toMatchObject({ kind: 'ok' })
  expect((await get('/keys', cookie)).body).not.toContain('Theirs')
})

test('a key without a name or a scope is a sentence beside the field, and what was typed stays', async () => {
  const cookie = await signIn()
  const nameless = await post('/keys', 'name=+&mode=test&scope=messages%3Aread', { cookie })
  expect(nameless.statusCode).toBe(400)
  expect(nameless.body).toMatch(/id="name-error">The name has 0 characters/)
  expect(nameless.body).toMatch(/value="test"\s+checked/)
  const idle = await post('/keys', { name: 'Idle', mode: 'live' }, { cookie })
  expect(idle.statusCode).toBe(422)
  expect(idle.body).toContain('A key without a scope can do nothing')
})

test('a body that is too large or of another kind is a page with a sentence, not a fault', async () => {
  const large = await post('/sign-in', { email: 'x'.repeat(20_000) })
  expect(large.statusCode).toBe(413)
  const json = await app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { origin: baseUrl },
    body: { email: ['a'], password: { x: 1 } },
  })
  expect(json.statusCode).toBe(401)
})

test('assets have an address that changes with them, so they may be kept for ever', async () => {
  const { body } = await get('/sign-in')
  for (const [, url] of body.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
    const asset = await get(url ?? '')
    expect(asset.statusCode).toBe(200)
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  }
})

test('whoever asks for German reads the pages before the sign-in in German, failures included', async () => {
  const german = (url: string, form?: Record<string, string>) =>
    app.inject({
      method: form === undefined ? 'GET' : 'POST',
      url,
      headers: { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8', origin: baseUrl, 'content-type': 'application/x-www-form-urlencoded' },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    })
  const page = await german('/sign-in')
  expect(page.body).toContain('<html lang="de">')
  expect(page.body).toContain('Noch kein Passwort, oder vergessen?')
  expect((await german('/sign-in', { email: 'x@example.com', password: 'wrong wrong' })).body).toContain('gehören nicht zusammen')
  const token = await createSetupLink(db, { accountId: await insertAccount(db, { name: 'Neu' }) })
  expect((await german('/setup', { token, email: 'neu@example.com', password: 'kurz' })).body).toContain('Es braucht 10 bis 200 Zeichen.')
  expect((await german('/setup', { token, email: 'neu@example.com', password })).body).toContain('das ist Ihr erster API-Schlüssel')
  expect((await german('/setup?token=x')).body).toContain('Dieser Link gilt nicht mehr')
  expect((await german('/invitation?token=x')).body).toContain('Diese Einladung gilt nicht mehr')
})
