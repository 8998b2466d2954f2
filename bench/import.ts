/**
 * Rows of a CSV file that become contacts per second, from the first byte of the upload to the last row in PostgreSQL, and what memory that
 * takes, beside the bars. A second file with the same numbers measures updates.
 * Run: `npm run bench import`; ROWS sets another size.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { contactFile } from '../src/domain/contacts/export.ts'
import { getImport } from '../src/domain/contacts/imports.ts'
import { receiveImport } from '../src/domain/contacts/upload.ts'
import { createImports } from '../src/jobs/imports.ts'
import { MIGRATIONS } from '../src/platform/database.ts'
import { connect, type Pool } from '../src/platform/db.ts'
import { startEmbedded } from '../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../src/platform/log.ts'
import { migrate } from '../src/platform/migrate.ts'

const ROWS = Number(process.env.ROWS ?? 1_000_000)
const MIN_PER_SECOND = 20_000
const MAX_GROWTH_MB = 150
const PIECE_ROWS = 1_000

const log = createLog({ level: 'error' })
const say = (line: string) => process.stdout.write(`${line}\n`)
let failed = false
const judge = (isReached: boolean) => {
  if (!isReached) failed = true
  return isReached ? 'reached' : 'MISSED'
}

/** Ten columns as a shop has them; each 1,000th row is bad, each 500th a double. */
async function* csv({ round }: { round: number }): AsyncGenerator<Buffer> {
  yield Buffer.from('phone;first_name;last_name;city;postcode;birthday;last_order;spent;loyalty;note\r\n')
  for (let from = 0; from < ROWS; from += PIECE_ROWS) {
    let piece = ''
    for (let row = from; row < Math.min(from + PIECE_ROWS, ROWS); row++) {
      const number = row % 1_000 === 999 ? '12' : String(110_000_000 + (((row % 500 === 499 ? row - 1 : row) * 7_919) % 800_000_000))
      piece += `+4915${number};Ana${row};Müller;"Köln; Süd";${50_000 + (row % 1_000)};1990-05-${10 + (row % 20)};2026-11-01;${row % 977}.50;gold;round ${round}\r\n`
    }
    yield Buffer.from(piece)
  }
}

/** The highest resident memory while something runs, above what it was before. */
async function watchMemory<T>(work: () => Promise<T>): Promise<{ result: T; growthMb: number }> {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 50)
  const result = await work()
  clearInterval(timer)
  return { result, growthMb: (Math.max(most, process.memoryUsage.rss()) - before) / 1_048_576 }
}

async function measure(db: Pool, { run, accountId, round }: { run: () => Promise<void>; accountId: bigint; round: number }) {
  const order = {
    fileName: undefined,
    mapping: undefined,
    rule: 'update' as const,
    defaultCountry: undefined,
    groups: ['bench'],
    consent: undefined,
  }
  const startedAt = performance.now()
  const cpuBefore = process.cpuUsage()
  let uploadedAt = startedAt
  const { result: done, growthMb } = await watchMemory(async () => {
    const id = await receiveImport(db, { accountId, actor: 'operator', order, body: csv({ round }) })
    uploadedAt = performance.now()
    await run()
    return getImport(db, { accountId, id })
  })
  const seconds = (performance.now() - startedAt) / 1_000
  const perSecond = Math.round(done.rows / seconds)
  const cpu = process.cpuUsage(cpuBefore)
  const cpuUs = (cpu.user + cpu.system) / done.rows
  say(
    `${round === 1 ? 'new contacts' : 'the same again, updated'}: ${done.rows} rows in ${seconds.toFixed(1)} s (upload ${((uploadedAt - startedAt) / 1_000).toFixed(1)} s)`,
  )
  say(`  ${cpuUs.toFixed(1)} us of a core a row in this process, load average ${loadavg()[0]?.toFixed(1)}`)
  say(`  ${perSecond} rows/s, bar ${MIN_PER_SECOND} ${round === 1 ? judge(perSecond >= MIN_PER_SECOND) : '(of new contacts)'}`)
  say(`  memory ${growthMb.toFixed(0)} MB more than before, bar ${MAX_GROWTH_MB} ${judge(growthMb <= MAX_GROWTH_MB)}`)
  const counted = done.created + done.updated + done.skipped + done.duplicates + done.rejected
  const [row] = await db<{ contacts: number; members: number; left: number }[]>`
    select (select count(*)::int from contacts) as contacts, (select count(*)::int from contact_group_members) as members,
      (select count(*)::int from contact_import_chunks) as left`
  const isExact = done.state === 'done' && counted === ROWS && row?.contacts === row?.members && row?.left === 0
  say(
    `  ${done.created} created, ${done.updated} updated, ${done.duplicates} doubles, ${done.rejected} rejected; ${row?.contacts} contacts, ${row?.members} members: ${judge(isExact)}`,
  )
}

/** Nobody asks who is suppressed, so nothing is hashed. */
const unasked = () => Buffer.alloc(32)

async function measureExport(db: Pool, accountId: bigint) {
  const startedAt = performance.now()
  const filter = {
    ...{ phonePrefix: undefined, country: undefined, groupId: undefined, field: undefined },
    anyField: undefined,
    isSuppressed: undefined,
  }
  let bytes = 0
  const { growthMb } = await watchMemory(async () => {
    for await (const piece of contactFile(db, unasked, { accountId, filter })) bytes += piece.length
  })
  const seconds = (performance.now() - startedAt) / 1_000
  say(
    `export: ${(bytes / 1_048_576).toFixed(0)} MB in ${seconds.toFixed(1)} s, memory ${growthMb.toFixed(0)} MB more, bar ${MAX_GROWTH_MB} ${judge(growthMb <= MAX_GROWTH_MB)}`,
  )
}

const dir = mkdtempSync(join(tmpdir(), 'tapline-bench-'))
const embedded = await startEmbedded({ dir, log })
const server = { socketDir: embedded.socketDir, database: embedded.database, user: embedded.user }
const db = connect({ server, max: 4, applicationName: 'bench' })
try {
  await migrate(db, { dir: MIGRATIONS, log })
  const [account] = await db<{ id: bigint }[]>`insert into accounts (name) values ('bench') returning id`
  if (account === undefined) throw new Error('no account was made')
  const { run } = createImports({ db, server, logLevel: 'error' })
  for (const round of [1, 2]) await measure(db, { run, accountId: account.id, round })
  await measureExport(db, account.id)
} finally {
  await db.end()
  await embedded.stop()
  rmSync(dir, { recursive: true, force: true })
}
if (failed) process.exitCode = 1
