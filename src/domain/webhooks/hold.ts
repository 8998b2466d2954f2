import type { Db } from '../../platform/db.ts'
import { pauseAll } from './store.ts'

/**
 * After a restore: nothing is delivered until somebody resumes the endpoint. What waited when the backup was made, and events that were told
 * after it, may have been delivered by the installation as it was; only a person can say whether they should be sent again or skipped.
 * @returns how many endpoints this call paused; 0 when none is left
 */
export const holdEndpoints = (db: Db, { limit }: { limit: number }): Promise<number> => pauseAll(db, { reason: 'restored', limit })
