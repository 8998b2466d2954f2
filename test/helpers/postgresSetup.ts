/**
 * A server for each worker of the integration tests, with all migrations applied to a template that each test file clones.
 * Not one for all: who reads the log of events waits for transactions of every database of its server, so files at the same time would wait for each other.
 * `inject('postgres')` gives their sockets to the tests; see database.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../../src/platform/db.ts'
import { startEmbedded, type Embedded } from '../../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: readonly { socketDir: string; user: string }[]
  }
}

export const TEMPLATE = 'tapline_template'

const log = createLog({ level: 'warn' })
let dir: string | undefined
let running: Embedded[] = []

export async function setup({ config, provide }: TestProject): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), 'tapline-test-'))
  dir = parent
  const servers = Array.from({ length: config.maxWorkers }, (_, at) => startServer(join(parent, String(at))))
  running = await Promise.all(servers)
  provide(
    'postgres',
    running.map(({ socketDir, user }) => ({ socketDir, user })),
  )
}

export async function teardown(): Promise<void> {
  for (const server of running) await server.stop()
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
}

async function startServer(folder: string): Promise<Embedded> {
  const embedded = await startEmbedded({ dir: folder, log, durable: false })
  await createTemplate(embedded)
  return embedded
}

async function createTemplate({ socketDir, user, database }: Embedded): Promise<void> {
  const admin = connect({ server: { socketDir, user, database }, max: 1, applicationName: 'test setup' })
  await admin`create database ${admin(TEMPLATE)}`
  await admin.end()
  const template = connect({ server: { socketDir, user, database: TEMPLATE }, max: 1, applicationName: 'test setup' })
  try {
    await migrate(template, { dir: resolve('db/migrations'), log })
  } finally {
    await template.end()
  }
}
