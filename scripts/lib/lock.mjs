/** One process at a time installs or builds in a checkout; `npm start` and `npm test` may well run side by side. */
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root, say } from './process.mjs'

const path = join(root, '.lock')
const POLL_MS = 100
const BEAT_MS = 2_000

/** A process id may be reused after a crash; a holder that has not touched its lock for this long is gone. */
const STALE_MS = 30_000

/** Runs `work` while holding the lock; waits for another holder, and clears the lock of one that died. */
export async function exclusively(work) {
  await acquire()
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), BEAT_MS)
  try {
    return await work()
  } finally {
    clearInterval(beat)
    rmSync(path, { force: true })
  }
}

async function acquire() {
  for (let waited = 0; !take(); waited += POLL_MS) {
    const holder = read()
    if (holder !== undefined && isGone(holder)) clear(holder)
    else if (waited % 10_000 === POLL_MS) say(`Waiting for process ${holder?.pid ?? '?'}, which installs or builds in this folder ...`)
    await wait(POLL_MS)
  }
  // process.exit skips `finally`, so a signal would leave the lock behind; the next command would clear it, but why make it.
  process.once('exit', () => {
    if (read()?.pid === process.pid) rmSync(path, { force: true })
  })
}

function take() {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    return false
  }
}

function read() {
  try {
    return { pid: Number(readFileSync(path, 'utf8')), touchedAt: statSync(path).mtimeMs }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return undefined
  }
}

function isGone({ pid, touchedAt }) {
  if (Date.now() - touchedAt > STALE_MS) return true
  // Between the creation of the file and the writing of the id it reads as empty.
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}

/** Takes a dead lock aside by rename, which only one of several waiters can do, and looks again whose it was. */
function clear(dead) {
  const aside = `${path}-${process.pid}`
  try {
    renameSync(path, aside)
    if (Number(readFileSync(aside, 'utf8')) !== dead.pid) renameSync(aside, path)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
  rmSync(aside, { force: true })
}
