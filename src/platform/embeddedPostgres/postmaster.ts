import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { diesWithParent, serverEnvironment, type Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { serverSettings } from './serverSettings.ts'

/** A running server. */
export type Postmaster = {
  pid: number
  /** Resolves with a sentence when the process has ended, for whatever reason. */
  exited: Promise<string>
  signal(name: 'SIGINT' | 'SIGQUIT'): void
}

export type PostmasterOptions = {
  binaries: Binaries
  account: Account
  dataDir: string
  socketDir: string
  durable: boolean
  log: Pick<Log, 'info' | 'warn'>
}

const KEPT_LINES = 20
const PATIENCE_MS = 10_000
/** On a machine that has no more to give, a tap is answered before what it left in the journal is stored. Backends inherit it. */
const NICENESS = 5

/**
 * Starts the server and waits until it takes connections, however long a recovery takes. Call it on the main thread: the server stops
 * when the thread that started it ends.
 * @throws Error with the server's last lines when it ends instead
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const child = spawnServer(options)
  if (child.pid !== undefined) setPriority(child.pid, NICENESS)
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`))
  })
  const output = follow(child, options.log)
  const patience = setInterval(
    () => options.log.info({ dataDir: options.dataDir }, 'PostgreSQL is still starting; it may be recovering'),
    PATIENCE_MS,
  )
  const failure = await Promise.race([output.ready, exited]).finally(() => clearInterval(patience))
  if (failure === undefined && child.pid !== undefined) return { pid: child.pid, exited, signal: (name) => void child.kill(name) }
  // The last lines arrive after the end of the process; somebody else may still hold the other end of the pipe.
  await Promise.race([once(child, 'close').catch(() => undefined), wait(500)])
  throw new Error(`PostgreSQL did not start (${failure}). ${output.lines.join(' | ')}`)
}

function spawnServer({ binaries, account, dataDir, socketDir, durable }: PostmasterOptions): ChildProcess {
  const { prefix, ...user } = account
  const words = [...prefix, ...diesWithParent(), binaries.postgres, '-D', dataDir, ...serverSettings({ socketDir, durable })]
  const [command = '', ...args] = words
  // Detached, so that Ctrl+C in a terminal reaches us alone: the database has to stay until the last click is written.
  return spawn(command, args, { ...user, detached: true, stdio: ['ignore', 'ignore', 'pipe'], env: serverEnvironment, cwd: '/' })
}

/** Reads what the server says: it always must be read, or the server would wait for us. */
function follow(child: ChildProcess, log: Pick<Log, 'warn'>): { ready: Promise<undefined>; lines: string[] } {
  const lines: string[] = []
  const ready = new Promise<undefined>((resolve) => {
    if (child.stderr === null) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line)
      if (lines.length > KEPT_LINES) lines.shift()
      if (line.includes('database system is ready to accept connections')) resolve(undefined)
      if (/^(?:PANIC|LOG: .*(?:terminated by signal|could not))/.test(line)) log.warn({ postgres: line }, 'PostgreSQL reports a problem')
    })
  })
  return { ready, lines }
}
