/**
 * Backup and restore of a million messages and a million hits by the commands, embedded server included: rows and bytes per second, and the
 * most memory that the command's process took.
 * Run: `npm run bench backup`
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { verifyInstallation } from '../src/domain/accounts/installation.ts'
import { ensureDefaultCodeSpace } from '../src/domain/links/codeSpaces.ts'
import { ensureDefaultDomain } from '../src/domain/links/domains.ts'
import { makePartitions } from '../src/jobs/partitions.ts'
import { migrateDatabase, openDatabase } from '../src/platform/database.ts'
import type { Db } from '../src/platform/db.ts'
import { createLog } from '../src/platform/log.ts'
import { loadSecrets } from '../src/platform/secrets.ts'

const ROWS = 1_000_000
/** A command must not take more, however much data there is. */
const MOST_MEMORY_MB = 300
const MAIN = fileURLToPath(new URL('../src/main.js', import.meta.url))

const dir = mkdtempSync(join(tmpdir(), 'tapline-bench-backup-'))
try {
  const [from, to, file] = [join(dir, 'from'), join(dir, 'to'), join(dir, 'all.backup')]
  const textBytes = await fill(from)
  const made = await measure(from, 'backup', file)
  mkdirSync(to)
  copyFileSync(join(from, 'secret.key'), join(to, 'secret.key'))
  const restored = await measure(to, 'restore', file)
  const fileMb = statSync(file).size / 1e6
  print(`tables ${(textBytes / 1e6).toFixed(0)} MB without indexes, file ${fileMb.toFixed(0)} MB`)
  for (const [name, { seconds, memoryMb }] of Object.entries({ backup: made, restore: restored })) {
    const rate = (2 * ROWS) / seconds / 1_000
    print(
      `${name.padEnd(8)} ${seconds.toFixed(1)} s, ${rate.toFixed(0)},000 rows/s, ${(textBytes / 1e6 / seconds).toFixed(0)} MB/s of tables, ` +
        `peak memory ${memoryMb.toFixed(0)} MB, bar ${MOST_MEMORY_MB}`,
    )
    if (memoryMb > MOST_MEMORY_MB) process.exitCode = 1
  }
} finally {
  rmSync(dir, { recursive: true, force: true })
}

/** @returns bytes of the tables, without indexes */
async function fill(dataDir: string): Promise<number> {
  const log = createLog({ level: 'warn' })
  mkdirSync(dataDir)
  const secrets = loadSecrets({ secretKey: undefined, dataDir })
  const { db, close } = await openDatabase({ databaseUrl: undefined, dataDir, databaseConnections: 4 }, { log, applicationName: 'bench' })
  try {
    await migrateDatabase(db, { log })
    await verifyInstallation(db, secrets)
    await ensureDefaultCodeSpace(db, { secrets })
    await ensureDefaultDomain(db, { linkUrl: 'http://localhost:4101' })
    await makePartitions(db)
    await addAccount(db)
    await addMessages(db)
    await addHits(db)
    const [size] = await db<{ bytes: number }[]>`
      select sum(pg_table_size(oid))::float8 as bytes from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
    return size?.bytes ?? 0
  } finally {
    await close()
  }
}

async function addAccount(db: Db): Promise<void> {
  await db`
  with account as (insert into accounts (name) values ('Bench') returning id),
    version as (insert into template_versions (account_id, text, hash) select id, 'Hi {name}: https://example.com/a', '\\x01' from account returning id, account_id)
  insert into renderings (account_id, template_version_id, short_domain_id, link_form, renderer_version, link_kinds)
  select version.account_id, version.id, short_domains.id, 'full', 1, array['tracked'] from version, short_domains`
}

async function addMessages(db: Db): Promise<void> {
  await db`
  insert into messages (
    id, account_id, carrier_id, rendering_id, test, phone, country, sender, merge_values, label, tracking, code_space_id, first_number, link_count, encoding, parts,
    price_micros, currency, on_unknown, state, attempts, send_at, valid_until, carrier_message_id, submitted_at, accepted_at, settled_at
  )
  select i, renderings.account_id, carriers.id, renderings.id, false, '+49151' || 10000000 + i, 'DE', 'Acme', jsonb_build_object('name', left(md5(i::text), 9)), 'spring',
    'full', 1, i, 1, 'gsm7', 1, 75000, 'EUR', 'resend', 'delivered', 1, now(), now() + interval '2 days', gen_random_uuid()::text, now(), now(), now()
  from generate_series(1, ${ROWS}::int) as i, renderings, carriers`
}

async function addHits(db: Db): Promise<void> {
  await db`
  insert into hits
  select account_id, now() - i % 20 * interval '1 hour', i, 1, i, renderings.id, 0, false, 302, false, 'none',
    'Mozilla/5.0 (Linux; Android 14; SM-S9' || i % 300 || 'B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || 100 + i % 30 || '.0.0.0 Mobile Safari/537.36',
    ('10.' || i % 200 || '.' || i % 256 || '.0/24')::inet, false, false, 'click', array['browser'], 1, 'phone', 'Android', 'Chrome', ''
  from generate_series(1, ${ROWS}::int) as i, renderings`
}

async function measure(dataDir: string, ...words: string[]): Promise<{ seconds: number; memoryMb: number }> {
  const started = performance.now()
  const child = spawn(process.execPath, [MAIN, ...words], { env: { PATH: process.env.PATH, DATA_DIR: dataDir }, stdio: 'inherit' })
  let memoryMb = 0
  const look = setInterval(() => (memoryMb = Math.max(memoryMb, peakOf(child.pid))), 50)
  const ended: unknown[] = await once(child, 'exit')
  clearInterval(look)
  if (ended[0] !== 0) throw new Error(`tapline ${words.join(' ')} ended with ${String(ended[0])}`)
  return { seconds: (performance.now() - started) / 1_000, memoryMb }
}

/** The most resident memory that a process has had so far, as Linux keeps it. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_000
  } catch {
    return 0
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
