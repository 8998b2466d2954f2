import { expect, test } from 'vitest'
import { api, caller } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { newAccount } from '../../test/helpers/messaging.ts'
import { createKey } from '../domain/accounts/keys.ts'
import { appendNotice } from '../domain/notices.ts'
import { appendEvents } from '../domain/outbox.ts'
import { fanOut } from '../domain/webhooks/fanOut.ts'

const db = await testDatabase({ max: 8 })
const { app, accountId, call } = await api(db)
const url = 'https://shop.example/hooks'
const tell = (count: number) =>
  appendEvents(
    db,
    Array.from({ length: count }, (_, n) => ({ accountId, type: 'hit.click' as const, test: false, data: { n } })),
  )

async function aPage(query: string) {
  const { body } = await call('GET', `/v1/events?${query}`)
  return body as { events: { data: { id: string; sequence: string; hit: { n: number } } }[]; next_cursor: string; more: boolean }
}

test('the document names every route of webhooks', async () => {
  const { paths } = (await app.inject('/openapi.json')).json<{ paths: Record<string, unknown> }>()
  const ofEndpoint = ['', 'deliveries', 'deliveries/{delivery}', 'deliveries/{delivery}/resend', 'pause', 'replays', 'replays/{replay}']
  const more = ['resume', 'secret', 'secret/rotate', 'stats', 'test']
  const base = '/v1/webhooks/endpoints'
  expect(Object.keys(paths).filter((path) => path.startsWith('/v1/webhooks/'))).toEqual(
    expect.arrayContaining([base, ...[...ofEndpoint, ...more].map((path) => `${base}/{id}${path === '' ? '' : `/${path}`}`)]),
  )
})

test('an endpoint is made, read, changed, listed and deleted, and its secret is not shown on the way', async () => {
  const made = await call('POST', '/v1/webhooks/endpoints', { url, types: ['hit.click'], headers: { Authorization: 'Bearer abc' } })
  expect(made).toMatchObject({ status: 201, body: { url, types: ['hit.click'], state: 'active', header_names: ['authorization'] } })
  expect(JSON.stringify(made.body)).not.toMatch(/whsec_|abc/)
  const path = `/v1/webhooks/endpoints/${String(made.body.id)}`
  expect((await call('PATCH', path, { description: 'shop', concurrency: 3 })).body).toMatchObject({
    description: 'shop',
    concurrency: 3,
    url,
  })
  expect((await call('GET', path)).body).toMatchObject({ description: 'shop', header_names: ['authorization'] })
  expect((await call('GET', '/v1/webhooks/endpoints')).body).toMatchObject({ endpoints: [{ id: made.body.id }] })
  expect((await call('GET', `${path}/stats`)).body).toMatchObject({ queued: 0, waiting: 0, hours: [] })
  const { body: secret } = await call('GET', `${path}/secret`)
  expect(secret.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const { body: rotated } = await call('POST', `${path}/secret/rotate`)
  expect(rotated.secret).not.toBe(secret.secret)
  expect(rotated.former_secret_until).toBeTypeOf('string')
  expect((await call('POST', `${path}/pause`)).body).toMatchObject({ state: 'paused', state_reason: 'manual' })
  expect((await call('POST', `${path}/resume`, {})).body).toMatchObject({ state: 'active', state_reason: null })
  const stranger = caller(app, (await newAccount(db)).secretKey)
  expect((await stranger('GET', path)).status).toBe(404)
  expect((await stranger('DELETE', path)).status).toBe(404)
  expect((await call('DELETE', path)).body).toEqual({ id: made.body.id, deleted: true })
  expect((await call('GET', path)).status).toBe(404)
})

test.each([
  [{ url: 'http://127.0.0.1/' }, 'endpoint_url_invalid'],
  [{ url: 'http://169.254.169.254/latest' }, 'endpoint_url_invalid'],
  [{ url: 'ftp://shop.example/' }, 'endpoint_url_invalid'],
  [{ url: 'https://user:pass@shop.example/' }, 'endpoint_url_invalid'],
  [{ url, headers: { Host: 'other.example' } }, 'endpoint_header_invalid'],
  [{ url, headers: { 'Webhook-Id': '1' } }, 'endpoint_header_invalid'],
  [{ url, headers: { 'X-A': '1', 'x-a': '2' } }, 'endpoint_header_invalid'],
  [{ url, types: ['hit.tap'] }, 'body_invalid'],
  [{ url, concurrency: 0 }, 'body_invalid'],
  [{ url, campaign: '1' }, 'body_invalid'],
  [{}, 'body_invalid'],
])('%j is refused with %s and nothing is stored', async (body, code) => {
  const before = await db`select 1 from webhook_endpoints`
  expect((await call('POST', '/v1/webhooks/endpoints', body)).body).toMatchObject({ code })
  expect(await db`select 1 from webhook_endpoints`).toHaveLength(before.length)
})

test('the 101st endpoint is refused', async () => {
  const other = caller(app, (await newAccount(db)).secretKey)
  const answers = []
  for (let made = 0; made < 101; made++) answers.push((await other('POST', '/v1/webhooks/endpoints', { url })).status)
  expect(answers.filter((status) => status === 201)).toHaveLength(100)
  expect(answers.at(-1)).toBe(409)
})

test('a key that may not read messages sees no numbers by way of an endpoint', async () => {
  const { key } = await createKey(db, { accountId, name: 'hooks', mode: 'live', scopes: ['webhooks:write', 'events:read'] })
  const limited = caller(app, key)
  expect((await limited('POST', '/v1/webhooks/endpoints', { url, include_recipient: true })).body).toMatchObject({ code: 'scope_missing' })
  const { body } = await limited('POST', '/v1/webhooks/endpoints', { url })
  expect((await limited('PATCH', `/v1/webhooks/endpoints/${String(body.id)}`, { include_recipient: true })).status).toBe(403)
  expect((await limited('GET', `/v1/webhooks/endpoints/${String(body.id)}`)).status).toBe(403)
})

test('the log of events is read page by page, each event once, in the order of its sequence', async () => {
  const { next_cursor: start } = await aPage('')
  await tell(25)
  const seen: { id: string; sequence: string }[] = []
  let cursor = start
  while (seen.length < 25) {
    const page = await aPage(`limit=10&wait=5&cursor=${cursor}`)
    seen.push(...page.events.map(({ data }) => data))
    cursor = page.next_cursor
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(25)
  expect(seen.map(({ sequence }) => sequence)).toEqual(seen.map(({ sequence }) => sequence).toSorted())
  expect((await aPage(`cursor=${cursor}`)).events).toEqual([])
})

test('since begins with the events of a time, and types choose among them', async () => {
  await tell(3)
  const soon = new Date(Date.now() + 60_000).toISOString()
  expect((await aPage(`since=${soon}`)).events).toEqual([])
  expect((await aPage('since=2020-01-01T00:00:00Z&wait=5&limit=3')).events).toHaveLength(3)
  expect((await aPage('since=2020-01-01T00:00:00Z&types=hit.view')).events).toEqual([])
  expect((await call('GET', '/v1/events?types=hit.tap')).body).toMatchObject({ code: 'event_type_invalid' })
})

test('a cursor of before a restore is refused, since places in the log mean something else', async () => {
  const { next_cursor } = await aPage('')
  await db`update webhook_cursor set epoch = epoch + 1`
  expect((await call('GET', `/v1/events?cursor=${next_cursor}`)).body).toMatchObject({ status: 410, code: 'cursor_expired' })
  await fanOut(db)
})

test('notices are listed until they are read', async () => {
  await appendNotice(db, { accountId, kind: 'webhook_endpoint.disabled', subject: 'webhook_endpoint:1', text: 'It was disabled.' })
  const { body } = await call('GET', '/v1/notices?unread=true')
  expect(body).toMatchObject({ notices: [{ kind: 'webhook_endpoint.disabled', read_at: null }], next_cursor: null })
  const [first] = body.notices as { id: string }[]
  expect((await call('POST', `/v1/notices/${first?.id}/read`)).body.read_at).toBeTypeOf('string')
  expect((await call('GET', '/v1/notices?unread=true')).body.notices).toEqual([])
  expect((await call('POST', '/v1/notices/999/read')).status).toBe(404)
})

test('the test of an endpoint that cannot be reached says why', async () => {
  const { body } = await call('POST', '/v1/webhooks/endpoints', { url: 'https://hooks.invalid/' })
  const answer = await call('POST', `/v1/webhooks/endpoints/${String(body.id)}/test`)
  expect(answer).toMatchObject({ status: 200, body: { delivered: false, status: null } })
  expect(answer.body.error).toBeTypeOf('string')
})

test('the overview of endpoints names each endpoint of the account, and no other', async () => {
  const { body } = await call('POST', '/v1/webhooks/endpoints', { url })
  const mine = { id: body.id, consecutive_failures: 0, last_success_at: null, last_attempt_at: null, latest: [] }
  expect((await call('GET', '/v1/webhooks/health')).body).toMatchObject({ endpoints: expect.arrayContaining([mine]) })
  const stranger = caller(app, (await newAccount(db)).secretKey)
  expect((await stranger('GET', '/v1/webhooks/health')).body).toEqual({ endpoints: [] })
})

test('deliveries that are not there are not found, whatever their name', async () => {
  const { body } = await call('POST', '/v1/webhooks/endpoints', { url })
  const path = `/v1/webhooks/endpoints/${String(body.id)}/deliveries`
  expect((await call('GET', path)).body).toEqual({ deliveries: [], next_cursor: null })
  expect((await call('GET', `${path}/dlv_1_1`)).status).toBe(404)
  expect((await call('GET', `${path}/dlv_zzzzzzzzzzzzzz_zzzzzzzzzzzzzz`)).status).toBe(404)
  expect((await call('GET', `${path}/1`)).status).toBe(404)
  expect((await call('POST', `${path}/dlv_1_1/resend`)).status).toBe(404)
  expect((await call('POST', `/v1/webhooks/endpoints/${String(body.id)}/replays`, { failed_since: '2026-01-01T00:00:00Z' })).status).toBe(
    202,
  )
})
