/** Stops real processes in a burst of taps and counts afterwards: every answered hit is in PostgreSQL, once. For kills see chaos.test.ts. */
import { appendFileSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/platform/db.ts'
import { makeSocketFolder } from '../../src/platform/embeddedPostgres/socketFolder.ts'
import { startEmbedded } from '../../src/platform/embeddedPostgres/start.ts'
import { createLog } from '../../src/platform/log.ts'
import { dataFolder, eventually, pause, startTapline, type Tapline } from './process.ts'
import { tap, tapSteadily, type Tap } from './taps.ts'

const PER_SECOND = 2_000
/** How long the database is away; 20 s and more when somebody has the time. */
const OUTAGE_MS = Number(process.env.OUTAGE_MS ?? 4_000)
const silent = createLog({ level: 'silent' })

/** Queues messages in the far future, so that nothing but taps happens, and returns their codes; 10 to a message. */
async function makeCodes(tapline: Tapline, count: number): Promise<string[]> {
  const codes: string[] = []
  const text = Array.from({ length: 10 }, (_, link) => `a${link}.example`).join(' ')
  for (let made = 0; made < count; made += 5_000) {
    const to = Array.from({ length: 500 }, (_, at) => `+49151${String(10_000_000 + made + at)}`)
    const { status, body } = await tapline.call('POST', '/v1/messages', { to, from: 'Acme', text, send_at: tomorrow() })
    expect(status).toBe(202)
    for (const { links } of body.messages as { links: { short_link: string }[] }[])
      codes.push(...links.map((link) => link.short_link.slice(-8)))
  }
  return codes
}

/** How often each code's hit stands in PostgreSQL, counted by our own ledger of what was answered. */
async function judge(
  tapline: Tapline,
  {
    taps,
    codes,
    server,
  }: { taps: readonly Tap[]; codes: readonly string[] | undefined; server?: { socketDir: string; database: string; user: string } },
) {
  const db = connect({
    server: server ?? { socketDir: socketOf(tapline.dataDir), database: 'tapline', user: 'tapline' },
    max: 2,
    applicationName: 'judge',
  })
  try {
    const answered = taps.filter((each) => each.status === 302)
    await eventually(
      'all answered hits in PostgreSQL',
      async () => {
        const [row] = await db<{ count: number }[]>`select count(*)::int from hits`
        return (row?.count ?? 0) >= answered.length ? true : undefined
      },
      30_000,
    )
    await pause(500)
    const [hits] = await db<{ total: number; distinct: number }[]>`
      select count(*)::int as total, count(distinct (code_space_id, number))::int as distinct from hits`
    const [totals] = await db<
      { clicks: number }[]
    >`select coalesce(sum(clicks + views + prefetches + bots), 0)::int as clicks from link_totals`
    const [rollups] = await db<
      { clicks: number }[]
    >`select coalesce(sum(clicks + views + prefetches + bots), 0)::int as clicks from hit_rollups`
    if (codes !== undefined && taps.length > codes.length) throw new Error('a code was tapped twice, so doubles cannot be told')
    return {
      answered: answered.length,
      attempted: taps.length,
      total: hits?.total ?? 0,
      distinct: hits?.distinct ?? 0,
      totals: totals?.clicks ?? 0,
      rollups: rollups?.clicks ?? 0,
    }
  } finally {
    await db.end()
  }
}

function socketOf(dataDir: string): string {
  return makeSocketFolder({ dir: join(dataDir, 'postgres'), account: { prefix: [] } })
}

/** Each code was tapped once, so more hits than codes are doubles; more hits than answers are taps whose answer was lost on the way. */
function expectOnce({ answered, attempted, total, distinct, totals, rollups }: Awaited<ReturnType<typeof judge>>) {
  expect(answered).toBeGreaterThan(500)
  expect(total).toBe(distinct)
  expect(total).toBeGreaterThanOrEqual(answered)
  expect(total).toBeLessThanOrEqual(attempted)
  expect(totals).toBe(total)
  expect(rollups).toBe(total)
}

test('SIGTERM in a burst of taps loses no answered hit and doubles none', async () => {
  const dataDir = dataFolder()
  const first = await startTapline({ dataDir })
  const codes = await makeCodes(first, 10_000)
  const burst = tapSteadily({ linkUrl: first.linkUrl, codes, perSecond: PER_SECOND, max: codes.length })
  await pause(2_000)
  expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null })
  const taps = await burst.stop()
  const second = await startTapline({ dataDir })
  expectOnce(await judge(second, { taps, codes }))
  expect((await second.end('SIGTERM')).code).toBe(0)
})

test('with the database stopped known codes redirect and are recorded once afterwards; unknown ones get 503', async () => {
  const dir = dataFolder()
  const first = await startEmbedded({ dir: join(dir, 'server'), log: silent })
  const env = { DATABASE_URL: 'postgres:///tapline', PGHOST: first.socketDir, PGUSER: first.user }
  const tapline = await startTapline({ dataDir: join(dir, 'data'), env })
  const codes = await makeCodes(tapline, 10_000)
  const known = codes.slice(0, 1_000)
  for (const code of known) await tap({ url: `${tapline.linkUrl}/${code}`, code })
  const load = tapSteadily({ linkUrl: tapline.linkUrl, codes: known, perSecond: 500, max: 500 * 60 })
  await pause(500)
  await first.stop()
  await pause(OUTAGE_MS / 2)
  const unknown = await tap({ url: `${tapline.linkUrl}/${codes.at(-1)}`, code: codes.at(-1) ?? '' })
  const ready = await fetch(`${tapline.linkUrl}/readyz`)
  await pause(OUTAGE_MS / 2)
  const again = await startEmbedded({ dir: join(dir, 'server'), log: silent })
  onTestFinished(() => again.stop())
  await pause(500)
  const taps = await load.stop()
  expect(unknown.status).toBe(503)
  expect(ready.status).toBe(200)
  expect(taps.filter((each) => each.status !== 302)).toEqual([])
  const wanted = known.length + taps.length
  const judged = await eventually('all hits in PostgreSQL', async () => {
    const found = await judge(tapline, { taps, codes: undefined, server: again })
    return found.total >= wanted ? found : undefined
  })
  expect(judged).toMatchObject({ total: wanted, distinct: known.length, totals: wanted, rollups: wanted })
  expect((await tapline.end('SIGTERM')).code).toBe(0)
})

test('a torn tail of the journal is cut at the last whole record', async () => {
  const dataDir = dataFolder()
  const first = await startTapline({ dataDir })
  const [code = ''] = await makeCodes(first, 1)
  await tap({ url: `${first.linkUrl}/${code}`, code })
  await first.end('SIGKILL')
  const journal = join(dataDir, 'journal')
  const segment = readdirSync(journal)
    .filter((name) => name.endsWith('.seg'))
    .toSorted()
    .at(-1)
  if (segment === undefined || !existsSync(join(journal, segment))) throw new Error('the journal has no segment')
  appendFileSync(join(journal, segment), Buffer.from([80, 0, 0, 0, 1, 2, 3]))
  const second = await startTapline({ dataDir })
  const { total } = await judge(second, { taps: [{ code, status: 302 }], codes: [code] })
  expect(total).toBe(1)
})

test('a second start is ready within 3 seconds', async () => {
  const dataDir = dataFolder()
  await (await startTapline({ dataDir })).end('SIGTERM')
  const second = await startTapline({ dataDir })
  process.stdout.write(`second start: ${Math.round(second.startMs)} ms to ready\n`)
  expect(second.output()).not.toContain('"level":"error"')
})

/** Nothing is sent before then, so no simulated phone fetches a preview. */
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString()
