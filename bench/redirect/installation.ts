import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFAULT_CODE_SPACE, ensureDefaultCodeSpace, loadCodeSpaces } from '../../src/domain/links/codeSpaces.ts'
import { openDirectory } from '../../src/domain/links/directory.ts'
import { ensureDefaultDomain } from '../../src/domain/links/domains.ts'
import { createResolver } from '../../src/domain/links/resolver.ts'
import { openJournal } from '../../src/domain/tracking/journal.ts'
import { createLinkServer } from '../../src/http/linkServer.ts'
import { startDrain } from '../../src/jobs/drain.ts'
import { makePartitions } from '../../src/jobs/partitions.ts'
import { MIGRATIONS } from '../../src/platform/database.ts'
import { connect, type Pool } from '../../src/platform/db.ts'
import { startEmbedded, type Embedded } from '../../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../../src/platform/log.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { loadSecrets } from '../../src/platform/secrets.ts'

export const HOST = 'go.example.com'
export const LOCATION = 'https://shop.example.com/summer-sale/shoes?utm_source=sms&utm_campaign=june'
export const RECIPIENTS = 1_000_000

const log = createLog({ level: 'error' })

export type Installation = Awaited<ReturnType<typeof install>>

/** A node as in production (embedded PostgreSQL, journal, drain thread, link server) with a million messages of one campaign. */
export async function install(dir: string) {
  let embedded: Embedded = await startEmbedded({ dir: join(dir, 'postgres'), log })
  const server = { socketDir: embedded.socketDir, database: embedded.database, user: embedded.user }
  const db = connect({ server, max: 10, applicationName: 'bench' })
  await migrate(db, { dir: MIGRATIONS, log })
  await makePartitions(db)
  const secrets = loadSecrets({ secretKey: randomBytes(32).toString('hex'), dataDir: dir })
  await ensureDefaultCodeSpace(db, { secrets })
  await ensureDefaultDomain(db, { linkUrl: `https://${HOST}` })
  await insertCampaign(db)
  const codeSpaces = await loadCodeSpaces(db, { secrets })
  const directory = await openDirectory({ db, codeSpaces, log })
  const journalDir = join(dir, 'journal')
  mkdirSync(journalDir, { recursive: true })
  const journal = await openJournal({ dir: journalDir, log })
  const drain = startDrain({ journal, server, log, logLevel: 'error' })
  const resolver = createResolver({ db, codeSpaces, directory })
  const config = { trustProxy: [], missBudget: 60 }
  const links = createLinkServer({ resolver, journal, log, metrics: createMetrics(), config, health: async () => undefined })
  const port = await links.listen({ host: '127.0.0.1', port: 0 })
  return {
    ...{ db, journal, journalDir, drain, port },
    codeFile: writeCodes(dir, (number) => codeSpaces.get(DEFAULT_CODE_SPACE)?.encode(number) ?? ''),
    stopDatabase: () => embedded.stop(),
    async startDatabase() {
      embedded = await startEmbedded({ dir: join(dir, 'postgres'), log })
    },
    async close() {
      await links.close()
      await journal.close()
      await drain.close()
      directory.close()
      await db.end()
      await embedded.stop()
    },
  }
}

/** Indexes that no redirect and no drain reads only cost time here. */
async function insertCampaign(db: Pool): Promise<void> {
  const indexes = await db<{ name: string }[]>`
    select indexname as name from pg_indexes where tablename = 'messages' and indexname not in ('messages_pkey', 'messages_unsent')`
  for (const { name } of indexes) await db`drop index ${db(name)}`
  await db`insert into accounts (name) values ('bench')`
  await db`insert into template_versions (account_id, text, hash) select id, 'See https://shop.example.com', '' from accounts`
  await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    select accounts.id, template_versions.id, short_domains.id, 'full', 1, '{tracked}' from accounts, template_versions, short_domains`
  await db`
    insert into links (account_id, rendering_id, position, destination_kind, destination)
    select account_id, id, 0, 'fixed', ${LOCATION} from renderings`
  await db`
    insert into batches (kind, code_space_id, first_number, size, account_id, rendering_id, links_per_message, first_message_id, tracking, test)
    select 'campaign', ${DEFAULT_CODE_SPACE}, 0, ${RECIPIENTS}, account_id, id, 1, 1, 'full', false from renderings`
  await db`
    insert into messages (id, account_id, batch_id, rendering_id, carrier_id, test, phone, sender, tracking, code_space_id, first_number,
      link_count, encoding, parts, on_unknown, state, send_at, valid_until, submitted_at, accepted_at, settled_at)
    select number + 1, batches.account_id, batches.id, batches.rendering_id, (select min(id) from carriers), false,
      '+4915' || (110000000 + number), 'Shop', 'full', code_space_id, number, 1, 'gsm7', 1, 'keep', 'delivered', now(), now(), now(), now(), now()
    from batches, generate_series(0, ${RECIPIENTS - 1}::bigint) as number`
  await db`vacuum analyze messages`
}

/** All codes one after the other, in an order in which no two that follow each other are neighbours. */
function writeCodes(dir: string, encode: (number: number) => string): string {
  const step = 381_797 // Has no divisor in common with a million, so every number comes once.
  const codes = Buffer.alloc(RECIPIENTS * 8)
  for (let at = 0; at < RECIPIENTS; at++) codes.write(encode((at * step) % RECIPIENTS), at * 8, 'latin1')
  const file = join(dir, 'codes')
  writeFileSync(file, codes)
  return file
}
