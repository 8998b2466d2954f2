import { appendFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { REJECTED_FILE } from './segments.ts'

/** Beyond this, rejected records are only counted: something writes nonsense, and more of it tells nothing new. */
const MAX_BYTES = 64 * 1024 * 1024

/** Sets records aside that nobody understands, so that they neither stop the drain nor vanish. */
export function setAside(dir: string, records: readonly Buffer[]): void {
  const path = join(dir, REJECTED_FILE)
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size < MAX_BYTES && records.length > 0) appendFileSync(path, Buffer.concat(records), { mode: 0o600, flush: true })
}
