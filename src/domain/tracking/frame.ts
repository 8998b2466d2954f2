import { crc32 } from 'node:zlib'

/**
 * The journal's frame around a record: length of the body (4 bytes, little-endian), CRC-32 of the body (4), body. A body starts with the
 * version of its layout and the kind of record, a byte each. A length of 0 is room that was never written.
 */
export const FRAME_BYTES = 8

/** Longest body; what claims to be longer is damage. */
export const MAX_BODY_BYTES = 4_096

/** What stands at a place of a segment. `end`: nothing was written here; `damaged`: no whole record, as after a torn write. */
export type Frame = { kind: 'record'; start: number; end: number } | { kind: 'end' } | { kind: 'damaged' }

const NOTHING: Frame = { kind: 'end' }
const DAMAGED: Frame = { kind: 'damaged' }

/**
 * Closes the frame of a body that was written at `at + FRAME_BYTES`.
 * @returns where the next frame starts
 */
export function sealFrame(buffer: Buffer, at: number, end: number): number {
  buffer.writeUInt32LE(end - at - FRAME_BYTES, at)
  buffer.writeUInt32LE(crc32(buffer.subarray(at + FRAME_BYTES, end)), at + 4)
  return end
}

/** Reads the frame at `at`; `start` and `end` of a record are those of its body. `buffer` must reach to the end of what was written. */
export function readFrame(buffer: Buffer, at: number): Frame {
  if (at >= buffer.length) return NOTHING
  if (at + FRAME_BYTES > buffer.length) return isBlank(buffer, at) ? NOTHING : DAMAGED
  const length = buffer.readUInt32LE(at)
  if (length === 0) return isBlank(buffer, at) ? NOTHING : DAMAGED
  const start = at + FRAME_BYTES
  const end = start + length
  if (length < 2 || length > MAX_BODY_BYTES || end > buffer.length) return DAMAGED
  return crc32(buffer.subarray(start, end)) === buffer.readUInt32LE(at + 4) ? { kind: 'record', start, end } : DAMAGED
}

/** Finds the next whole record after damage at `at`, or undefined when none follows. */
export function findFrame(buffer: Buffer, at: number): number | undefined {
  for (let next = at + 1; next + FRAME_BYTES < buffer.length; next++) if (readFrame(buffer, next).kind === 'record') return next
  return undefined
}

/** Where the last of the whole records from the start of `buffer` ends. */
export function wholeLength(buffer: Buffer): number {
  let at = 0
  for (let frame = readFrame(buffer, at); frame.kind === 'record'; frame = readFrame(buffer, at)) at = frame.end
  return at
}

/** Zeros as far as one page: a torn write of several pages may have zeros first and records behind. */
const isBlank = (buffer: Buffer, at: number) => buffer.subarray(at, at + 4_096).every((byte) => byte === 0)
