import type { Transaction } from '../../platform/db.ts'
import { FRAME_BYTES, MAX_BODY_BYTES, sealFrame } from './frame.ts'
import type { Encoder } from './record.ts'

/** A record of another domain, such as a browser's conversion: the journal keeps it as safe as a hit, and its domain stores it. */
export type ForeignRecord = { kind: number; body: Buffer }

/** Kinds of records that are no hits; 1 is a hit. */
export const foreignKinds = { conversion: 2 } as const
const KINDS: ReadonlySet<number> = new Set(Object.values(foreignKinds))

/** Stores records in the drain's transaction. @returns those that nobody understands */
export type StoreForeign = (tx: Transaction, records: readonly ForeignRecord[]) => Promise<readonly ForeignRecord[]>

const VERSION = 1
const HEAD = 2

/** Longest body of such a record. */
export const MAX_FOREIGN_BYTES = MAX_BODY_BYTES - HEAD

export const foreignEncoder: Encoder<ForeignRecord> = {
  maxBytes: FRAME_BYTES + MAX_BODY_BYTES,
  write(buffer, at, { kind, body }) {
    const start = at + FRAME_BYTES
    buffer[start] = VERSION
    buffer[start + 1] = kind
    return sealFrame(buffer, at, start + HEAD + body.copy(buffer, start + HEAD, 0, MAX_FOREIGN_BYTES))
  },
}

/** Reads such a record, or nothing when its version or kind is not known here. */
export function decodeForeign(buffer: Buffer, start: number, end: number): ForeignRecord | undefined {
  const kind = buffer[start + 1] ?? 0
  if (end - start < HEAD || buffer[start] !== VERSION || !KINDS.has(kind)) return undefined
  return { kind, body: Buffer.from(buffer.subarray(start + HEAD, end)) }
}

/** A record as it stands in a journal. */
export function encodeForeign(record: ForeignRecord): Buffer {
  const buffer = Buffer.alloc(foreignEncoder.maxBytes)
  return buffer.subarray(0, foreignEncoder.write(buffer, 0, record))
}
