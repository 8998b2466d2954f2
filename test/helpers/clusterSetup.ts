/**
 * Makes one database for the whole run of the end-to-end tests, with all migrations applied and nothing in it. The products that tests start
 * begin on copies: making one anew costs 2 s each time on a busy machine, and a run starts some fifty.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { connect } from '../../src/platform/db.ts'
import { startEmbedded } from '../../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The data of a database that nobody runs. */
    cluster: string
  }
}

const log = createLog({ level: 'warn' })
let dir: string | undefined

export async function setup({ provide }: TestProject): Promise<void> {
  dir = mkdtempSync(join(tmpdir(), 'tapline-cluster-'))
  const { socketDir, user, database, stop } = await startEmbedded({ dir, log, durable: false })
  const db = connect({ server: { socketDir, user, database }, max: 1, applicationName: 'test setup' })
  try {
    await migrate(db, { dir: resolve('db/migrations'), log })
  } finally {
    await db.end()
    await stop()
  }
  provide('cluster', join(dir, 'data'))
}

export function teardown(): void {
  if (dir !== undefined) rmSync(dir, { recursive: true, force: true })
}
