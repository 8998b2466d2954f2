/**
 * The rate of a carrier over several processes: 100 messages a second by the simulator, sent by 3 processes that know nothing of each
 * other. Counts `submitted_at` by calendar second. Arguments: seconds, 20 unless told, and messages a second, 100 unless told.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ensureDefaultCodeSpace } from '../src/domain/links/codeSpaces.ts'
import { ensureDefaultDomain } from '../src/domain/links/domains.ts'
import { makePartitions } from '../src/jobs/partitions.ts'
import { MIGRATIONS } from '../src/platform/database.ts'
import { connect, type Pool } from '../src/platform/db.ts'
import { startEmbedded } from '../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../src/platform/log.ts'
import { migrate } from '../src/platform/migrate.ts'
import { loadSecrets } from '../src/platform/secrets.ts'

const SECONDS = Number(process.argv[2] ?? 20)
const RATE = Number(process.argv[3] ?? 100)
const PROCESSES = 3
const LEAST_USE = 0.95

const log = createLog({ level: 'error' })
const secretKey = randomBytes(32).toString('hex')
const dir = mkdtempSync(join(tmpdir(), 'tapline-bench-'))
const { socketDir, database, user, stop } = await startEmbedded({ dir: join(dir, 'postgres'), log })
const server = { socketDir, database, user }
const db = connect({ server, max: 4, applicationName: 'bench' })
const children: ChildProcess[] = []
try {
  await prepare(db)
  for (let each = 0; each < PROCESSES; each++) children.push(start())
  await wait(SECONDS * 1_000)
  await Promise.all(children.map(end))
  report(await countSeconds(db))
} finally {
  for (const child of children) child.kill()
  await db.end()
  await stop()
  rmSync(dir, { recursive: true, force: true })
}

/** More messages than can be sent, to numbers that the simulator takes. */
async function prepare(db: Pool): Promise<void> {
  await migrate(db, { dir: MIGRATIONS, log })
  await makePartitions(db)
  const secrets = loadSecrets({ secretKey, dataDir: dir })
  await ensureDefaultCodeSpace(db, { secrets })
  await ensureDefaultDomain(db, { linkUrl: 'https://go.example.com' })
  await db`update carriers set messages_per_second = ${RATE}`
  await db`insert into accounts (name) values ('bench')`
  await db`insert into template_versions (account_id, text, hash) select id, 'Hi', '' from accounts`
  await db`
    insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
    select accounts.id, template_versions.id, short_domains.id, 'full', 1, '{}' from accounts, template_versions, short_domains`
  await db`
    insert into messages (id, account_id, rendering_id, carrier_id, test, phone, sender, tracking, link_count, encoding, parts, on_unknown,
      state, send_at, valid_until)
    select number, account_id, renderings.id, (select min(id) from carriers), false, '+49151' || (1000000 + number) || '9', 'Shop', 'off', 0,
      'gsm7', 1, 'keep', 'queued', now(), now() + interval '1 day'
    from renderings, generate_series(1, ${(SECONDS + 5) * RATE * 2}::bigint) as number`
  await db`analyze messages`
}

function start(): ChildProcess {
  const script = fileURLToPath(new URL('./rate/worker.js', import.meta.url))
  return spawn(process.execPath, [script, JSON.stringify(server), secretKey], { stdio: ['ignore', 'ignore', 'inherit'] })
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

type Second = { sent: number }

/** Without the first and the last second, in which processes start and end. */
async function countSeconds(db: Pool): Promise<{ seconds: Second[]; all: number; twice: number }> {
  const seconds = await db<Second[]>`
    select (count(messages.id))::int as sent
    from (select date_trunc('second', min(submitted_at)) as first, date_trunc('second', max(submitted_at)) as last from messages) as run
    cross join lateral generate_series(first + interval '1 s', last - interval '1 s', interval '1 s') as second
    left join messages on date_trunc('second', submitted_at) = second
    group by second order by second limit 10000`
  const [most] = await db<{ sent: number }[]>`
    select count(*)::int as sent from messages where submitted_at is not null group by date_trunc('second', submitted_at) order by 1 desc limit 1`
  const [twice] = await db<{ count: number }[]>`
    select count(*)::int as count from (select from simulator_messages group by reference having count(*) > 1) as repeated`
  return { seconds, all: most?.sent ?? 0, twice: twice?.count ?? 0 }
}

function report({ seconds, all, twice }: Awaited<ReturnType<typeof countSeconds>>): void {
  const sent = seconds.map((second) => second.sent)
  const use = sent.reduce((sum, one) => sum + one, 0) / (sent.length * RATE)
  const isMet = all <= RATE && use >= LEAST_USE && twice === 0 && sent.length > 0
  if (!isMet) process.exitCode = 1
  process.stdout.write(
    `${PROCESSES} processes, ${RATE} a second allowed, ${sent.length} whole seconds\n` +
      `  most in a second   ${all}, bar ${RATE}\n` +
      `  least in a second  ${Math.min(...sent)}\n` +
      `  used               ${(use * 100).toFixed(1)} %, at least ${LEAST_USE * 100} %\n` +
      `  sent twice         ${twice}\n` +
      `  ${isMet ? 'met' : 'MISSED'}\n`,
  )
}
