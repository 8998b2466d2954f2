import { randomUUID } from 'node:crypto'
import { constants, write } from 'node:fs'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { SEGMENT_BYTES, segmentPath, SPARE_SUFFIX, type Segment } from './segments.ts'

/** A segment open for writing; every write is durable when it resolves. */
export type SegmentFile = Segment & { file: FileHandle; length: number }

/** Zeros are written in steps, each made durable before the next: one large flush would hold up the writes of hits. */
const FILL_STEP = Buffer.alloc(512 * 1024)

/** Room for a segment to come, under a name that no drain looks at. */
export type Spare = { file: FileHandle; path: string }

/**
 * Makes room for a segment, all of it written. An O_DSYNC write into room that exists needs no new metadata of the file system: measured
 * on ext4 0.17 ms instead of 0.32, and 1.2 ms instead of 4 at the 99th percentile.
 */
export async function createSpare(dir: string): Promise<Spare> {
  const path = join(dir, `${randomUUID()}${SPARE_SUFFIX}`)
  await fill(path)
  return { path, file: await open(path, constants.O_WRONLY | constants.O_DSYNC) }
}

/** Makes a spare the next segment. */
export async function beginSegment(dir: string, segment: Segment, spare: Spare): Promise<SegmentFile> {
  const path = segmentPath(dir, segment)
  await rename(spare.path, path)
  await syncFolder(dir)
  return { ...segment, file: spare.file, length: 0 }
}

/**
 * Appends bytes durably.
 * @throws the system's error, such as ENOSPC or EIO; `length` then still says what is durable
 */
export async function writeSegment(segment: SegmentFile, bytes: Buffer): Promise<void> {
  let written = 0
  while (written < bytes.length) written += await writeAt(segment.file.fd, bytes.subarray(written), segment.length + written)
  segment.length += bytes.length
}

/** Not the file handle's own `write`: its promises cost a tenth more. */
const writeAt = (fd: number, bytes: Buffer, position: number) =>
  new Promise<number>((resolve, reject) => {
    write(fd, bytes, 0, bytes.length, position, (error, written) => (error === null ? resolve(written) : reject(error)))
  })

/** Closes a segment, its unused room and whatever a failed write left given back. */
export async function finishSegment({ file, length }: SegmentFile): Promise<void> {
  try {
    await file.truncate(length)
    await file.sync()
  } finally {
    await file.close()
  }
}

export async function discardSpare({ file, path }: Spare): Promise<void> {
  await file.close()
  await rm(path, { force: true })
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    for (let at = 0; at < SEGMENT_BYTES; at += FILL_STEP.length) {
      await file.write(FILL_STEP, 0, FILL_STEP.length, at)
      await file.datasync()
    }
    await file.sync()
  } catch (error) {
    await file.close()
    await rm(path, { force: true })
    throw error
  }
  await file.close()
}

/** The file's name must survive a power cut as well as its bytes. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
