import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest'
import { connect, isUnavailable, type Db } from '../db.ts'
import { isAlive } from '../processIdentity.ts'
import { chooseAccount, handOver } from './account.ts'
import { findBinaries } from './binaries.ts'
import { startPostmaster } from './postmaster.ts'
import { startEmbedded, type Embedded } from './start.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const isRoot = process.getuid?.() === 0
const NOBODY = 65_534
const DEBIAN_15 = '/usr/lib/postgresql/15/bin'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'tapline-pg-')))
chmodSync(root, 0o755)
// One database is made for all tests; each starts on a copy of it.
const original = join(root, 'original')
await (await startEmbedded({ dir: original, log, durable: false })).stop()
afterAll(() => rmSync(root, { recursive: true, force: true }))

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(root, 't-'))
  chmodSync(dir, 0o755)
  cpSync(join(original, 'data'), join(dir, 'data'), { recursive: true })
})

async function start(options: { dir?: string; binDir?: string } = {}): Promise<Embedded> {
  const embedded = await startEmbedded({ dir, log, durable: false, ...options })
  onTestFinished(() => embedded.stop())
  return embedded
}

function open(server: Embedded): Db {
  const db = connect({ server, max: 2, applicationName: 'test' })
  onTestFinished(() => db.end())
  return db
}

/** 1, or whether the error is one of a database that is away. */
const answer = (db: Db) =>
  db`select 1 as one`.then(
    ([row]) => row?.one,
    (error: unknown) => isUnavailable(error),
  )

test('what was committed is there after a stop and a start', async () => {
  const first = await startEmbedded({ dir, log, durable: true })
  const db = connect({ server: first, max: 2, applicationName: 'test' })
  await db`create table kept (word text)`
  await db`insert into kept values ('here')`
  await db.end()
  await first.stop()
  expect(isAlive(first.pid ?? 0)).toBe(false)
  expect(await open(await start())`select word from kept`).toEqual([{ word: 'here' }])
})

test('a folder that is in use is refused with the process that uses it', async () => {
  await start()
  await expect(startEmbedded({ dir, log })).rejects.toThrow(`Process ${process.pid} (embedded PostgreSQL) holds`)
})

test('the socket folder is private and no network is listened on', async () => {
  const embedded = await start()
  expect(embedded.socketDir).toBe(join(dir, 'run'))
  expect((await open(embedded)`show listen_addresses`)[0]).toEqual({ listen_addresses: '' })
})

test('a path too long for a socket is replaced by a short one', async () => {
  const long = join(dir, 'x'.repeat(100))
  cpSync(join(original, 'data'), join(long, 'data'), { recursive: true })
  const embedded = await start({ dir: long })
  expect(embedded.socketDir).not.toContain(dir)
  onTestFinished(() => rmSync(embedded.socketDir, { recursive: true, force: true }))
  expect(await answer(open(embedded))).toBe(1)
})

test('a server that is killed comes back, and the same pool works again', async () => {
  const embedded = await start()
  const db = open(embedded)
  const pid = embedded.pid ?? 0
  expect(await answer(db)).toBe(1)
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => embedded.restarts, { timeout: 10_000 }).toBe(1)
  await expect.poll(() => answer(db), { timeout: 10_000 }).toBe(1)
  expect(embedded.pid).not.toBe(pid)
})

test('a server left behind on the folder makes way', async () => {
  const dataDir = join(dir, 'data')
  mkdirSync(join(dir, 'run'), { mode: 0o700 })
  const orphan = await startPostmaster({
    binaries: findBinaries(),
    account: chooseAccount({ dataDir }),
    dataDir,
    socketDir: join(dir, 'run'),
    durable: false,
    log,
  })
  const embedded = await start()
  expect(await orphan.exited).toBe('exit code 0')
  expect(await answer(open(embedded))).toBe(1)
})

test('a pid file that names some other program is no server', async () => {
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  onTestFinished(() => void other.kill('SIGKILL'))
  writeFileSync(join(dir, 'data', 'postmaster.pid'), `${other.pid}\n${join(dir, 'data')}\n1\n5432\n\n\n`)
  expect(await answer(open(await start()))).toBe(1)
  expect(other.exitCode).toBe(null)
})

test('a database that was left half made is made anew', async () => {
  rmSync(join(dir, 'data'), { recursive: true })
  const child = spawnStarter()
  await expect.poll(() => readdirSync(dir).some((name) => name.startsWith('data.new-')), { timeout: 20_000, interval: 5 }).toBe(true)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(existsSync(join(dir, 'data'))).toBe(false)
  expect(await answer(open(await start()))).toBe(1)
  expect(readdirSync(dir).sort()).toEqual(['data', 'lock', 'run'])
})

test.runIf(process.platform === 'linux')('the server goes when its process is killed, and the next one starts', async () => {
  const child = spawnStarter()
  const pid = await startedPid(child)
  child.kill('SIGKILL')
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
  expect(await answer(open(await start()))).toBe(1)
})

test.runIf(isRoot)('a normal user needs no privilege', async () => {
  handOver(dir, { prefix: [], uid: NOBODY, gid: NOBODY })
  const child = spawnStarter({ as: NOBODY, binDir: openPrograms() })
  const pid = await startedPid(child)
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s${NOBODY}\\s`, 'm'))
  child.stdin?.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test.runIf(isRoot)('root runs a database of another user as that user', async () => {
  handOver(join(dir, 'data'), { prefix: [], uid: NOBODY, gid: NOBODY })
  const embedded = await start({ binDir: openPrograms() })
  expect(readFileSync(`/proc/${embedded.pid}/status`, 'utf8')).toMatch(new RegExp(`^Uid:\\s${NOBODY}\\s`, 'm'))
  expect(await answer(open(embedded))).toBe(1)
})

test.runIf(isRoot)('a folder which that user cannot reach is named', async () => {
  chownSync(join(dir, 'data'), NOBODY, NOBODY)
  chmodSync(dir, 0o700)
  await expect(startEmbedded({ dir, log })).rejects.toThrow(`cannot write to ${join(dir, 'data')}`)
})

test('a database of another major version is refused', async () => {
  writeFileSync(join(dir, 'data', 'PG_VERSION'), '14\n')
  await expect(startEmbedded({ dir, log })).rejects.toThrow('was made by PostgreSQL 14')
  expect(existsSync(join(dir, 'lock'))).toBe(false)
})

test('a server that cannot start says why', async () => {
  rmSync(join(dir, 'data', 'global', 'pg_control'))
  await expect(startEmbedded({ dir, log })).rejects.toThrow(/PostgreSQL did not start .*pg_control/)
})

test('a folder without the programs is named, with what to install', () => {
  expect(() => findBinaries({ binDir: dir })).toThrow(`${join(dir, 'postgres')} does not exist`)
  expect(() => findBinaries({ binDir: dir })).toThrow('apt install postgresql')
})

test.runIf(existsSync(DEBIAN_15))('PostgreSQL 15 of the system serves as well', async () => {
  rmSync(join(dir, 'data'), { recursive: true })
  const db = open(await start({ binDir: DEBIAN_15 }))
  expect(await db`select lower('ÄÉ') as lower, current_setting('server_version_num')::int / 10000 as major`).toEqual([
    { lower: 'äé', major: 15 },
  ])
})

/** The programs where every user can reach them, which the folder of this checkout may forbid. */
function openPrograms(): string {
  const copy = join(root, 'programs')
  cpSync(dirname(dirname(findBinaries().postgres)), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, 'bin')
}

/**
 * Another process that starts the server on `dir`, says its id, and stops it when its input ends.
 * @param as user and group that it becomes when it has read the code
 */
function spawnStarter({ as, binDir }: { as?: number; binDir?: string } = {}) {
  const script = `
    import { createServer } from 'vite'
    const vite = await createServer({ configFile: false, cacheDir: ${JSON.stringify(join(dir, 'vite'))}, optimizeDeps: { noDiscovery: true },
      server: { middlewareMode: true, hmr: false, watch: null, ws: false } })
    const { startEmbedded } = await vite.ssrLoadModule('/src/platform/embeddedPostgres/start.ts')
    const { dir, as, binDir } = ${JSON.stringify({ dir, as, binDir })}
    if (as !== undefined) {
      process.chdir(dir)
      process.setgroups([])
      process.setgid(as)
      process.setuid(as)
    }
    const log = { info() {}, warn() {}, error() {} }
    const embedded = await startEmbedded({ dir, log, durable: false, binDir })
    console.log(embedded.pid)
    for await (const chunk of process.stdin);
    await embedded.stop()
    process.exit()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

async function startedPid(child: ReturnType<typeof spawnStarter>): Promise<number> {
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`the starter ended with code ${code}`)))
  const [chunk]: unknown[] = await Promise.race([once(child.stdout, 'data'), ended])
  return Number(String(chunk))
}
