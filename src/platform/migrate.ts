import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inTransaction, type Db, type Pool, type Transaction } from './db.ts'
import type { Log } from './log.ts'

type Migration = { name: string; checksum: string; sql: string }
type Applied = { name: string; checksum: string }

/** The migrations in the database and those of this program do not fit; the message says which and what to do. */
export class MigrationError extends Error {}

const NAME = /^(\d{4})_[a-z0-9_]+\.sql$/
const HEADER = /^-- (compatible|breaking: \S.*)$/

/** Any number, the same in every version of Tapline: who holds this advisory lock migrates. */
const LOCK = 7_461_706_110n

/**
 * Applies what is pending, each migration in a transaction of its own. Processes that start together share the work: each takes the
 * lock inside the transaction and looks again, so no connection has to keep a lock between transactions.
 * @param dir folder of NNNN_name.sql
 * @param count only the first so many; all when undefined
 * @returns the names that this call applied, in order
 * @throws MigrationError for a changed, missing or late file, and for a database newer than the program
 */
export async function migrate(
  pool: Pool,
  { dir, count, log }: { dir: string; count?: number; log: Pick<Log, 'info'> },
): Promise<{ applied: string[] }> {
  const migrations = readMigrations(dir).slice(0, count)
  const applied: string[] = []
  for (;;) {
    const name = await inTransaction(pool, (tx) => applyNext(tx, migrations))
    if (name === undefined) return { applied }
    log.info({ migration: name }, 'Applied a migration')
    applied.push(name)
  }
}

/**
 * Names of the migrations that `migrate` would apply.
 * @throws MigrationError as `migrate` does
 */
export async function pendingMigrations(db: Db, { dir }: { dir: string }): Promise<string[]> {
  const migrations = readMigrations(dir)
  return pending(migrations, await readApplied(db)).map(({ name }) => name)
}

/**
 * Names of our migrations that a database with these would still need.
 * @throws MigrationError when they are not the first of ours, unchanged
 */
export const missingAfter = (applied: Applied[], { dir }: { dir: string }): string[] =>
  pending(readMigrations(dir), applied).map(({ name }) => name)

async function applyNext(tx: Transaction, migrations: Migration[]): Promise<string | undefined> {
  await tx`select pg_advisory_xact_lock(${LOCK})`
  const [next] = pending(migrations, await readApplied(tx))
  if (next === undefined) return undefined
  await tx`create table if not exists migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())`
  try {
    await tx.unsafe(next.sql)
  } catch (error) {
    throw new Error(`Migration ${next.name} failed; nothing of it was kept`, { cause: error })
  }
  await tx`insert into migrations (name, checksum) values (${next.name}, ${next.checksum})`
  return next.name
}

async function readApplied(db: Db): Promise<Applied[]> {
  const [table] = await db<{ exists: boolean }[]>`select to_regclass('migrations') is not null as exists`
  if (table?.exists !== true) return []
  return db<Applied[]>`select name, checksum from migrations order by name`
}

/** The migrations after the applied ones, once it is sure that the applied ones are the first of ours, unchanged. */
function pending(migrations: Migration[], applied: Applied[]): Migration[] {
  applied.forEach(({ name, checksum }, at) => {
    const own = migrations[at]
    if (own?.name === name) {
      if (own.checksum !== checksum)
        throw new MigrationError(`Migration ${name} was changed after it was applied. Restore the file and write a new migration instead.`)
    } else if (migrations.some((migration) => migration.name === name)) {
      throw new MigrationError(`Migration ${own?.name} comes before ${name}, which is applied already. Give it a higher number.`)
    } else if (own === undefined) {
      throw new MigrationError(`The database is newer than this version of Tapline: it has the migration ${name}. Start the newer version.`)
    } else {
      throw new MigrationError(`Migration ${name} is applied but its file is missing. Restore the file.`)
    }
  })
  return migrations.slice(applied.length)
}

function readMigrations(dir: string): Migration[] {
  const names = readdirSync(dir)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name, at) => {
    const number = NAME.exec(name)?.[1]
    if (Number(number) !== at + 1)
      throw new MigrationError(
        `Migration ${name} should be called ${String(at + 1).padStart(4, '0')}_name.sql: numbers have no gap and no double.`,
      )
    const sql = readFileSync(join(dir, name), 'utf8')
    if (!HEADER.test(sql.slice(0, sql.indexOf('\n'))))
      throw new MigrationError(`The first line of migration ${name} should be "-- compatible" or "-- breaking: why".`)
    return { name, checksum: createHash('sha256').update(sql).digest('hex'), sql }
  })
}
