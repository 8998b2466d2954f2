import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/** Tells one run of a process from every other: a process id alone is reused, after a restart of a container almost surely. */
export type ProcessIdentity = { pid: number; startedAt: string; host: string }

/** The identity of a process of this machine. */
export const identityOf = (pid: number): ProcessIdentity => ({ pid, startedAt: processStart(pid) ?? '', host: hostIdentity() })

/**
 * Whether that process runs.
 * @returns `unknown` when it belongs to another boot, machine or container, whose processes cannot be seen from here
 */
export function processState({ pid, startedAt, host }: ProcessIdentity): 'alive' | 'gone' | 'unknown' {
  if (host !== hostIdentity()) return 'unknown'
  return isAlive(pid) && processStart(pid) === startedAt ? 'alive' : 'gone'
}

/** Whether a process has this id and still does anything: a zombie is dead already, only not yet fetched by its parent. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  return statFields(pid)?.[0] !== 'Z'
}

/** When the process started, in a form that only compares: clock ticks since the boot on Linux, a date elsewhere. */
function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') return statFields(pid)?.[19]
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}

/** Boot and process namespace: where both are equal, a process id means the same process. */
function hostIdentity(): string {
  if (process.platform !== 'linux') return process.platform
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
}

/** The fields of /proc/PID/stat from the third (state) on: the second, a name in brackets, may hold blanks. @see proc(5) */
function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}
