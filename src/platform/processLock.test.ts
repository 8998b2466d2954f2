import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identityOf } from './processIdentity.ts'
import { acquireLock, readLock } from './processLock.ts'

let dir: string
let file: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tapline-lock-'))
  file = join(dir, 'deep', 'lock')
})
afterEach(() => rmSync(dir, { recursive: true }))

test('a lock is free again after its release', async () => {
  const lock = await acquireLock(file, { purpose: 'test' })
  expect(await readLock(file)).toEqual({ state: 'held', pid: process.pid, purpose: 'test' })
  lock.release()
  lock.release()
  expect(await readLock(file)).toEqual({ state: 'free' })
  ;(await acquireLock(file, { purpose: 'test' })).release()
  expect(readdirSync(join(dir, 'deep'))).toEqual([])
})

test('a live holder is named in the error', async () => {
  const lock = await acquireLock(file, { purpose: 'first' })
  await expect(acquireLock(file, { purpose: 'second' })).rejects.toThrow(`Process ${process.pid} (first) holds ${file}`)
  lock.release()
})

test('the lock of a process that died is taken over', async () => {
  const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  const lock = await acquireLock(file, { purpose: 'holder' })
  const record = { ...JSON.parse(readFileSync(file, 'utf8')), ...identityOf(holder.pid ?? 0) }
  lock.release()
  writeFileSync(file, JSON.stringify(record))
  expect(await readLock(file)).toMatchObject({ state: 'held', pid: holder.pid })
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  expect(await readLock(file)).toEqual({ state: 'stale' })
  ;(await acquireLock(file, { purpose: 'next' })).release()
})

test('a process id in use again does not keep the lock of its former owner', async () => {
  writeLock({ startedAt: '1' })
  expect(await readLock(file)).toEqual({ state: 'stale' })
})

test('a damaged lock file is stale', async () => {
  writeLock({})
  writeFileSync(file, '{"pid":')
  ;(await acquireLock(file, { purpose: 'next' })).release()
  expect(existsSync(file)).toBe(false)
})

test('a holder in another container keeps its lock while it gives signs of life, and loses it when it is silent', async () => {
  writeLock({ host: 'elsewhere' })
  const signs = setInterval(() => writeFileSync(file, readFileSync(file)), 200)
  expect(await readLock(file)).toMatchObject({ state: 'held' })
  clearInterval(signs)
  expect(await readLock(file)).toEqual({ state: 'stale' })
})

test('of many that take over a stale lock at once only one gets it', async () => {
  writeLock({ startedAt: '1' })
  const tries = await Promise.allSettled(Array.from({ length: 20 }, () => acquireLock(file, { purpose: 'race' })))
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('a release after somebody else took the lock over leaves it alone', async () => {
  const lock = await acquireLock(file, { purpose: 'slow' })
  writeFileSync(file, JSON.stringify({ ...identityOf(process.pid), id: 'other', purpose: 'other' }))
  lock.release()
  expect(await readLock(file)).toMatchObject({ state: 'held', purpose: 'other' })
})

function writeLock(change: Record<string, unknown>): void {
  mkdirSync(dirname(file))
  writeFileSync(file, JSON.stringify({ ...identityOf(process.pid), id: 'x', purpose: 'old', ...change }))
}
