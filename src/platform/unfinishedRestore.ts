import type { Db } from './db.ts'

/** The table that a restore keeps while it is under way, and drops at its end. No migration knows it. */
export const PROGRESS_TABLE = 'restore_progress'

/** The database holds a part of a backup only: nothing but "tapline restore" may work on it. */
export class UnfinishedRestoreError extends Error {
  constructor() {
    super(
      'A restore into this database has begun and not ended: it holds a part of the backup only. ' +
        'Run "tapline restore" with the same file again, which goes on where it stopped; or empty the database.',
    )
  }
}

/** @throws UnfinishedRestoreError */
export async function requireFinishedRestore(db: Db): Promise<void> {
  if (await hasUnfinishedRestore(db)) throw new UnfinishedRestoreError()
}

export async function hasUnfinishedRestore(db: Db): Promise<boolean> {
  const [row] = await db<{ exists: boolean }[]>`select to_regclass(${PROGRESS_TABLE}) is not null as exists`
  return row?.exists === true
}
