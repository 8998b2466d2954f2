import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyServer, testDatabase } from '../../test/helpers/database.ts'
import { connect } from './db.ts'
import { migrate, pendingMigrations } from './migrate.ts'

const server = await emptyServer()
const migrated = await testDatabase()
const log = { info: () => undefined }
let dir: string
const pools: ReturnType<typeof connect>[] = []

const openPool = () => {
  const pool = connect({ server, max: 2, applicationName: 'test' })
  pools.push(pool)
  return pool
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tapline-migrations-'))
  write('0001_first.sql', 'create table first (id int);\ninsert into first values (1);')
  write('0002_second.sql', 'create table second (id int);')
})
afterEach(async () => {
  rmSync(dir, { recursive: true })
  await openPool()`drop schema public cascade`
  await openPool()`create schema public`
  await Promise.all(pools.splice(0).map((pool) => pool.end()))
})

test('migrations apply in order, once, and are recorded with their checksum', async () => {
  const db = openPool()
  expect(await pendingMigrations(db, { dir })).toEqual(['0001_first.sql', '0002_second.sql'])
  expect(await migrate(db, { dir, log })).toEqual({ applied: ['0001_first.sql', '0002_second.sql'] })
  expect(await migrate(db, { dir, log })).toEqual({ applied: [] })
  expect(await pendingMigrations(db, { dir })).toEqual([])
  expect(await db`select name, length(checksum) as length from migrations order by name`).toMatchObject([
    { name: '0001_first.sql', length: 64 },
    { name: '0002_second.sql', length: 64 },
  ])
})

test('processes that migrate at the same time apply each migration once', async () => {
  const results = await Promise.all(Array.from({ length: 4 }, () => migrate(openPool(), { dir, log })))
  expect(results.flatMap(({ applied }) => applied).sort()).toEqual(['0001_first.sql', '0002_second.sql'])
  expect(await openPool()`select id from first`).toHaveLength(1)
})

test('a migration that fails leaves nothing behind, and those before it stay', async () => {
  write('0002_second.sql', 'create table second (id int);\nselect 1 / 0;')
  const db = openPool()
  await expect(migrate(db, { dir, log })).rejects.toThrow('Migration 0002_second.sql failed')
  expect(await db`select to_regclass('second') as second, to_regclass('first')::text as first`).toMatchObject([
    { second: null, first: 'first' },
  ])
  expect(await pendingMigrations(db, { dir })).toEqual(['0002_second.sql'])
})

test('a migration that was changed after it was applied is refused', async () => {
  await migrate(openPool(), { dir, log })
  write('0001_first.sql', 'create table other (id int);')
  await expect(migrate(openPool(), { dir, log })).rejects.toThrow('Migration 0001_first.sql was changed after it was applied')
})

test('an applied migration whose file is missing is named', async () => {
  await migrate(openPool(), { dir, log })
  renameSync(join(dir, '0001_first.sql'), join(dir, '0001_renamed.sql'))
  await expect(pendingMigrations(openPool(), { dir })).rejects.toThrow('Migration 0001_first.sql is applied but its file is missing')
})

test('a migration that comes before an applied one is refused', async () => {
  await migrate(openPool(), { dir, log })
  renameSync(join(dir, '0002_second.sql'), join(dir, '0003_second.sql'))
  write('0002_late.sql', 'select 1;')
  await openPool()`update migrations set name = '0003_second.sql' where name = '0002_second.sql'`
  await expect(migrate(openPool(), { dir, log })).rejects.toThrow('Migration 0002_late.sql comes before 0003_second.sql')
})

test('a database newer than the program is refused', async () => {
  await migrate(openPool(), { dir, log })
  rmSync(join(dir, '0002_second.sql'))
  await expect(migrate(openPool(), { dir, log })).rejects.toThrow('The database is newer than this version of Tapline')
})

test.each([
  { name: '0004_gap.sql', body: '-- compatible\n', message: '0003_name.sql' },
  { name: '0002_double.sql', body: '-- compatible\n', message: 'no gap and no double' },
  { name: 'third.sql', body: '-- compatible\n', message: '0003_name.sql' },
  { name: '0003_third.sql', body: 'select 1;', message: 'first line' },
  { name: '0003_third.sql', body: '-- breaking:\nselect 1;', message: 'first line' },
])('$name with "$body" is refused before anything is applied', async ({ name, body, message }) => {
  writeFileSync(join(dir, name), body)
  await expect(migrate(openPool(), { dir, log })).rejects.toThrow(message)
  expect(await openPool()`select to_regclass('first') as first`).toMatchObject([{ first: null }])
})

test('the clone of the template has all migrations of the project', async () => {
  expect(await pendingMigrations(migrated, { dir: 'db/migrations' })).toEqual([])
})

function write(name: string, sql: string): void {
  writeFileSync(join(dir, name), `-- compatible\n${sql}\n`)
}
