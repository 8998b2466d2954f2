import type { DrainProgress } from '../domain/tracking/drain.ts'
import type { Server } from '../platform/driver.ts'

/** What a drain thread is started with. */
export type DrainSettings = { server: Server; dir: string; journalId: string; memory: SharedArrayBuffer; logLevel: string }

/** To the drain: the journal grew, end within `graceMs`, store these records that the disk refused. */
export type DrainRequest =
  { kind: 'wake' } | { kind: 'finish'; graceMs: number } | { kind: 'store'; id: number; records: Uint8Array<ArrayBuffer> }

/** From the drain: a batch is in PostgreSQL, refused records are, or are not, apart from `lost` of their hits. The thread ends by itself. */
export type DrainReport = ({ kind: 'progress' } & DrainProgress) | { kind: 'stored'; id: number; lost: number; error: string | undefined }
