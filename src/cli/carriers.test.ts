import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ACCOUNT_SID, API_KEY, AUTH_TOKEN, carrierServer, sevenAnswers, twilioAnswers } from '../../test/helpers/carrierServers.ts'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { silentLog } from '../../test/helpers/messaging.ts'
import { MIGRATIONS } from '../platform/database.ts'
import { connect } from '../platform/db.ts'
import { startEmbedded } from '../platform/embeddedPostgres/start.ts'
import { migrate } from '../platform/migrate.ts'

const DATA_DIR = mkdtempSync(join(tmpdir(), 'tapline-cli-'))
// A server of its own: commands find it by its folder, and routes would change what other tests send.
const server = await startEmbedded({ dir: join(DATA_DIR, 'postgres'), log: silentLog, durable: false })
const db = connect({
  server: { socketDir: server.socketDir, database: server.database, user: server.user },
  max: 2,
  applicationName: 'test',
})
await migrate(db, { dir: MIGRATIONS, log: silentLog })
afterAll(async () => {
  await db.end()
  await server.stop()
  rmSync(DATA_DIR, { recursive: true })
})
const sevenServer = await carrierServer(sevenAnswers)
const twilioServer = await carrierServer(twilioAnswers)

const env = {
  DATA_DIR,
  BASE_URL: 'https://tapline.test',
  SECRET_KEY: 'ab'.repeat(32),
  TAPLINE_PRIVATE_ORIGINS: `${sevenServer.origin},${twilioServer.origin}`,
}
const run = commandLine(env)
function file(name: string, content: string): string {
  const path = join(DATA_DIR, name)
  writeFileSync(path, content)
  return path
}
const base = `base_url=${sevenServer.origin}/api`

test('a carrier is added with its secret from a file, sealed, tested and listed; the secret is never shown', async () => {
  const key = `api_key=${file('seven.key', `${API_KEY}\n`)}`
  const added = await run('carrier', 'add', 'Seven', '--kind', 'seven', '--set', base, '--secret', key, '--rate', '50')
  expect(added).toMatchObject({ code: 0, out: expect.stringMatching(/Callbacks: https:\/\/tapline\.test\/callbacks\/\d+\/[\w-]{32}\n/) })
  expect(await run('carrier', 'test', 'seven')).toMatchObject({ code: 0, out: 'seven.io accepts the key; the balance is 54.218 EUR.\n' })
  const list = await run('carrier', 'list')
  expect(list.out).toMatch(/Seven +seven +50 +sends +https:/)
  const [row] = await db<{ sealed: Buffer; settings: unknown }[]>`
    select sealed_secrets as sealed, settings from carriers where name = 'Seven'`
  expect(row?.sealed.includes(API_KEY)).toBe(false)
  expect(JSON.stringify([row?.settings, added, list, await run('carrier', 'list', '--json')])).not.toContain(API_KEY)
})

test('a wrong key is told in a sentence, and mended', async () => {
  await run('carrier', 'set', 'Seven', '--secret', `api_key=${file('wrong.key', 'wrong')}`)
  expect(await run('carrier', 'test', 'Seven')).toMatchObject({ code: 1, out: expect.stringContaining('does not know the API key') })
  expect((await run('carrier', 'set', 'Seven', '--secret', `api_key=${file('seven.key', API_KEY)}`)).code).toBe(0)
  expect((await run('carrier', 'test', 'Seven')).code).toBe(0)
})

test('the guard is told from a server that is away', async () => {
  const guarded = commandLine({ ...env, TAPLINE_PRIVATE_ORIGINS: '' })
  expect(await guarded('carrier', 'test', 'Seven')).toMatchObject({ code: 1, out: expect.stringContaining('TAPLINE_PRIVATE_ORIGINS') })
})

test('Twilio is added with its settings, and another SECRET_KEY is refused', async () => {
  const words = [
    'carrier',
    'add',
    'Twilio',
    '--kind',
    'twilio',
    '--set',
    `account_sid=${ACCOUNT_SID}`,
    '--set',
    `base_url=${twilioServer.origin}`,
  ]
  const secret = ['--secret', `auth_token=${file('twilio.token', AUTH_TOKEN)}`]
  expect((await commandLine({ ...env, SECRET_KEY: 'cd'.repeat(32) })(...words, ...secret)).error).toContain('belongs to another SECRET_KEY')
  expect((await run(...words, ...secret)).code).toBe(0)
  expect(await run('carrier', 'test', 'Twilio')).toMatchObject({ code: 0, out: expect.stringContaining('the account is active') })
})

test('a provider is described by a file', async () => {
  const settings = { submit: { url: sevenServer.origin, body: { to: '{phone}' }, headers: { authorization: '{secret.token}' } } }
  const described = file('acme.json', JSON.stringify(settings))
  const add = ['carrier', 'add', 'Acme', '--kind', 'generic', '--settings', described]
  expect(await run(...add)).toMatchObject({ code: 2, error: expect.stringContaining('{secret.token}') })
  expect((await run(...add, '--secret', `token=${file('acme.token', 'hush')}`)).code).toBe(0)
  expect(await run(...add, '--secret', `token=${file('acme.token', 'hush')}`)).toMatchObject({
    code: 4,
    error: expect.stringContaining('There is a carrier "Acme" already'),
  })
})

test('pausing, resuming and a new callback address', async () => {
  expect((await run('carrier', 'pause', 'acme')).out).toContain('Paused acme')
  expect((await run('carrier', 'list')).out).toMatch(/Acme +generic +10 +paused/)
  expect((await run('carrier', 'resume', 'Acme')).code).toBe(0)
  const before = (await run('carrier', 'list')).out
  const changed = await run('carrier', 'set', 'Acme', '--new-callback-secret')
  const url = /Callbacks: (\S+)/.exec(changed.out)?.[1] ?? 'none'
  expect(before).not.toContain(url)
  expect((await run('carrier', 'list')).out).toContain(url)
})

test('routes are added, listed in their order and removed', async () => {
  expect((await run('route', 'list')).error).toContain('everything goes to the simulator')
  expect((await run('route', 'add', '--carrier', 'Seven')).out).toContain('every number from * goes by Seven')
  expect((await run('route', 'add', '--carrier', 'twilio', '--prefix', '+1', '--fallback', 'seven', '--sender', 'Ac*')).code).toBe(0)
  expect(await run('route', 'add', '--carrier', 'Acme')).toMatchObject({ code: 4, error: expect.stringContaining('such a route already') })
  const { out } = await run('route', 'list')
  expect(out).toMatch(/^ID.*\n\d+ +100 +\+1 +Ac\* +Twilio +Seven\n\d+ +100 +\* +\* +Seven +-\n$/)
  const id = /\n(\d+) +100 +\+1/.exec(out)?.[1] ?? ''
  expect((await run('route', 'remove', id)).code).toBe(0)
  expect((await run('route', 'remove', id)).code).toBe(3)
})

test.each([
  [['carrier', 'add', 'X', '--kind', 'seven', '--secret', 'api_key'], 'expected a name and "="'],
  [['carrier', 'add', 'X', '--kind', 'seven', '--secret', 'api_key=/nonexistent'], 'cannot be read'],
  [['carrier', 'add', 'X', '--kind', 'seven', '--secret', 'callback_secret=-'], '--new-callback-secret'],
  [['carrier', 'add', 'X', '--kind', 'seven', '--secret', 'a=-', '--secret', 'b=-'], 'Only one secret'],
  [['carrier', 'add', 'X', '--kind', 'simulator'], 'Allowed choices'],
  [['carrier', 'add', 'X', '--kind', 'seven', '--rate', '0'], 'from 1 to 100000'],
  [['carrier', 'add', 'X', '--kind', 'seven'], 'secrets.api_key'],
  [['carrier', 'add', 'X', '--kind', 'twilio', '--set', 'account_sid=me'], 'account_sid: Expected AC'],
  [['route', 'add', '--carrier', 'Seven', '--prefix', 'Germany'], 'country code'],
  [['route', 'add', '--carrier', 'Seven', '--fallback', 'Seven'], 'no fallback for itself'],
])('%j ends with 2 and a sentence', async (words, sentence) => {
  expect(await run(...words)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(sentence) })
})

test('a carrier that is not there ends with 3', async () => {
  expect(await run('carrier', 'test', 'Nobody')).toMatchObject({ code: 3, error: expect.stringContaining('There is no carrier "Nobody"') })
})
