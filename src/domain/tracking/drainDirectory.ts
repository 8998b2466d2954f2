import { join } from 'node:path'
import type { Db } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { acquireLock } from '../../platform/processLock.ts'
import { SegmentDrain } from './drain.ts'
import type { StoreForeign } from './foreignRecord.ts'
import { cutTornTails, listSegments, LOCK_FILE } from './segments.ts'

/**
 * Brings in the journal of a node that is gone, and deletes what was brought in.
 * @throws LockHeldError when the node still runs
 */
export async function drainDirectory(
  db: Db,
  { dir, log, storeForeign }: { dir: string; log: Log; storeForeign: StoreForeign },
): Promise<{ hits: number; rejected: number }> {
  const lock = await acquireLock(join(dir, LOCK_FILE), { purpose: 'tapline drain' })
  try {
    cutTornTails(dir)
    const sum = { hits: 0, rejected: 0 }
    for (const segment of listSegments(dir)) {
      const drain = new SegmentDrain(db, { segment, dir, log, storeForeign })
      for (let step = await drain.step(undefined); !step.isAtEnd; step = await drain.step(undefined)) {
        sum.hits += step.hits
        sum.rejected += step.rejected
      }
      drain.remove()
    }
    return sum
  } finally {
    lock.release()
  }
}
