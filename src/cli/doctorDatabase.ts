import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { embeddedFolder, MIGRATIONS } from '../platform/database.ts'
import { checkServerVersion, type Db } from '../platform/db.ts'
import { findBinaries } from '../platform/embeddedPostgres/binaries.ts'
import { pendingMigrations } from '../platform/migrate.ts'
import { hasUnfinishedRestore } from '../platform/unfinishedRestore.ts'
import { describeFailure } from './failure.ts'
import type { Finding } from './finding.ts'
import { count } from './output.ts'
import { withOpened, type Opened } from './withDatabase.ts'

/** Sending times come from the database's clock, those of hits from the node's. */
const MAX_SKEW_MS = 2_000

/** Whether the database answers, in which version, with which schema and at what time. */
export async function checkDatabase(config: Config): Promise<Finding[]> {
  const what = 'Database'
  if (config.databaseUrl === undefined && !existsSync(join(embeddedFolder(config), 'data'))) {
    const { major } = findBinaries()
    return [{ status: 'ok', what, detail: `PostgreSQL ${major} comes with the package; the first start makes the database` }]
  }
  try {
    return await withOpened(config, examine)
  } catch (error) {
    const advice = 'Without DATABASE_URL the embedded one is used; with it the server has to run and let this user in.'
    return [{ status: 'fail', what, detail: describeFailure(error).text, advice }]
  }
}

async function examine({ db, source }: Opened): Promise<Finding[]> {
  const version = await checkServerVersion(db)
  const where = { DATABASE_URL: 'at DATABASE_URL', running: 'embedded, running', started: 'embedded, started for this check' }[source]
  return [{ status: 'ok', what: 'Database', detail: `PostgreSQL ${version}, ${where}` }, await checkSchema(db), await checkClock(db)]
}

async function checkSchema(db: Db): Promise<Finding> {
  if (await hasUnfinishedRestore(db))
    return {
      status: 'fail',
      what: 'Schema',
      detail: 'a restore has begun and not ended',
      advice: 'Run "tapline restore" with the same file again: it goes on where it stopped.',
    }
  const pending = await pendingMigrations(db, { dir: MIGRATIONS })
  if (pending.length === 0) return { status: 'ok', what: 'Schema', detail: 'up to date' }
  return {
    status: 'warn',
    what: 'Schema',
    detail: `lacks ${count(pending.length, 'migration')}`,
    advice: 'The next start applies them, or "tapline migrate" now.',
  }
}

async function checkClock(db: Db): Promise<Finding> {
  const before = Date.now()
  const [row] = await db<{ now: Date }[]>`select clock_timestamp() as now`
  const skewMs = (row?.now.getTime() ?? before) - (before + Date.now()) / 2
  const detail = `${Math.abs(Math.round(skewMs))} ms between this machine and the database`
  if (Math.abs(skewMs) < MAX_SKEW_MS) return { status: 'ok', what: 'Clock', detail }
  return {
    status: 'warn',
    what: 'Clock',
    detail,
    advice: 'Let both machines set their clock by NTP: times of hits and of sending would not fit together.',
  }
}
