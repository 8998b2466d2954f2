import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { embeddedFolder, MIGRATIONS, migrateDatabase, openDatabase } from '../platform/database.ts'
import { checkServerVersion, connect, type Pool } from '../platform/db.ts'
import type { Server } from '../platform/driver.ts'
import { chooseAccount } from '../platform/embeddedPostgres/account.ts'
import { SERVER_USER } from '../platform/embeddedPostgres/cluster.ts'
import { makeSocketFolder } from '../platform/embeddedPostgres/socketFolder.ts'
import { createLog } from '../platform/log.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { readLock } from '../platform/processLock.ts'
import { requireFinishedRestore } from '../platform/unfinishedRestore.ts'
import { Failure } from './failure.ts'

/** How the command came to its database: a server that runs anyway, or the embedded one, started for the command. */
export type Opened = { db: Pool; source: 'DATABASE_URL' | 'running' | 'started' }

type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir' | 'databaseConnections'>

/** The database of the embedded server, as start.ts makes it. */
const DATABASE = 'tapline'

/** A command asks one thing after the other; a transaction needs a connection of its own. */
const CONNECTIONS = 2

/**
 * Runs a command's work on the database and closes it. A server that was started only for this is migrated first.
 * @throws Failure when a server that runs anyway lacks migrations
 */
export async function withDatabase<T>(config: DatabaseConfig, work: (db: Pool) => Promise<T>): Promise<T> {
  return withOpened(config, async ({ db, source }) => {
    if (source === 'started') await migrateDatabase(db, { log: quiet })
    else await requireCurrent(db)
    return work(db)
  })
}

/** As `withDatabase`, on whatever schema there is. */
export async function withOpened<T>(config: DatabaseConfig, work: (opened: Opened) => Promise<T>): Promise<T> {
  const running = config.databaseUrl === undefined ? await findRunning(config) : { url: config.databaseUrl }
  if (running === undefined) {
    const { db, close } = await openDatabase(config, { log: quiet, applicationName: 'tapline command' })
    return work({ db, source: 'started' }).finally(close)
  }
  const db = connect({ server: running, max: CONNECTIONS, applicationName: 'tapline command' })
  try {
    await checkServerVersion(db)
    return await work({ db, source: 'url' in running ? 'DATABASE_URL' : 'running' })
  } finally {
    await db.end()
  }
}

const quiet = createLog({ level: 'warn' })

/** The socket of the embedded server while another process keeps it running. */
async function findRunning({ dataDir }: Pick<Config, 'dataDir'>): Promise<Server | undefined> {
  const folder = embeddedFolder({ dataDir })
  if (!existsSync(folder)) return undefined
  const dir = realpathSync(folder)
  const lock = await readLock(join(dir, 'lock'))
  if (lock.state !== 'held') return undefined
  const account = chooseAccount({ dataDir: join(dir, 'data') })
  return { socketDir: makeSocketFolder({ dir, account }), database: DATABASE, user: SERVER_USER }
}

async function requireCurrent(db: Pool): Promise<void> {
  await requireFinishedRestore(db)
  const pending = await pendingMigrations(db, { dir: MIGRATIONS })
  if (pending.length === 0) return
  throw new Failure('failed', `The database lacks ${pending.join(', ')}: run "tapline migrate" first, or start this version once.`)
}
