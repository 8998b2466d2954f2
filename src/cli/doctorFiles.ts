import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listSegments, LOCK_FILE, segmentPath } from '../domain/tracking/segments.ts'
import type { Config } from '../platform/config.ts'
import { readLock } from '../platform/processLock.ts'
import type { Finding } from './finding.ts'
import { count } from './output.ts'

/** Each redirect waits for one such write; 10 ms is what a slow disk takes. */
const SLOW_WRITE_MS = 10
const WRITES = 20
/** A segment has 16 MiB, some 80,000 hits; a drain that gets on leaves one or two. */
const MANY_SEGMENTS = 10

/** Whether the data folder can be used, and its secrets are read by nobody else. */
export async function checkDataDir({ dataDir }: Config): Promise<Finding[]> {
  const what = 'Data folder'
  const nearest = nearestFolder(dataDir)
  if (!isWritable(nearest))
    return [
      { status: 'fail', what, detail: `${nearest} cannot be written`, advice: 'Change its owner, or set DATA_DIR to another folder.' },
    ]
  if (nearest !== dataDir) return [{ status: 'ok', what, detail: `${dataDir} will be made at the first start` }]
  const exposed = ['secret.key', 'cli.key'].filter((name) => isReadByOthers(join(dataDir, name)))
  if (exposed.length === 0) return [{ status: 'ok', what, detail: dataDir }]
  return [
    {
      status: 'warn',
      what,
      detail: `others can read ${exposed.join(' and ')} in ${dataDir}`,
      advice: 'Take their rights away: chmod 600.',
    },
  ]
}

/** How long the disk takes to make a write durable. */
export async function checkDisk({ dataDir }: Config): Promise<Finding[]> {
  const path = join(nearestFolder(dataDir), `.tapline-doctor-${process.pid}`)
  const file = await open(path, 'wx', 0o600)
  try {
    const times: number[] = []
    for (let write = 0; write < WRITES; write++) {
      const before = performance.now()
      await file.write(Buffer.alloc(4_096), 0, 4_096, write * 4_096)
      await file.datasync()
      times.push(performance.now() - before)
    }
    const median = times.sort((a, b) => a - b)[WRITES / 2] ?? 0
    const detail = `${median.toFixed(2)} ms to make 4 KiB durable (median of ${WRITES})`
    if (median < SLOW_WRITE_MS) return [{ status: 'ok', what: 'Disk', detail }]
    return [{ status: 'warn', what: 'Disk', detail, advice: 'Each tap waits for it: a local SSD answers in about 1 ms.' }]
  } finally {
    await file.close()
    await rm(path)
  }
}

/** A journal that a running process does not bring in. */
export async function checkJournal({ dataDir }: Config): Promise<Finding[]> {
  const dir = join(dataDir, 'journal')
  const segments = listSegments(dir)
  const lock = await readLock(join(dir, LOCK_FILE))
  const what = 'Journal'
  if (lock.state === 'held') {
    const detail = `in use by process ${lock.pid}, ${count(segments.length, 'segment')}`
    if (segments.length <= MANY_SEGMENTS) return [{ status: 'ok', what, detail }]
    return [{ status: 'warn', what, detail, advice: 'The drain does not get on: is the database away or slow?' }]
  }
  const bytes = segments.reduce((sum, segment) => sum + (statSync(segmentPath(dir, segment), { throwIfNoEntry: false })?.size ?? 0), 0)
  if (bytes === 0) return [{ status: 'ok', what, detail: 'empty' }]
  const detail = `${count(segments.length, 'segment')} of ${(bytes / 1_024).toFixed(1)} KiB, of which some may not be in the database yet`
  if (segments.length <= MANY_SEGMENTS) return [{ status: 'ok', what, detail: `${detail}; the next start sees to it` }]
  return [{ status: 'warn', what, detail, advice: `Start Tapline on this folder, or run "tapline drain ${dir}".` }]
}

const nearestFolder = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder))
const isReadByOthers = (path: string) => ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
