import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { commandLine } from '../../test/helpers/commandLine.ts'
import { testDatabase } from '../../test/helpers/database.ts'

const db = await testDatabase()
await db`insert into prices (country, currency, price_micros) values ('DE', 'EUR', 75000)`
const { app, call, secretKey, accountId } = await api(db)
await db`update accounts set currency = 'EUR' where id = ${accountId}`
const dir = mkdtempSync(join(tmpdir(), 'tapline-cli-'))
afterAll(() => rmSync(dir, { recursive: true }))
let run: ReturnType<typeof commandLine>
let group = ''

beforeAll(async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  run = commandLine({ TAPLINE_URL: url, TAPLINE_API_KEY: secretKey, DATA_DIR: dir })
  await call('POST', '/v1/contacts/batch', { contacts: [{ phone: '+4915110000001', groups: ['Spring'] }] })
  const { body } = await call('GET', '/v1/groups')
  group = String((body.groups as { id: string }[])[0]?.id)
})

test('a campaign is made, tested, scheduled, shown, cancelled and cloned', async () => {
  const made = await run('campaigns', 'create', '--name', 'Spring', '--from', 'Acme', '--group', group, '--text', 'Hi', '--json')
  const { id } = JSON.parse(made.out)
  expect((await run('campaigns', 'test', id, '--to', '+4915110000001')).out).toBe('Sent 1 test message.\n')
  expect((await run('campaigns', 'start', id, '--send-at', '2027-01-31T09:00', '--time-zone', 'Europe/Berlin')).out).toContain(
    'is scheduled, from 2027-01-31 08:00:00 UTC on.',
  )
  expect((await run('campaigns', 'show', id)).out).toMatch(/^State +scheduled$/m)
  expect((await run('campaigns', '--state', 'scheduled')).out).toMatch(new RegExp(`^${id} +scheduled +Spring`, 'm'))
  expect((await run('campaigns', 'report', id)).out).toMatch(/^all +0 +0/m)
  expect((await run('campaigns', 'cancel', id)).out).toContain('is cancelled.')
  const copy = JSON.parse((await run('campaigns', 'clone', id, '--json')).out)
  expect((await run('campaigns', 'delete', String(copy.id))).out).toBe(`Deleted campaign ${copy.id}.\n`)
  expect((await run('campaigns', 'pause', id)).code).not.toBe(0)
})

test('a campaign comes from a file, with variants', async () => {
  const file = join(dir, 'campaign.json')
  const variants = [{ text: 'Hi' }, { text: 'Hello', weight: 2 }]
  writeFileSync(file, JSON.stringify({ name: 'Two', from: 'Acme', variants, audience: { include: [{ kind: 'all' }] } }))
  const { id } = JSON.parse((await run('campaigns', 'create', '--file', file, '--json')).out)
  expect((await run('campaigns', 'show', id)).out).toContain('B: Hello')
})

test('spend limits are set, listed and taken away', async () => {
  expect((await run('spend-limits', 'set', '250.00', '--period', 'day')).out).toMatch(/^account +day +250.00 EUR +0.00 EUR$/m)
  expect((await run('spend-limits')).out).toContain('250.00 EUR')
  expect((await run('spend-limits', 'set', '--none', '--period', 'day')).out).toBe('')
})

test('how clients of seven.io are answered is shown and changed, and the signing key is shown and made anew', async () => {
  expect((await run('seven')).out).toMatch(/^Sender +SMS$/m)
  expect((await run('seven', 'set', '--sender', 'Shop', '--require-signature')).out).toMatch(/^Sender +Shop\nSignatures +demanded$/m)
  const changed = await run('seven', 'set', '--no-sender', '--no-require-signature', '--json')
  expect(JSON.parse(changed.out)).toEqual({ sender: null, requires_signature: false })
  expect(await run('seven', 'set')).toMatchObject({ code: 2, error: expect.stringContaining('Say what shall change') })
  expect((await run('seven', 'set', '--sender', 'K')).out).toMatch(/^Sender +K$/m)
  const { out } = await run('seven', 'signing-key')
  expect(out).toMatch(/^[\w-]{32}\n$/)
  const made = (await run('seven', 'rotate-signing-key')).out
  expect(made).not.toBe(out)
  expect((await run('seven', 'signing-key')).out).toBe(made)
})

test.each([
  ['nobody', ['campaigns', 'create', '--name', 'X', '--from', 'Acme', '--text', 'Hi'], 'goes to nobody'],
  ['no text', ['campaigns', 'create', '--name', 'X', '--all'], 'needs --name, --from and --text'],
  ['a file that is none', ['campaigns', 'create', '--file', '/nonexistent'], 'cannot be read'],
])('%s ends with 2 and a sentence', async (_name, words, sentence) => {
  expect(await run(...words)).toMatchObject({ code: 2, out: '', error: expect.stringContaining(sentence) })
})
