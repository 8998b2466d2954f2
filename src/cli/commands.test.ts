import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { workerServer } from '../../test/helpers/database.ts'
import { aHit } from '../../test/helpers/hits.ts'
import { acceptInvitation } from '../domain/accounts/invitations.ts'
import { insertUser } from '../domain/accounts/userStore.ts'
import { storeHits } from '../domain/tracking/drain.ts'
import { connect, inTransaction } from '../platform/db.ts'

const { socketDir, user } = workerServer()
// The data folder of an installation that runs: the test server holds the lock in it, and commands find its database by that.
const DATA_DIR = mkdtempSync(join(tmpdir(), 'tapline-cli-'))
symlinkSync(dirname(socketDir), join(DATA_DIR, 'postgres'))
afterAll(() => rmSync(DATA_DIR, { recursive: true }))

const migrated = await commandLine({ DATA_DIR })('migrate', '--json')
const db = connect({ server: { socketDir, user, database: 'tapline' }, max: 4, applicationName: 'test' })
afterAll(() => db.end())
const { app, secretKey, installationKey, accountId } = await api(db)
let run: ReturnType<typeof commandLine>

beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  run = commandLine({ TAPLINE_URL: url, TAPLINE_API_KEY: secretKey, PORT: new URL(url).port, DATA_DIR, SECRET_KEY: installationKey })
})

const json = async (...words: string[]) => JSON.parse((await run(...words, '--json')).out)

test('send tells what was queued, and --json gives the answer of the API', async () => {
  const sent = await run(
    'send',
    '--to',
    '+4915112345678',
    '--from',
    'Acme',
    '--text',
    'Hi {name}: https://example.com/a',
    '--value',
    'name=Ana',
    '--label',
    'spring',
  )
  expect(sent.code).toBe(0)
  expect(sent.out).toMatch(
    /^queued {2}message \d+ to \+4915112345678, 1 part \(GSM-7\), cost unknown\n {2}Hi Ana: https:\/\/s\.test\/\w{8}\n/,
  )
  expect(sent.out).toContain(' -> https://example.com/a')
  const answer = await json(
    'send',
    '--to',
    '+4915112345678',
    '--to',
    '+4915112345679',
    '--from',
    'Acme',
    '--text',
    'Hi',
    '--tracking',
    'off',
  )
  expect(answer).toMatchObject({ queued: 2, refused: 0 })
})

test('a refused recipient is told and ends with 4, the others are sent to', async () => {
  const { code, out } = await run('send', '--to', '12', '--to', '+4915112345678', '--from', 'Acme', '--text', 'Hi')
  expect(code).toBe(4)
  expect(out).toMatch(/^refused {2}12 {2}.*\(phone_invalid\)\nqueued/)
})

test('what the API refuses is told in its words, each field that is wrong', async () => {
  const { code, error } = await run(
    'send',
    '--to',
    '+4915112345678',
    '--from',
    'A name that is too long',
    '--text',
    'Hi',
    '--validity-minutes',
    '0',
  )
  expect(code).toBe(4)
  expect(error).toContain('from')
  expect(error).toContain('validity_minutes: Expected at least 1.')
  expect(error).toContain('400 body_invalid')
})

test('the same idempotency key sends once', async () => {
  const words = ['send', '--to', '+4915112345670', '--from', 'Acme', '--text', 'Once', '--idempotency-key', 'cli-1']
  expect(await json(...words)).toEqual(await json(...words))
})

test('messages are listed, shown and cancelled', async () => {
  const { messages } = await json(
    'send',
    '--to',
    '+4915187654321',
    '--from',
    'Acme',
    '--text',
    'Later https://example.com/b',
    '--send-at',
    new Date(Date.now() + 3_600_000).toISOString(),
  )
  expect(messages).toHaveLength(1)
  const [{ id }] = messages
  const list = await run('messages', '--phone', '+4915187654321', '--after', '2020-01-01')
  expect(list.out).toMatch(new RegExp(`^ID +CREATED.*\\n${id} .*queued`))
  const shown = await run('messages', 'show', id)
  expect(shown.out).toContain('Became    0 clicks, 0 views')
  expect(shown.out).toMatch(/Links\n {2}https:\/\/s\.test\/\w{8} -> https:\/\/example\.com\/b\n/)
  expect(shown.out).toMatch(/Timeline\n.*queued/)
  expect((await run('messages', 'cancel', id)).out).toBe(`Cancelled message ${id} to +4915187654321.\n`)
  expect(await json('messages', 'show', id)).toMatchObject({ id, state: 'cancelled' })
})

test('a message that is not there ends with 3', async () => {
  expect(await run('messages', 'show', '999999')).toMatchObject({
    code: 3,
    out: '',
    error: expect.stringContaining('There is no message 999999'),
  })
})

test('stats are told with their denominators', async () => {
  const { out } = await run('stats')
  expect(out).toMatch(/Messages +\d+ created/)
  expect(out).toContain('Click rate')
  expect(await json('stats', '--by', 'link', '--from', '2026-01-01')).toMatchObject({ hits: { total_clicks: 0 } })
})

test('stats by country show whose data they are', async () => {
  await db`
    insert into hit_rollups (account_id, hour, rendering_id, link, device, country, test, counted, clicks, unique_clicks, clickers, views, prefetches, bots)
    values (${accountId}, '2025-06-01', 1, 0, 'phone', 'DE', false, true, 3, 2, 2, 0, 0, 0)`
  const { out } = await run('stats', '--by', 'country', '--from', '2025-05-01', '--to', '2025-07-01')
  expect(out).toMatch(/^COUNTRY +CLICKS .*\nDE +3 /m)
  expect(out).toMatch(/\n\nIP Geolocation by DB-IP, https:\/\/db-ip\.com\n$/)
  await db`delete from hit_rollups where hour = '2025-06-01'`
})

test('a key is made, works, is listed without its secret, and is revoked', async () => {
  const made = await json(
    'key',
    'create',
    '--name',
    'Dashboard',
    '--scope',
    'messages:read',
    '--mode',
    'test',
    '--account',
    String(accountId),
  )
  expect(made).toMatchObject({ name: 'Dashboard', mode: 'test', scopes: ['messages:read'], key: expect.stringMatching(/^tl_\w{41}$/) })
  expect((await app.inject({ url: '/v1/messages', headers: { 'x-api-key': made.key } })).statusCode).toBe(200)
  const list = await run('key', 'list', '--account', String(accountId))
  expect(list.out).toContain('Dashboard')
  expect(list.out).not.toContain(made.key)
  expect((await run('key', 'revoke', made.begins_with, '--account', String(accountId))).out).toContain('(Dashboard)')
  expect(await run('key', 'revoke', made.id, '--account', String(accountId))).toMatchObject({ code: 3 })
})

test('a link for a new user is printed, and one for nobody refused', async () => {
  expect((await run('user', 'link')).out).toMatch(/\/setup\?token=\S+\n$/)
  expect(await run('user', 'link', '--email', 'nobody@example.com')).toMatchObject({ code: 3 })
  expect(await run('user', 'list')).toMatchObject({ code: 0, out: '' })
  expect(await run('user', 'list', '--account', '4711')).toMatchObject({ code: 3 })
})

test('people are invited with a role, get another one and are removed; the last owner stays', async () => {
  const account = ['--account', String(accountId)]
  const { url } = await json('user', 'invite', '--role', 'marketer', '--note', 'Bo', ...account)
  const token = new URL(url).searchParams.get('token') ?? ''
  await acceptInvitation(db, { token, email: 'bo@example.com', password: 'correct horse battery' })
  await insertUser(db, { accountId, email: 'ana@example.com', passwordHash: 'none', role: 'owner' })
  expect(await run('user', 'role', 'Bo@example.com', 'viewer', ...account)).toMatchObject({
    code: 0,
    out: 'bo@example.com is viewer now.\n',
  })
  expect((await run('user', 'list', ...account)).out).toMatch(/bo@example\.com +viewer/)
  expect(await run('user', 'role', 'ana@example.com', 'viewer', ...account)).toMatchObject({
    code: 4,
    error: expect.stringContaining('only owner'),
  })
  expect(await run('user', 'remove', 'bo@example.com', ...account)).toMatchObject({ code: 0, out: 'Removed bo@example.com.\n' })
  expect(await run('user', 'remove', 'bo@example.com', ...account)).toMatchObject({ code: 3 })
})

test('what is held on a person is exported, erased and named', async () => {
  const phone = '+4915155500001'
  await json('send', '--to', phone, '--from', 'Acme', '--text', 'Hi {name}', '--value', 'name=Ana')
  const before = JSON.parse((await run('person', 'export', phone, '--account', String(accountId))).out)
  expect(before).toMatchObject({ phone, messages: [{ text: 'Hi Ana', phone }], hits: [], events: [], suppressions: [] })
  expect((await run('person', 'erase', phone, '--account', String(accountId))).out).toBe('Erased 1 message.\n')
  expect(JSON.parse((await run('person', 'export', phone, '--account', String(accountId))).out).messages).toEqual([])
  expect(await run('person', 'erase', 'nobody')).toMatchObject({ code: 4, error: expect.stringContaining('nobody') })
  expect((await run('person', 'columns')).out).toMatch(/messages +phone +cleared/)
})

test('a price is set and listed', async () => {
  expect((await run('price', 'set', 'de', 'eur', '0.075')).out).toContain('A part to DE costs 0.075 EUR')
  expect(await json('price', 'list')).toEqual([{ country: 'DE', currency: 'EUR', amount: '0.075' }])
})

test('migrate applies what is missing, once', async () => {
  expect(JSON.parse(migrated.out).applied[0]).toBe('0001_accounts.sql')
  expect(await json('migrate')).toEqual({ applied: [] })
})

test('the doctor is content with a running installation', async () => {
  const { findings } = await json('doctor')
  expect(findings).toContainEqual({ status: 'ok', what: 'Schema', detail: 'up to date' })
  expect(findings).toContainEqual({ status: 'ok', what: 'API key', detail: expect.stringContaining('taken by') })
})

test('verify agrees with figures that are right, and names those that are not', async () => {
  expect(await run('verify')).toMatchObject({ code: 0, error: '' })
  expect(await json('verify')).toMatchObject({ rows_that_differ: 0, differences: [] })
  await db`insert into hit_rollups (account_id, hour, rendering_id, link, device, country, test, counted, clicks, unique_clicks, clickers, views, prefetches, bots)
    values (${accountId}, '2020-01-01T00:00:00Z', 1, 0, 'phone', '', false, true, 3, 0, 0, 0, 0, 0)`
  const wrong = await run('verify')
  expect(wrong.code).toBe(1)
  expect(wrong.out).toMatch(/hit_rollups .*hour 2020-01-01T00:00:00.*clicks +0 +3/)
  expect(wrong.error).toBe('1 row of the figures differ from the hits.\n')
  await db`delete from hit_rollups where hour = '2020-01-01T00:00:00Z'`
})

test('reclassify says which period it covered and what changed', async () => {
  expect((await run('reclassify')).out).toBe('There is no hit to judge.\n')
  const hit = { at: Date.UTC(2026, 10, 24, 10, 20, 30), accountId: Number(accountId), messageId: 900_001 }
  await inTransaction(db, (tx) => storeHits(tx, [aHit(hit), aHit({ ...hit, number: 7, at: hit.at + 1_000 })]))
  await db`update hits set user_agent = 'curl/8.5.0' where number = 7`
  const { code, out } = await run('reclassify')
  expect(code).toBe(0)
  expect(out).toContain('Judged 2 hits from 2026-11-24 10:20:30 UTC to 2026-11-24 10:20:31 UTC; 1 hit got another verdict.\n')
  expect(out).toMatch(/no +1 +-1 +0 +0 +0 +0 +\+1/)
  expect(await json('reclassify')).toMatchObject({
    conversions: { conversions: 0, changed: 0 },
    hits: 2,
    from: '2026-11-24T10:20:30.000Z',
    to: '2026-11-24T10:20:31.000Z',
    corrections: [],
  })
  expect((await run('verify')).code).toBe(0)
})
