import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureDefaultCodeSpace, loadCodeSpaces } from '../../src/domain/links/codeSpaces.ts'
import { ensureDefaultDomain } from '../../src/domain/links/domains.ts'
import { makePartitions } from '../../src/jobs/partitions.ts'
import { MIGRATIONS } from '../../src/platform/database.ts'
import { connect } from '../../src/platform/db.ts'
import { startEmbedded, type Embedded } from '../../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { loadSecrets } from '../../src/platform/secrets.ts'

export const HOST = 'go.example.com'
export const log = createLog({ level: 'error' })

export type Database = Awaited<ReturnType<typeof openDatabase>>

/** The embedded PostgreSQL as in production, migrated, with code space and short domain. */
export async function openDatabase(dir: string) {
  let embedded: Embedded = await startEmbedded({ dir: join(dir, 'postgres'), log })
  const server = { socketDir: embedded.socketDir, database: embedded.database, user: embedded.user }
  const db = connect({ server, max: 10, applicationName: 'bench' })
  await migrate(db, { dir: MIGRATIONS, log })
  await makePartitions(db)
  const secrets = loadSecrets({ secretKey: randomBytes(32).toString('hex'), dataDir: dir })
  await ensureDefaultCodeSpace(db, { secrets })
  await ensureDefaultDomain(db, { linkUrl: `https://${HOST}` })
  return {
    ...{ db, server, secrets, codeSpaces: await loadCodeSpaces(db, { secrets }) },
    stop: () => embedded.stop(),
    async start() {
      embedded = await startEmbedded({ dir: join(dir, 'postgres'), log })
    },
    async close() {
      await db.end()
      await embedded.stop()
    },
  }
}

/** Runs a bench in a folder that is removed at its end. */
export async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-bench-'))
  try {
    await work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
