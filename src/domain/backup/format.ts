import { crc32 } from 'node:zlib'
import { z } from 'zod'

/**
 * A backup is this line, then frames: kind (1 byte), length of the body (4 bytes, little-endian), CRC-32 of kind, length and body (4), body.
 * One header, chunks of rows, the totals, the seal. A file without its seal is incomplete.
 */
export const MAGIC = Buffer.from('TAPLINE BACKUP 1\n')

export const FRAME_BYTES = 9

/** Longest body; what claims to be longer is damage. Rows are far smaller, and chunks are cut at 1 MiB. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024

/** `chunk`: table (2 bytes, place in the header's list), rows (4), text as COPY writes it, compressed by zlib. `seal`: HMAC-SHA256 of all bytes before its frame. */
export const frameKinds = { header: 1, chunk: 2, totals: 3, seal: 4 } as const
export type FrameKind = keyof typeof frameKinds

const CHUNK_HEAD_BYTES = 6

/** The file cannot be used; the message says why and what to do. */
export class BackupError extends Error {}

const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)
const bound = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?[+-]\d{2}(?::?\d{2})?$/)

const header = z.object({
  version: z.string(),
  madeAt: z.iso.datetime(),
  postgres: z.string(),
  /** Tells one SECRET_KEY from another and reveals nothing of it. */
  keyCheck: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).max(10_000),
  partitions: z.array(z.object({ parent: name, name, from: bound, to: bound })).max(100_000),
  /** As text: a JSON number holds no 64 bits. */
  sequences: z.array(z.object({ name, last: z.string().regex(/^\d{1,19}$/) })).max(10_000),
  tables: z.array(z.object({ name, parent: name, columns: z.array(name).min(1).max(1_600) })).max(65_535),
})
export type Header = z.infer<typeof header>

const totals = z.object({ chunks: z.number().int(), rows: z.array(z.number().int()) })
/** Rows of each table, in the order of the header's list. */
export type Totals = z.infer<typeof totals>

export const encodeJson = (value: Header | Totals): Buffer => Buffer.from(JSON.stringify(value))
export const decodeHeader = (body: Buffer): Header => header.parse(JSON.parse(body.toString()))
export const decodeTotals = (body: Buffer): Totals => totals.parse(JSON.parse(body.toString()))

export type Chunk = { table: number; rows: number; packed: Buffer }

export function encodeChunk({ table, rows, packed }: Chunk): Buffer {
  const head = Buffer.alloc(CHUNK_HEAD_BYTES)
  head.writeUInt16LE(table, 0)
  head.writeUInt32LE(rows, 2)
  return Buffer.concat([head, packed])
}

export const decodeChunk = (body: Buffer): Chunk => ({
  table: body.readUInt16LE(0),
  rows: body.readUInt32LE(2),
  packed: body.subarray(CHUNK_HEAD_BYTES),
})

export function encodeFrame(kind: FrameKind, body: Buffer): Buffer {
  if (body.length > MAX_BODY_BYTES) throw new BackupError(`A row of ${body.length} bytes is too long for a backup (${MAX_BODY_BYTES}).`)
  const head = Buffer.alloc(FRAME_BYTES)
  head[0] = frameKinds[kind]
  head.writeUInt32LE(body.length, 1)
  head.writeUInt32LE(crc32(body, crc32(head.subarray(0, 5))), 5)
  return Buffer.concat([head, body])
}

/** Kind and length that a frame's first bytes claim; undefined when they make no sense. */
export function decodeHead(head: Buffer): { kind: FrameKind; length: number } | undefined {
  const kind = kinds.find((known) => frameKinds[known] === head[0])
  const length = head.readUInt32LE(1)
  return kind === undefined || length > MAX_BODY_BYTES ? undefined : { kind, length }
}

export const isWhole = (head: Buffer, body: Buffer): boolean => crc32(body, crc32(head.subarray(0, 5))) === head.readUInt32LE(5)

const kinds = ['header', 'chunk', 'totals', 'seal'] as const satisfies readonly FrameKind[]
