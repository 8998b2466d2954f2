/** Entry point of `npm run generate`: writes what is derived from the code, or with `--check` says whether it is out of date. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dumpSchema } from './cli/schemaDump.ts'
import { leaseMessageIds } from './domain/links/leases.ts'
import { createRenderings } from './domain/links/rendered.ts'
import { openApiDocument } from './http/openapi.ts'
import { apiRoutes } from './http/webServer.ts'
import { connect } from './platform/db.ts'
import { startEmbedded } from './platform/embeddedPostgres/start.ts'
import { createLog } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const generated: Record<string, () => Promise<string>> = {
  'db/schema.sql': schema,
  'openapi.json': openApi,
}

const isCheck = process.argv.includes('--check')
for (const [file, generate] of Object.entries(generated)) {
  const wanted = await generate()
  const path = join(root, file)
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) continue
  if (isCheck) process.exitCode = 1
  else writeFileSync(path, wanted)
  process.stdout.write(isCheck ? `${file} is out of date: run \`npm run generate\` and commit the file.\n` : `Wrote ${file}\n`)
}

/** The schema that a new database gets: by a real server, because only it knows what a migration really does. */
async function schema(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-generate-'))
  const log = createLog({ level: 'warn' })
  try {
    const server = await startEmbedded({ dir, log, durable: false })
    const pool = connect({ server, max: 2, applicationName: 'tapline generate' })
    try {
      await migrate(pool, { dir: join(root, 'db/migrations'), log })
      return await dumpSchema(pool)
    } finally {
      await pool.end()
      await server.stop()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The API's document. Its routes get real parts, over a pool that never connects, because no handler runs. */
async function openApi(): Promise<string> {
  const db = connect({ server: { url: 'postgres://nobody@localhost/nothing' }, max: 1, applicationName: 'tapline generate' })
  const routes = apiRoutes({
    db,
    renderings: createRenderings({ db, codeSpaces: new Map() }),
    messageIds: leaseMessageIds(db),
    linkNumbers: () => leaseMessageIds(db),
    allowPrivateDestinations: false,
    phoneHash: () => Buffer.alloc(0),
    carriers: [],
    wake: () => undefined,
  })
  return `${JSON.stringify(await openApiDocument({ routes, baseUrl: 'http://localhost:4100' }), null, 2)}\n`
}
