import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { utimes } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { identityOf, processState, type ProcessIdentity } from './processIdentity.ts'

export type Lock = {
  /** Gives the lock back; a second call does nothing. */
  release(): void
}

/** What a lock file says: nobody, a process that runs, or one that is gone. */
export type LockState = { state: 'free' } | { state: 'held'; pid: number; purpose: string } | { state: 'stale' }

/** Another process holds the lock; the message names it and the file. */
export class LockHeldError extends Error {
  readonly pid: number
  constructor({ file, pid, purpose }: { file: string; pid: number; purpose: string }) {
    super(`Process ${pid} (${purpose}) holds ${file}. Stop it first, or use another folder.`)
    this.name = 'LockHeldError'
    this.pid = pid
  }
}

type LockRecord = ProcessIdentity & { id: string; purpose: string }

/** A holder says this often that it lives, for those who cannot see its process (another container on the same volume). */
const BEAT_MS = 1_000

/** A holder that cannot be seen and has not said so for this long is gone. */
const SILENCE_MS = 5_000

/**
 * Takes a lock for the life of this process. The lock of a process that died is taken over.
 * @param file its folder is made when missing
 * @param purpose what the holder is, for the error that others get
 * @throws LockHeldError when a process that runs holds it, this one included
 */
export async function acquireLock(file: string, { purpose }: { purpose: string }): Promise<Lock> {
  mkdirSync(dirname(file), { recursive: true })
  const record: LockRecord = { ...identityOf(process.pid), id: randomUUID(), purpose }
  while (!create(file, record)) {
    const found = read(file)
    const state = await judge(file, found)
    if (state.state === 'held') throw new LockHeldError({ file, ...state })
    if (state.state === 'stale') remove(file, found)
  }
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), BEAT_MS).unref()
  return {
    release: () => {
      clearInterval(beat)
      if (parse(read(file))?.id === record.id) rmSync(file, { force: true })
    },
  }
}

/** Whether a process that runs holds the lock. Takes up to 5 s when the holder belongs to another container or boot. */
export const readLock = (file: string): Promise<LockState> => judge(file, read(file))

/** Makes the lock file, whole from its first moment on. */
function create(file: string, record: LockRecord): boolean {
  const draft = `${file}.${record.id}`
  writeFileSync(draft, JSON.stringify(record), { flag: 'wx', mode: 0o600 })
  try {
    linkSync(draft, file)
    return true
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
    return false
  } finally {
    rmSync(draft)
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error
    return undefined
  }
}

async function judge(file: string, found: string | undefined): Promise<LockState> {
  if (found === undefined) return { state: 'free' }
  const record = parse(found)
  if (record === undefined) return { state: 'stale' }
  const state = processState(record)
  if (state === 'alive' || (state === 'unknown' && (await beats(file)))) return { state: 'held', pid: record.pid, purpose: record.purpose }
  return { state: 'stale' }
}

/** Watches the file instead of comparing its age with a clock: two machines need not agree on the time. */
async function beats(file: string): Promise<boolean> {
  const before = touchedAt(file)
  for (let waited = 0; waited < SILENCE_MS; waited += BEAT_MS / 4) {
    await wait(BEAT_MS / 4)
    const now = touchedAt(file)
    if (now !== before) return now !== undefined
  }
  return false
}

const touchedAt = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs

/** Removes a stale lock, but never the one that a faster process has put in its place meanwhile. */
function remove(file: string, stale: string | undefined): void {
  const aside = `${file}.${randomUUID()}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  if (read(aside) === stale) return rmSync(aside)
  linkSync(aside, file)
  rmSync(aside)
}

function parse(text: string | undefined): LockRecord | undefined {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return isLockRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isLockRecord(value: unknown): value is LockRecord {
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string, type: string) => typeof Reflect.get(value, name) === type
  return has('pid', 'number') && ['startedAt', 'host', 'id', 'purpose'].every((name) => has(name, 'string'))
}

const hasCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code
