import { createHmac, timingSafeEqual } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import {
  BackupError,
  decodeChunk,
  decodeHead,
  decodeHeader,
  decodeTotals,
  FRAME_BYTES,
  isWhole,
  MAGIC,
  type Chunk,
  type FrameKind,
  type Header,
  type Totals,
} from './format.ts'

type Frame = { kind: FrameKind; head: Buffer; body: Buffer }

/** What stands in a file that was read to its end and found whole. `id`: its seal, which no other file has. */
export type Checked = { id: string; header: Header; totals: Totals }

/** Reads the header alone, to refuse early what can never fit. */
export async function readHeader(path: string): Promise<Header> {
  return withFile(path, async (file) => {
    for await (const { kind, body } of readFrames(file, path)) {
      if (kind !== 'header') throw damaged(path, MAGIC.length)
      return decodeHeader(body)
    }
    throw incomplete(path, MAGIC.length)
  })
}

/**
 * Reads the whole file and checks every byte of it.
 * @throws BackupError for a file that is foreign, incomplete, damaged or was changed
 */
export async function checkFile(path: string, { sealKey }: { sealKey: Buffer }): Promise<Checked> {
  return withFile(path, async (file) => {
    const mac = createHmac('sha256', sealKey).update(MAGIC)
    const found: Partial<Checked> & { chunks: number } = { chunks: 0 }
    for await (const { kind, head, body } of readFrames(file, path)) {
      if (kind === 'seal') {
        const id = sealed(path, { seal: body, expected: mac.digest() })
        const { header, totals, chunks } = found
        if (header === undefined || totals === undefined || totals.chunks !== chunks) throw changed(path)
        return { id, header, totals }
      }
      mac.update(head).update(body)
      if (kind === 'chunk') found.chunks++
      if (kind === 'header') found.header = decodeHeader(body)
      if (kind === 'totals') found.totals = decodeTotals(body)
    }
    throw incomplete(path, (await file.stat()).size)
  })
}

/** The chunks of a file that was checked, from the one at `from` on. */
export async function* readChunksFrom(path: string, { from }: { from: number }): AsyncGenerator<Chunk> {
  const file = await open(path)
  try {
    let at = 0
    for await (const { kind, body } of readFrames(file, path)) {
      if (kind === 'totals') return
      if (kind === 'chunk' && at++ >= from) yield decodeChunk(body)
    }
  } finally {
    await file.close()
  }
}

async function* readFrames(file: FileHandle, path: string): AsyncGenerator<Frame> {
  let at = await readMagic(file, path)
  for (;;) {
    const head = await readBytes(file, { at, length: FRAME_BYTES })
    if (head.length < FRAME_BYTES) throw incomplete(path, at + head.length)
    const claimed = decodeHead(head)
    if (claimed === undefined) throw damaged(path, at)
    const body = await readBytes(file, { at: at + FRAME_BYTES, length: claimed.length })
    if (body.length < claimed.length) throw incomplete(path, at + FRAME_BYTES + body.length)
    if (!isWhole(head, body)) throw damaged(path, at)
    at += FRAME_BYTES + claimed.length
    if (claimed.kind === 'seal' && (await readBytes(file, { at, length: 1 })).length > 0) throw damaged(path, at)
    yield { kind: claimed.kind, head, body }
    if (claimed.kind === 'seal') return
  }
}

async function readMagic(file: FileHandle, path: string): Promise<number> {
  const found = await readBytes(file, { at: 0, length: MAGIC.length })
  if (found.equals(MAGIC)) return MAGIC.length
  if (found.subarray(0, FORMAT_AT).equals(MAGIC.subarray(0, FORMAT_AT)))
    throw new BackupError(
      `${path} is a backup in a form that this version of Tapline does not know: restore it with the version that made it.`,
    )
  throw new BackupError(`${path} is not a backup: expected a file that "tapline backup" made.`)
}

/** Where the number of the form stands in the first line. */
const FORMAT_AT = MAGIC.length - 2

async function readBytes(file: FileHandle, { at, length }: { at: number; length: number }): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length)
  let got = 0
  while (got < length) {
    const { bytesRead } = await file.read(bytes, got, length - got, at + got)
    if (bytesRead === 0) break
    got += bytesRead
  }
  return bytes.subarray(0, got)
}

async function withFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path).catch((cause: Error) => {
    throw new BackupError(`${path} cannot be read: ${cause.message}`, { cause })
  })
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

function sealed(path: string, { seal, expected }: { seal: Buffer; expected: Buffer }): string {
  if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) throw changed(path)
  return seal.toString('hex')
}

const incomplete = (path: string, at: number) =>
  new BackupError(
    `${path} is incomplete: it ends at byte ${at} without its seal. The backup or a copy of it was cut short; take another one.`,
  )

const damaged = (path: string, at: number) =>
  new BackupError(
    `${path} is damaged at byte ${at}: what stands there is not what was written. Take another copy of it, or another backup.`,
  )

const changed = (path: string) => new BackupError(`${path} was changed after it was made: its seal does not fit. Take another copy of it.`)
