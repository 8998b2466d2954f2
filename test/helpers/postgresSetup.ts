/**
 * One server for the whole run of the integration tests, with all migrations applied to a template that each test file clones.
 * `inject('postgres')` gives its socket to the tests; see database.ts.
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
    postgres: { socketDir: string; user: string }
  }
}

export const TEMPLATE = 'tapline_template'

const log = createLog({ level: 'warn' })
let dir: string | undefined
let embedded: Embedded | undefined

export async function setup({ provide }: TestProject): Promise<void> {
  dir = mkdtempSync(join(tmpdir(), 'tapline-test-'))
  embedded = await startEmbedded({ dir, log, durable: false })
  await createTemplate(embedded)
  provide('postgres', { socketDir: embedded.socketDir, user: embedded.user })
}

export async function teardown(): Promise<void> {
  await embedded?.stop()
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
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
