import { closeSync, constants, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const SAMPLES = 200
const BLOCK = Buffer.alloc(4_096, 1)

/** What the journal's folder lies on, and how long a write of 4 kB takes there to be durable (median, 99th percentile, ms). */
export function describeDisk(dir: string): string {
  const path = join(dir, 'disk-test')
  const file = openSync(path, constants.O_CREAT | constants.O_RDWR)
  const times: number[] = []
  for (let sample = 0; sample < SAMPLES; sample++) {
    const startedAt = performance.now()
    writeSync(file, BLOCK, 0, BLOCK.length, sample * BLOCK.length)
    fdatasyncSync(file)
    times.push(performance.now() - startedAt)
  }
  closeSync(file)
  rmSync(path)
  times.sort((a, b) => a - b)
  const at = (share: number) => (times[Math.floor(SAMPLES * share)] ?? 0).toFixed(2)
  return `${mountOf(dir)}; write of 4 kB and fdatasync: median ${at(0.5)} ms, p99 ${at(0.99)} ms`
}

function mountOf(dir: string): string {
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
    const [device, , kind] =
      mounts.filter(([, place = '-']) => dir === place || dir.startsWith(place.replace(/\/?$/, '/'))).sort(byDepth)[0] ?? []
    return `${device ?? 'unknown device'} (${kind ?? 'unknown'})`
  } catch {
    return 'unknown device'
  }
}

const byDepth = (a: string[], b: string[]) => (b[1]?.length ?? 0) - (a[1]?.length ?? 0)
