import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { isAlive } from '../processIdentity.ts'

const POLL_MS = 50

/** Time for a fast shutdown, then for an immediate one. */
const PATIENCE = [
  { signal: 'SIGINT', ms: 20_000 },
  { signal: 'SIGQUIT', ms: 10_000 },
] as const

/**
 * Makes way for a new server: stops one that an earlier process left behind on this data folder, and removes the file that names a
 * process which is none (its id went to another program, with which PostgreSQL would refuse to start). The caller holds the folder's lock.
 * @throws Error when the server cannot be stopped
 */
export async function clearOrphan({ dataDir, log }: { dataDir: string; log: Pick<Log, 'warn'> }): Promise<void> {
  const file = join(dataDir, 'postmaster.pid')
  const pid = readPid(file)
  // PostgreSQL itself clears the file of a process that is gone.
  if (pid === undefined || !isAlive(pid)) return
  if (!servesFolder(pid, dataDir)) return rmSync(file, { force: true })
  for (const { signal, ms } of PATIENCE) {
    log.warn({ pid, signal }, 'Stopping a PostgreSQL server that an earlier process left behind')
    process.kill(pid, signal)
    for (let waited = 0; waited < ms; waited += POLL_MS) {
      if (!isAlive(pid)) return
      await wait(POLL_MS)
    }
  }
  throw new Error(`The PostgreSQL server ${pid}, left behind on ${dataDir}, does not stop. End it, then start again.`)
}

/** The first line of postmaster.pid is the server's process id. @see src/include/utils/pidfile.h of PostgreSQL */
function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
    return Number.isInteger(pid) && pid > 0 ? pid : undefined
  } catch {
    return undefined
  }
}

/** A postmaster works inside its data folder; where that cannot be asked, its command line names the folder. */
function servesFolder(pid: number, dataDir: string): boolean {
  try {
    if (process.platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(`-D ${dataDir}`)
  } catch {
    return false
  }
}
