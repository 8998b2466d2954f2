import { randomUUID } from 'node:crypto'
import { afterAll, inject } from 'vitest'
import { connect, type Pool } from '../../src/platform/db.ts'
import { TEMPLATE } from './postgresSetup.ts'

export type TestServer = { socketDir: string; database: string; user: string }

/**
 * A database with the schema of all migrations, for one test file; call it at the top of the file. It is dropped after the file's tests.
 * @param max connections, as `connect` takes it
 */
export async function testDatabase({ max = 4 }: { max?: number } = {}): Promise<Pool> {
  const db = connect({ server: await testServer(), max, applicationName: 'test' })
  // Hooks run in reverse: the pool ends before its database is dropped.
  afterAll(() => db.end())
  return db
}

/** The same without a pool: for tests that start what connects by itself. */
export const testServer = (): Promise<TestServer> => createDatabase(TEMPLATE)

/** A database without any table. */
export const emptyServer = (): Promise<TestServer> => createDatabase('template1')

async function createDatabase(template: string): Promise<TestServer> {
  const { socketDir, user } = workerServer()
  const database = `t_${randomUUID().replaceAll('-', '')}`
  const admin = connect({ server: { socketDir, user, database: 'postgres' }, max: 1, applicationName: 'test' })
  await admin`create database ${admin(database)} template ${admin(template)}`
  afterAll(async () => {
    await admin`drop database ${admin(database)} with (force)`
    await admin.end()
  })
  return { socketDir, database, user }
}

/** The server of the worker that runs this file. */
export function workerServer(): { socketDir: string; user: string } {
  const servers = inject('postgres')
  const server = servers[(Number(process.env.VITEST_POOL_ID) - 1) % servers.length]
  if (server === undefined) throw new Error(`no server for worker ${process.env.VITEST_POOL_ID ?? 'without a number'}`)
  return server
}
