import { inTransaction, type Pool } from '../../platform/db.ts'
import type { Log } from '../../platform/log.ts'
import { migrate, MigrationError, missingAfter, pendingMigrations } from '../../platform/migrate.ts'
import type { Secrets } from '../../platform/secrets.ts'
import { hasUnfinishedRestore } from '../../platform/unfinishedRestore.ts'
import { holdCampaigns } from '../campaigns/hold.ts'
import { holdInDoubt } from '../messages/hold.ts'
import { holdEndpoints } from '../webhooks/hold.ts'
import { analyzeAll, countAndMoveAhead, makeMissing } from './finish.ts'
import { BackupError, type Header } from './format.ts'
import { loadChunks, type Tell } from './load.ts'
import { backupKeys } from './make.ts'
import { prepare, requireEmpty } from './prepare.ts'
import { dropProgress, readProgress } from './progress.ts'
import { checkFile, readHeader, type Checked } from './reader.ts'

/** Messages and endpoints held in one transaction. */
const HOLD_SLICE = 1_000

/**
 * Reads a backup and checks all of it, without a database.
 * @param migrations folder of this program's migrations
 * @throws BackupError when it cannot be restored by this program with this SECRET_KEY
 */
export async function examineBackup(path: string, { secrets, migrations }: { secrets: Secrets; migrations: string }): Promise<Checked> {
  const keys = backupKeys(secrets)
  const header = await readHeader(path)
  if (header.keyCheck !== keys.keyCheck)
    throw new BackupError(
      `${path} belongs to another SECRET_KEY: no link that was sent would resolve, and no sealed secret would open. ` +
        'Copy secret.key of the installation that made the backup into DATA_DIR, or set SECRET_KEY to its key.',
    )
  try {
    missingAfter(header.migrations, { dir: migrations })
  } catch (cause) {
    if (!(cause instanceof MigrationError)) throw cause
    throw new BackupError(
      `${path} was made by Tapline ${header.version}, whose schema this version does not know: restore it with that version or a later one.`,
      {
        cause,
      },
    )
  }
  return checkFile(path, { sealKey: keys.seal })
}

export type Restored = { rows: number; held: number; isResumed: boolean }

/**
 * Restores a backup that was examined into an empty database, or goes on where a restore of the same file stopped. The schema is brought to the
 * state of the backup, filled, then brought up to date. Until the end the database refuses everything else.
 * @param resumeSending what was due is sent, as if there had been no time between; only right when nothing was sent after the backup
 * @throws BackupError for a database that holds something else
 */
export async function restoreBackup(
  pool: Pool,
  {
    path,
    backup,
    resumeSending,
    migrations,
    log,
    tell,
  }: { path: string; backup: Checked; resumeSending: boolean; migrations: string; log: Log; tell: Tell },
): Promise<Restored> {
  const { id, header, totals } = backup
  const isResumed = await hasUnfinishedRestore(pool)
  if (!isResumed) await begin(pool, { backup, migrations, log })
  const { fileId, chunks, isCounted } = await readProgress(pool)
  if (fileId !== id)
    throw new BackupError('The restore of another file into this database has not ended: go on with that file, or empty the database.')
  await loadChunks(pool, { path, header, from: chunks, tell })
  await makeMissing(pool)
  if (!isCounted) await countAndMoveAhead(pool, { header, totals })
  await migrate(pool, { dir: migrations, log })
  const held = resumeSending ? 0 : await holdAll(pool, { since: new Date(header.madeAt) })
  await analyzeAll(pool, header)
  await dropProgress(pool)
  return { rows: totals.rows.reduce((sum, rows) => sum + rows, 0), held, isResumed }
}

async function begin(pool: Pool, { backup, migrations, log }: { backup: Checked; migrations: string; log: Log }): Promise<void> {
  const { id, header } = backup
  await requireEmpty(pool)
  await requireNotNewer(pool, { header, migrations })
  await migrate(pool, { dir: migrations, count: header.migrations.length, log })
  await inTransaction(pool, (tx) => prepare(tx, { header, fileId: id }))
}

/** Rows of an older schema do not fit a newer one: they have to be there before its migrations. */
async function requireNotNewer(pool: Pool, { header, migrations }: { header: Header; migrations: string }): Promise<void> {
  const known = missingAfter([], { dir: migrations }).length
  const applied = known - (await pendingMigrations(pool, { dir: migrations })).length
  if (applied > header.migrations.length)
    throw new BackupError('The database has migrations that are newer than the backup: restore into a database without tables.')
}

/** Sessions and setup links are in no backup. What else acts on its own after a restore and could repeat what was done already is held here. */
async function holdAll(pool: Pool, { since }: { since: Date }): Promise<number> {
  while ((await holdEndpoints(pool, { limit: HOLD_SLICE })) > 0);
  let held = await holdCampaigns(pool)
  for (;;) {
    const changed = await holdInDoubt(pool, { since, limit: HOLD_SLICE })
    held += changed
    if (changed === 0) return held
  }
}
