import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const SAMPLE_MS = 1_000

/** Bytes that a process and all its descendants that are Node take: each page is divided among those who share it. */
export function pssOf(pid: number): number {
  return nodeProcesses(pid).reduce((sum, each) => sum + fieldOf(each, 'Pss'), 0)
}

/** Notes the highest sum, once a second. */
export function watchPss(pid: number): { stop(): number } {
  let most = 0
  const timer = setInterval(() => (most = Math.max(most, pssOf(pid))), SAMPLE_MS)
  return {
    stop() {
      clearInterval(timer)
      return most
    },
  }
}

/** Private memory and what comes from files, of the processes together. */
export function kindsOf(pid: number): Record<string, number> {
  const sum = (field: string) => nodeProcesses(pid).reduce((bytes, each) => bytes + fieldOf(each, field), 0)
  return { 'heaps and buffers': sum('Pss_Anon'), 'program and libraries': sum('Pss_File'), 'shared memory': sum('Pss_Shmem') }
}

function nodeProcesses(root: number): number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const stat = read(`/proc/${name}/stat`)
        // The name stands in brackets and may hold blanks; state and parent come after it.
        const parent = Number(stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
        return stat === undefined ? [] : [[Number(name), parent] as const]
      }),
  )
  const isOurs = (pid: number): boolean => pid === root || (parents.has(pid) && pid > 1 && isOurs(parents.get(pid) ?? 0))
  return [...parents.keys()].filter((pid) => isOurs(pid) && isNode(pid))
}

function isNode(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === readlinkSync('/proc/self/exe')
  } catch {
    return false
  }
}

function fieldOf(pid: number, field: string): number {
  const kilobytes = new RegExp(`^${field}: +(\\d+) kB`, 'm').exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1]
  return Number(kilobytes ?? 0) * 1_024
}

/** Undefined for a process that has ended meanwhile. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
