import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openCarriers, type Carriers } from './appCarriers.ts'
import { openWebhooks } from './appWebhooks.ts'
import { simulatorData } from './carriers/simulator/simulator.ts'
import { originsIn } from './domain/accounts/conversionSettings.ts'
import { firstStart } from './domain/accounts/firstStart.ts'
import { verifyInstallation } from './domain/accounts/installation.ts'
import { flushKeyUses } from './domain/accounts/keyUse.ts'
import { createPhoneHash, type PhoneHash } from './domain/contacts/phoneHash.ts'
import { createConversionKeys, type ConversionKeys } from './domain/conversions/keys.ts'
import { ensureDefaultCodeSpace, loadCodeSpaces, type CodeSpaces } from './domain/links/codeSpaces.ts'
import { openDirectory } from './domain/links/directory.ts'
import { ensureDefaultDomain } from './domain/links/domains.ts'
import { leaseLinkNumbers, leaseMessageIds, type Lease } from './domain/links/leases.ts'
import { createRenderings, type Renderings } from './domain/links/rendered.ts'
import { createResolver } from './domain/links/resolver.ts'
import { createOptOutLinks } from './domain/messages/optOutLink.ts'
import type { SliceResult } from './domain/messages/send.ts'
import { LiveFeed } from './domain/webhooks/liveFeed.ts'
import type { DeliveryParts } from './domain/webhooks/turn.ts'
import { openJournal } from './domain/tracking/journal.ts'
import { createLinkServer } from './http/linkServer.ts'
import { answerHealth, type Probes } from './http/health.ts'
import { createProbeServer, createWebServer } from './http/webServer.ts'
import { startDrain } from './jobs/drain.ts'
import { createExpansions } from './jobs/expansions.ts'
import { createImports } from './jobs/imports.ts'
import { makePartitions } from './jobs/partitions.ts'
import { startWorker, type Worker } from './jobs/worker.ts'
import { unknownVariables, type Config } from './platform/config.ts'
import { migrateDatabase, openDatabase, type Database } from './platform/database.ts'
import { greeting } from './platform/greeting.ts'
import { createLog, type Log } from './platform/log.ts'
import { createMetrics, read, readTotals, type Metrics } from './platform/metrics.ts'
import { loadSecrets, type Secrets } from './platform/secrets.ts'
import { createShutdown, type Shutdown } from './platform/shutdown.ts'

/** `tapline start`: runs until it is told to stop, and says where to go. */
export async function start(config: Config): Promise<void> {
  const log = createLog({ level: config.logLevel })
  for (const name of unknownVariables()) log.warn({ name }, 'an unknown variable was set: is it a typing error?')
  const shutdown = createShutdown({ log })
  shutdown.listen()
  try {
    const { setupUrl } = await startApp({ config, log, shutdown })
    process.stdout.write(greeting(config, setupUrl))
  } catch (error) {
    await shutdown.run()
    throw error
  }
}

/** A running process. `setupUrl`: where the first user is made, as long as there is none. */
export type App = { setupUrl: string | undefined }

type Parts = {
  config: Config
  log: Log
  metrics: Metrics
  database: Database
  codeSpaces: CodeSpaces
  renderings: Renderings
  carriers: Carriers
  secrets: Secrets
  phoneHash: PhoneHash
  conversionKeys: ConversionKeys
  webhooks: DeliveryParts
  probes: Probes
  shutdown: Shutdown
}

/**
 * Starts the roles that the config names. What is started first is stopped last: servers stop taking requests, jobs end, the journal is flushed and
 * drained, the database is closed.
 */
export async function startApp({ config, log, shutdown }: { config: Config; log: Log; shutdown: Shutdown }): Promise<App> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  const secrets = loadSecrets(config)
  const database = await openDatabase(config, { log, applicationName: 'tapline' })
  shutdown.on('database', database.close)
  shutdown.on('key uses', () => flushKeyUses(database.db))
  const { db } = database
  await migrateDatabase(db, { log })
  await verifyInstallation(db, secrets)
  await ensureDefaultCodeSpace(db, { secrets })
  await ensureDefaultDomain(db, config)
  await makePartitions(db)
  const codeSpaces = await loadCodeSpaces(db, { secrets })
  const renderings = createRenderings({ db, codeSpaces })
  const phoneHash = createPhoneHash(secrets)
  const carriers = openCarriers({ config, log, database, secrets, shutdown })
  const metrics = createMetrics()
  const parts: Parts = {
    config,
    log,
    metrics,
    database,
    codeSpaces,
    renderings,
    secrets,
    phoneHash,
    conversionKeys: createConversionKeys(secrets),
    carriers,
    webhooks: openWebhooks({ config, metrics, database, renderings, secrets, shutdown }),
    probes: {},
    shutdown,
  }
  const token = await firstStart(db, { dataDir: config.dataDir, log })
  if (config.roles.has('links')) await startLinks(parts)
  const worker = config.roles.has('worker') ? await startWorkerRole(parts) : undefined
  if (config.roles.has('web')) await startWeb(parts, worker)
  else await startProbes(parts)
  return { setupUrl: token === undefined ? undefined : `${config.baseUrl}/setup?token=${token}` }
}

async function startLinks({
  config,
  log,
  metrics,
  database,
  codeSpaces,
  phoneHash,
  conversionKeys,
  probes,
  shutdown,
}: Parts): Promise<void> {
  const { db } = database
  const directory = await openDirectory({ db, codeSpaces, log })
  const journal = await openJournal({ dir: join(config.dataDir, 'journal'), log })
  const drain = startDrain({ journal, server: database.server, log, logLevel: config.logLevel })
  const resolver = createResolver({ db, codeSpaces, directory })
  const links = createLinkServer({
    resolver,
    optOuts: createOptOutLinks({ db, codeSpaces, directory, phoneHash }),
    journal,
    log,
    metrics,
    config,
    conversionKeys,
    originsOf: originsIn(db),
    health: (url) => answerHealth(url, { probes, role: 'links' }),
  })
  shutdown.on('link directory', async () => directory.close())
  shutdown.on('drain', drain.close)
  shutdown.on('journal', () => journal.close())
  shutdown.on('link server', links.close)
  probes.links = () => {
    const { isRefusing, lost } = journal.stats()
    return {
      ready: true,
      degraded: [...(isRefusing ? ['the disk refuses the journal'] : []), ...(lost > 0 ? [`${lost} hits were lost`] : [])],
    }
  }
  read(metrics, metrics.journalBacklogBytes, () => drain.stats().backlogBytes)
  readTotals(metrics, metrics.hits, () =>
    Object.entries(drain.stats().verdicts).map(([verdict, total]) => ({ labels: { verdict }, total })),
  )
  readTotals(metrics, metrics.hitsLost, () => [{ labels: {}, total: journal.stats().lost }])
  await links.listen({ host: config.host, port: config.linkPort })
}

async function startWorkerRole({
  config,
  log,
  metrics,
  database,
  renderings,
  secrets,
  phoneHash,
  carriers,
  webhooks,
  probes,
  shutdown,
}: Parts): Promise<Worker> {
  const { db } = database
  const onSubmitted = (carrierId: bigint, result: SliceResult) => {
    for (const outcome of outcomes) metrics.submits.inc({ carrier: String(carrierId), outcome }, result[outcome])
  }
  const imports = createImports({ db, server: database.server, logLevel: config.logLevel })
  const { allowPrivateDestinations } = config
  const expansions = createExpansions({ db, server: database.server, logLevel: config.logLevel, secrets, allowPrivateDestinations })
  const worker = startWorker(
    {
      ...{ db, log, renderings, ...carriers, onSubmitted, hitsMonths: config.hitsMonths },
      ...{ simulator: simulatorData(db), retention: config.retention, phoneHash, webhooks },
      ...{ importContacts: imports.run, expandCampaigns: expansions.run },
    },
    { log, onFailure: (job) => metrics.jobFailures.inc({ job }) },
  )
  shutdown.on('worker', worker.stop)
  shutdown.on('contact imports', async () => imports.stop())
  shutdown.on('expansion', async () => expansions.stop())
  probes.worker = async () => (await db`select 1`, { ready: true, degraded: [] })
  return worker
}

/** Below the minute after which many proxies give a request up. */
const LONGEST_WAIT_MS = 20_000

const outcomes = ['accepted', 'rejected', 'unavailable', 'unknown'] as const

async function startWeb(
  { config, log, metrics, database, codeSpaces, renderings, phoneHash, conversionKeys, carriers, webhooks, probes, shutdown }: Parts,
  worker: Worker | undefined,
): Promise<void> {
  const { db } = database
  const leases = new Map<number, Lease>([...codeSpaces.keys()].map((id) => [id, leaseLinkNumbers(db, { codeSpaceId: id })]))
  const route = {
    ...{ db, renderings, messageIds: leaseMessageIds(db), allowPrivateDestinations: config.allowPrivateDestinations },
    ...{ phoneHash, conversionKeys, baseUrl: config.baseUrl, linkUrl: config.linkUrl, carriers: [simulatorData(db)] },
    kept: config,
    webhooks: { ...webhooks, privateOrigins: config.privateOrigins, longestWaitMs: LONGEST_WAIT_MS },
    linkNumbers: (codeSpaceId: number) => leases.get(codeSpaceId) ?? noLease(codeSpaceId),
    ...{ desk: carriers.desk, live: new LiveFeed({ db, log }) },
    wake: () => worker?.wake(),
  }
  probes.web = async () => (await db`select 1`, { ready: true, degraded: [] })
  const app = await createWebServer({ config, log, metrics, probes, route })
  shutdown.on('web server', async () => app.close())
  await app.listen({ host: config.host, port: config.port })
}

/** A process without the web role answers only health and metrics on PORT. */
async function startProbes({ config, log, metrics, probes, shutdown }: Parts): Promise<void> {
  const app = createProbeServer({ config, log, metrics, probes })
  shutdown.on('probe server', async () => app.close())
  await app.listen({ host: config.host, port: config.port })
}

function noLease(codeSpaceId: number): never {
  throw new Error(`Code space ${codeSpaceId} was made after this process started: start it again`)
}
