import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from './config.ts'
import { checkServerVersion, connect, type Pool } from './db.ts'
import type { Server } from './driver.ts'
import { startEmbedded, type Embedded } from './embeddedPostgres/start.ts'
import type { Log } from './log.ts'
import { migrate } from './migrate.ts'
import { requireFinishedRestore } from './unfinishedRestore.ts'

/** Where the migrations lie, from the sources and from the compiled program alike. */
export const MIGRATIONS = fileURLToPath(new URL('../../db/migrations', import.meta.url))

/** The database of this installation: a pool, the server behind it, and the embedded server when it is ours. */
export type Database = { db: Pool; server: Server; embedded: Embedded | undefined; close(): Promise<void> }

/** The folder of the embedded server. */
export const embeddedFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'postgres')

/**
 * Opens the database: DATABASE_URL, else the embedded server, which is started and kept running.
 * @throws Error for a server older than 15 or one that cannot be reached
 */
export async function openDatabase(
  { databaseUrl, dataDir, databaseConnections }: Pick<Config, 'databaseUrl' | 'dataDir' | 'databaseConnections'>,
  { log, applicationName }: { log: Log; applicationName: string },
): Promise<Database> {
  const embedded = databaseUrl === undefined ? await startEmbedded({ dir: embeddedFolder({ dataDir }), log }) : undefined
  // Plain values: threads get them too, and functions cannot be sent there.
  const server =
    embedded === undefined
      ? { url: databaseUrl ?? '' }
      : { socketDir: embedded.socketDir, database: embedded.database, user: embedded.user }
  const db = connect({ server, max: databaseConnections, applicationName })
  const close = async () => {
    await db.end()
    await embedded?.stop()
  }
  try {
    await checkServerVersion(db)
    return { db, server, embedded, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * Brings the schema up to date; of several processes that start at once one does it.
 * @throws UnfinishedRestoreError while a restore is not at its end: its migrations come after its rows
 */
export async function migrateDatabase(db: Pool, { log }: { log: Log }): Promise<{ applied: string[] }> {
  await requireFinishedRestore(db)
  return migrate(db, { dir: MIGRATIONS, log })
}
