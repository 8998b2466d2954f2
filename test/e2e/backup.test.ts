/** Backup and restore by the commands, as processes that are killed, and the move from the embedded server to another one. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { migrateDatabase, openDatabase } from '../../src/platform/database.ts'
import { connect, type Pool } from '../../src/platform/db.ts'
import { startEmbedded } from '../../src/platform/embeddedPostgres/start.ts'
import { loadSecrets } from '../../src/platform/secrets.ts'
import { contentOf, filledDatabase } from '../helpers/backups.ts'
import { silentLog } from '../helpers/messaging.ts'
import { dataFolder, startTapline } from './process.ts'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
const KILLS = 3

test('an installation is moved to another server by a backup and a restore that is killed again and again', async () => {
  const dir = dataFolder()
  const [from, to, file] = [join(dir, 'from'), join(dir, 'to'), join(dir, 'moved.backup')]
  const before = await madeInstallation(from)
  expect((await command({ DATA_DIR: from }, 'backup', file)).code).toBe(0)
  const server = await startEmbedded({ dir: join(dir, 'server'), log: silentLog, durable: false })
  onTestFinished(() => server.stop())
  const env = { DATA_DIR: to, DATABASE_URL: 'postgres:///tapline', PGHOST: server.socketDir, PGUSER: server.user }
  const db = connect({ server, max: 2, applicationName: 'test' })
  mkdirSync(to)
  copyFileSync(join(from, 'secret.key'), join(to, 'secret.key'))
  for (let kills = 1; kills <= KILLS; kills++) await killAfter(env, file, { chunks: kills * 4, db })
  const refused = await command(env, 'start')
  expect(refused).toMatchObject({ code: 4, error: expect.stringContaining('A restore into this database has begun and not ended') })
  const restored = await command(env, 'restore', file, '--resume-sending', '--json')
  expect(restored.code).toBe(0)
  expect(JSON.parse(restored.out)).toMatchObject({ resumed: true, held: 0 })
  expect(await contentOf(db)).toEqual(before)
  await db.end()
  const tapline = await startTapline({ dataDir: to, env })
  expect((await tapline.end('SIGTERM')).code).toBe(0)
})

test('standard output takes a backup too, and one whose reader goes away is a failure', async () => {
  const dir = dataFolder()
  const from = join(dir, 'from')
  await madeInstallation(from, { messages: 2_000 })
  const whole = await command({ DATA_DIR: from }, 'backup', '-')
  expect(whole.code).toBe(0)
  const file = join(dir, 'piped.backup')
  writeFileSync(file, whole.bytes)
  const to = join(dir, 'to')
  mkdirSync(to)
  copyFileSync(join(from, 'secret.key'), join(to, 'secret.key'))
  expect((await command({ DATA_DIR: to }, 'restore', file)).code).toBe(0)
  const child = start({ DATA_DIR: from }, 'backup', '-')
  child.stdout.destroy()
  const [code] = await once(child, 'exit')
  expect(code).toBe(1)
})

test('a file that exists is not overwritten, and without secret.key nothing is made', async () => {
  const dir = dataFolder()
  const from = join(dir, 'from')
  loadSecrets({ secretKey: undefined, dataDir: from })
  const file = join(dir, 'one.backup')
  writeFileSync(file, 'precious')
  expect(await command({ DATA_DIR: from }, 'backup', file)).toMatchObject({ code: 4, error: expect.stringContaining('exists already') })
  expect(readFileSync(file, 'utf8')).toBe('precious')
  const keyless = join(dir, 'keyless')
  expect((await command({ DATA_DIR: keyless }, 'restore', file)).error).toContain(
    'copy the one of the installation that made the backup there',
  )
  expect(existsSync(keyless)).toBe(false)
})

/** A data folder with an embedded server full of rows; what is in it. */
async function madeInstallation(dataDir: string, { messages = 10_000 } = {}): Promise<Record<string, string>> {
  mkdirSync(dataDir)
  const { db, close } = await openDatabase(
    { databaseUrl: undefined, dataDir, databaseConnections: 4 },
    { log: silentLog, applicationName: 'test' },
  )
  await migrateDatabase(db, { log: silentLog })
  const { directory } = await filledDatabase(db, { messages, secrets: loadSecrets({ secretKey: undefined, dataDir }) })
  directory.close()
  const content = await contentOf(db)
  await close()
  return content
}

const start = (env: Record<string, string>, ...words: string[]) =>
  spawn(process.execPath, [MAIN, ...words], { env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })

async function command(env: Record<string, string>, ...words: string[]) {
  const child = start(env, ...words)
  const [out, error]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => error.push(chunk))
  await once(child, 'close')
  const bytes = Buffer.concat(out)
  return { code: child.exitCode, bytes, out: bytes.toString(), error: Buffer.concat(error).toString() }
}

/** Starts a restore and kills it as soon as the database has so many chunks. */
async function killAfter(env: Record<string, string>, file: string, { chunks, db }: { chunks: number; db: Pool }): Promise<void> {
  const child = start(env, 'restore', file, '--resume-sending')
  const ended = once(child, 'exit')
  while (child.exitCode === null && (await chunksOf(db)) < chunks) await new Promise((resolve) => setTimeout(resolve, 2))
  child.kill('SIGKILL')
  await ended
  expect(child.signalCode).toBe('SIGKILL')
}

async function chunksOf(db: Pool): Promise<number> {
  const [table] = await db<{ exists: boolean }[]>`select to_regclass('restore_progress') is not null as exists`
  if (table?.exists !== true) return 0
  const [row] = await db<{ chunks: number }[]>`select chunks from restore_progress`
  return row?.chunks ?? 0
}
