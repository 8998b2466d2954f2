import { resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { backedUp, contentOf, filledDatabase } from '../../../test/helpers/backups.ts'
import { emptyServer, testDatabase } from '../../../test/helpers/database.ts'
import { silentLog } from '../../../test/helpers/messaging.ts'
import { dumpSchema } from '../../cli/schemaDump.ts'
import { migrateDatabase } from '../../platform/database.ts'
import { connect, type Pool } from '../../platform/db.ts'
import { migrate } from '../../platform/migrate.ts'
import { UnfinishedRestoreError } from '../../platform/unfinishedRestore.ts'
import { verifyInstallation } from '../accounts/installation.ts'
import { verify } from '../tracking/verify.ts'
import { COUNTERS_AHEAD } from './finish.ts'
import { makeBackup } from './make.ts'
import { examineBackup, restoreBackup } from './restore.ts'

const migrations = resolve('db/migrations')
const source = await testDatabase()
const { secrets } = await filledDatabase(source, { messages: 6_000 })
const path = await backedUp(source, { secrets })

async function emptyDatabase(): Promise<Pool> {
  const db = connect({ server: await emptyServer(), max: 4, applicationName: 'test' })
  afterAll(() => db.end())
  return db
}

async function restore(
  db: Pool,
  { file = path, resumeSending = true, stopAfter = Infinity }: { file?: string; resumeSending?: boolean; stopAfter?: number } = {},
) {
  let chunks = 0
  const tell = () => {
    if (++chunks >= stopAfter) throw new Stopped()
  }
  const backup = await examineBackup(file, { secrets, migrations })
  return restoreBackup(db, { path: file, backup, resumeSending, migrations, log: silentLog, tell })
}

class Stopped extends Error {}

test('a restored database has every row of every table and the same schema', async () => {
  const target = await emptyDatabase()
  expect(await restore(target)).toMatchObject({ held: 0, isResumed: false })
  expect(await contentOf(target)).toEqual(await contentOf(source))
  expect(await dumpSchema(target)).toBe(await dumpSchema(source))
  expect(await verify(target)).toMatchObject({ rows: 0, differences: [] })
})

test('a restore that is stopped again and again goes on where it stopped, and ends with the same rows', async () => {
  const target = await emptyDatabase()
  for (let stops = 0; stops < 3; stops++) await expect(restore(target, { stopAfter: 3 })).rejects.toThrow(Stopped)
  expect(await restore(target)).toMatchObject({ isResumed: true })
  expect(await contentOf(target)).toEqual(await contentOf(source))
  expect(await dumpSchema(target)).toBe(await dumpSchema(source))
})

test('a restore that stops while it makes the indexes again goes on with those that are missing', async () => {
  const target = await emptyDatabase()
  await expect(restore(target, { stopAfter: 1 })).rejects.toThrow(Stopped)
  await target`create index messages_due on journals (position)`
  await expect(restore(target)).rejects.toThrow('already exists')
  await target`drop index messages_due`
  expect(await restore(target)).toMatchObject({ isResumed: true })
  expect(await contentOf(target)).toEqual(await contentOf(source))
  expect(await dumpSchema(target)).toBe(await dumpSchema(source))
})

test('until a restore has ended nothing else may use the database', async () => {
  const target = await emptyDatabase()
  await expect(restore(target, { stopAfter: 1 })).rejects.toThrow(Stopped)
  await expect(migrateDatabase(target, { log: silentLog })).rejects.toThrow(UnfinishedRestoreError)
  await expect(makeBackup(target, { secrets, version: 'test', sink: async () => undefined })).rejects.toThrow(UnfinishedRestoreError)
  const other = await backedUp(source, { secrets })
  await expect(restore(target, { file: other })).rejects.toThrow('The restore of another file into this database has not ended')
})

test('a database that was used is refused, and stays as it was', async () => {
  const used = await testDatabase()
  await verifyInstallation(used, secrets)
  const before = await contentOf(used)
  await expect(restore(used)).rejects.toThrow('The database is not empty')
  expect(await contentOf(used)).toEqual(before)
  await expect(migrateDatabase(used, { log: silentLog })).resolves.toEqual({ applied: [] })
})

test('events of another server come before all that follow, and counters are far ahead of what was given away', async () => {
  const target = await emptyDatabase()
  await restore(target)
  expect(await target`select distinct xid::text from outbox`).toEqual([{ xid: '0' }])
  const next = (db: Pool) =>
    db<{ next: bigint }[]>`select next_number as next from code_spaces union all select next_id from message_id_counter`
  const before = await next(source)
  expect(await next(target)).toEqual(before.map(({ next }) => ({ next: next + BigInt(COUNTERS_AHEAD) })))
  const [made] = await target<{ id: bigint }[]>`insert into accounts (name) values ('New') returning id`
  expect(made?.id).toBeGreaterThan(COUNTERS_AHEAD)
})

test('a backup of an older schema is loaded into that schema and then brought up to date', async () => {
  const [older, newest] = [await emptyDatabase(), await emptyDatabase()]
  const all = (await migrate(newest, { dir: migrations, log: silentLog })).applied
  await migrate(older, { dir: migrations, count: all.length - 1, log: silentLog })
  await verifyInstallation(older, secrets)
  const target = await emptyDatabase()
  await restore(target, { file: await backedUp(older, { secrets }) })
  expect(await dumpSchema(target)).toBe(await dumpSchema(newest))
})

test('a backup that is older than the schema of an empty database is refused', async () => {
  const older = await emptyDatabase()
  await migrate(older, { dir: migrations, count: 3, log: silentLog })
  await verifyInstallation(older, secrets)
  await expect(restore(await testDatabase(), { file: await backedUp(older, { secrets }) })).rejects.toThrow('newer than the backup')
})
