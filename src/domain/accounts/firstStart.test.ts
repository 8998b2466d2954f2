import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../../../test/helpers/database.ts'
import { createLog } from '../../platform/log.ts'
import { firstStart } from './firstStart.ts'
import { authenticateKey } from './keys.ts'
import { consumeSetupLink, findSetupLink } from './setupLinks.ts'

const db = await testDatabase()
const log = createLog({ level: 'silent' })
const root = mkdtempSync(join(tmpdir(), 'tapline-first-'))
afterAll(() => rmSync(root, { recursive: true }))
const dataDir = join(root, 'data')
const start = () => firstStart(db, { dataDir, log })
const cliKey = () => readFileSync(join(dataDir, 'cli.key'), 'utf8').trim()

test('the first start, even of two processes at once, makes one account, one key and one link that works', async () => {
  const tokens = await Promise.all([start(), start()])
  const accounts = await db`select name from accounts`
  expect(accounts).toEqual([{ name: 'My business' }])
  expect(await authenticateKey(db, cliKey())).toMatchObject({ kind: 'ok', key: { mode: 'live', ratePerMinute: 6000 } })
  expect((await db`select from api_keys`).length).toBe(1)
  expect(statSync(join(dataDir, 'cli.key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(dataDir)).toEqual(['cli.key'])
  const links = await Promise.all(tokens.map((token) => findSetupLink(db, { token: token ?? '' })))
  expect(links.filter((link) => link !== undefined)).toHaveLength(1)
})

test('as long as nobody has signed up, each start gives a link and mends a key file that does not work', async () => {
  const before = cliKey()
  const token = await start()
  expect(await findSetupLink(db, { token: token ?? '' })).toEqual({ kind: 'new' })
  expect(cliKey()).toBe(before)
  writeFileSync(join(dataDir, 'cli.key'), 'left over from a start that never finished')
  await start()
  expect(await authenticateKey(db, cliKey())).toMatchObject({ kind: 'ok' })
})

test('once there is a user, a start changes nothing', async () => {
  const token = await start()
  await consumeSetupLink(db, { token: token ?? '', email: 'ana@example.com', password: 'correct horse battery' })
  rmSync(join(dataDir, 'cli.key'))
  expect(await start()).toBeUndefined()
  expect(readdirSync(dataDir)).toEqual([])
})
