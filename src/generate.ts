/**
 * Entry point of `npm run generate`: writes what is derived from the code and the packages, or with `--check` says whether it is out of date.
 * Files can be named; all of them are meant unless some are.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync, gzipSync } from 'node:zlib'
import { dumpSchema } from './cli/schemaDump.ts'
import { createConversionKeys } from './domain/conversions/keys.ts'
import { leaseMessageIds } from './domain/links/leases.ts'
import { createRenderings } from './domain/links/rendered.ts'
import { buildFromPackage, COUNTRY_PACKAGE } from './domain/tracking/countryBuild.ts'
import { encodeCountries } from './domain/tracking/countryTable.ts'
import { openApiDocument } from './http/openapi.ts'
import { apiRoutes } from './http/webServer.ts'
import { parseConfig } from './platform/config.ts'
import { connect } from './platform/db.ts'
import { startEmbedded } from './platform/embeddedPostgres/start.ts'
import { LiveFeed } from './domain/webhooks/liveFeed.ts'
import { createLog } from './platform/log.ts'
import { migrate } from './platform/migrate.ts'
import { createOutbound } from './platform/outbound.ts'
import { loadSecrets } from './platform/secrets.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

const COUNTRIES = 'assets/countries.gz'
const generated: Record<string, () => Promise<Buffer>> = {
  'db/schema.sql': schema,
  'openapi.json': openApi,
  [COUNTRIES]: countries,
}

const isCheck = process.argv.includes('--check')
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = named.filter((file) => generated[file] === undefined)
if (unknown.length > 0) throw new Error(`Nothing generates ${unknown.join(', ')}; there are ${Object.keys(generated).join(', ')}`)
for (const [file, generate] of Object.entries(generated)) {
  if (named.length > 0 && !named.includes(file)) continue
  const wanted = await generate()
  const path = join(root, file)
  if (existsSync(path) && contentOf(file, readFileSync(path)).equals(wanted)) continue
  if (isCheck) process.exitCode = 1
  else writeFileSync(path, file === COUNTRIES ? gzipSync(wanted, { level: 9 }) : wanted)
  process.stdout.write(isCheck ? `${file} is out of date: run \`npm run generate\` and commit the file.\n` : `Wrote ${file}\n`)
}

/** What was compressed is compared as it was before, because each version of Node compresses a little differently. */
function contentOf(file: string, bytes: Buffer): Buffer {
  return file === COUNTRIES ? gunzipSync(bytes) : bytes
}

/** The schema that a new database gets: by a real server, because only it knows what a migration really does. */
async function schema(): Promise<Buffer> {
  const dir = mkdtempSync(join(tmpdir(), 'tapline-generate-'))
  const log = createLog({ level: 'warn' })
  try {
    const server = await startEmbedded({ dir, log, durable: false })
    const pool = connect({ server, max: 2, applicationName: 'tapline generate' })
    try {
      await migrate(pool, { dir: join(root, 'db/migrations'), log })
      return Buffer.from(await dumpSchema(pool))
    } finally {
      await pool.end()
      await server.stop()
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The API's document. Its routes get real parts, over a pool that never connects, because no handler runs. */
async function openApi(): Promise<Buffer> {
  const db = connect({ server: { url: 'postgres://nobody@localhost/nothing' }, max: 1, applicationName: 'tapline generate' })
  const routes = apiRoutes({
    db,
    renderings: createRenderings({ db, codeSpaces: new Map() }),
    messageIds: leaseMessageIds(db),
    linkNumbers: () => leaseMessageIds(db),
    allowPrivateDestinations: false,
    phoneHash: () => Buffer.alloc(0),
    carriers: [],
    desk: { list: async () => [] },
    live: new LiveFeed({ db, log: createLog({ level: 'silent' }) }),
    conversionKeys: createConversionKeys({ derive: (_purpose, length = 32) => Buffer.alloc(length) }),
    baseUrl: 'http://localhost:4100',
    linkUrl: 'http://localhost:4101',
    kept: parseConfig({}),
    webhooks: {
      secrets: loadSecrets({ secretKey: '0'.repeat(64), dataDir: '/nonexistent' }),
      privateOrigins: [],
      outbound: createOutbound(),
      shortLinksOf: async () => () => undefined,
      longestWaitMs: 0,
    },
    wake: () => undefined,
  })
  return Buffer.from(`${JSON.stringify(await openApiDocument({ routes, baseUrl: 'http://localhost:4100' }), null, 2)}\n`)
}

/** Which country a network belongs to, from the package that the lockfile names. */
async function countries(): Promise<Buffer> {
  return encodeCountries(buildFromPackage(join(root, 'node_modules', COUNTRY_PACKAGE)))
}
