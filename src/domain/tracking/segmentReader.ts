import { closeSync, openSync, readSync } from 'node:fs'
import { decodeForeign, type ForeignRecord } from './foreignRecord.ts'
import { FRAME_BYTES, findFrame, readFrame, MAX_BODY_BYTES } from './frame.ts'
import { decodeHit, type HitRecord } from './record.ts'
import { segmentPath, type Segment } from './segments.ts'

/** Records of a segment from a position on. `end`: the position behind them; `foreign`: those of other domains; `rejected`: bytes between that nobody understands. */
export type Records = { hits: HitRecord[]; foreign: ForeignRecord[]; rejected: Buffer[]; end: number }

/** A record of another domain costs its statements more than a hit does: a batch holds fewer of them. */
const FOREIGN_WEIGHT = 10

/** Holds any batch, and many times the longest record. */
const CHUNK_BYTES = 2 * 1024 * 1024

/**
 * Reads up to `max` records. Without damage or unknown records `end` stands behind the last; at `end === position` there are no more.
 * @param limit bytes of the segment that may be read: the durable length of a live one, the size of one that is finished
 */
export function readRecords(
  dir: string,
  { segment, position, limit, max }: { segment: Segment; position: number; limit: number; max: number },
): Records {
  const chunk = readBytes(dir, { segment, from: position, to: Math.min(limit, position + CHUNK_BYTES) })
  const isWhole = position + chunk.length >= limit
  const records = parseRecords(chunk, { max, isWhole })
  if (records.end > 0 || isWhole || chunk.length <= FRAME_BYTES + MAX_BODY_BYTES) return { ...records, end: position + records.end }
  const rest = readBytes(dir, { segment, from: position, to: limit })
  return { ...skipDamage(rest, 0), end: position + (findFrame(rest, 0) ?? rest.length) }
}

/** Reads the records in bytes that stand for a segment, or for its part up to `isWhole === false`, where the last record may be cut off. */
export function parseRecords(bytes: Buffer, { max, isWhole }: { max: number; isWhole: boolean }): Records {
  const hits: HitRecord[] = []
  const foreign: ForeignRecord[] = []
  const rejected: Buffer[] = []
  let at = 0
  while (hits.length + foreign.length * FOREIGN_WEIGHT + rejected.length < max) {
    const frame = readFrame(bytes, at)
    if (frame.kind === 'end') break
    if (frame.kind === 'damaged') {
      if (!isWhole) break
      rejected.push(...skipDamage(bytes, at).rejected)
      at = findFrame(bytes, at) ?? bytes.length
      continue
    }
    const hit = decodeHit(bytes, frame.start, frame.end)
    const other = hit === undefined ? decodeForeign(bytes, frame.start, frame.end) : undefined
    if (hit !== undefined) hits.push(hit)
    else if (other !== undefined) foreign.push(other)
    else rejected.push(Buffer.from(bytes.subarray(at, frame.end)))
    at = frame.end
  }
  return { hits, foreign, rejected, end: at }
}

const skipDamage = (bytes: Buffer, at: number): Records => ({
  hits: [],
  foreign: [],
  rejected: [Buffer.from(bytes.subarray(at, findFrame(bytes, at) ?? bytes.length))],
  end: at,
})

function readBytes(dir: string, { segment, from, to }: { segment: Segment; from: number; to: number }): Buffer {
  const file = openSync(segmentPath(dir, segment), 'r')
  try {
    const bytes = Buffer.allocUnsafe(Math.max(0, to - from))
    let length = 0
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, from + length)
      if (read === 0) break
      length += read
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(file)
  }
}
