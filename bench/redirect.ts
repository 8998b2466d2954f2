/**
 * The redirect beside a bare node:http server, every hit durable before its answer and drained all the while; then with the database
 * away. Load generator and PostgreSQL share the machine. Arguments: seconds of each run, 20 unless told, and a name when only the rounds
 * of that name shall run.
 */
import { LOCATION } from './node/campaign.ts'
import { load, startBare, type Bare, type Load } from './node/children.ts'
import { HOST, inFolder } from './node/database.ts'
import { describeDisk } from './node/disk.ts'
import { install, type Installation } from './node/installation.ts'
import { argument, judge, say } from './node/say.ts'
import { until } from './node/until.ts'

const SECONDS = argument(0, 20)
const ONLY = process.argv[3] ?? ''
const MAX_P99_RATIO = 2.5
const MAX_BACKLOG_S = 30
const rounds = [
  { name: 'draining', connections: 64, bar: 0.5, aim: 0.6, isAway: false },
  { name: 'draining', connections: 256, bar: 0.65, aim: 0.8, isAway: false },
  { name: 'database away', connections: 64, bar: 0.7, aim: 0.7, isAway: true },
  { name: 'database away', connections: 256, bar: 0.85, aim: 0.85, isAway: true },
]
type Round = (typeof rounds)[number]

async function measure(node: Installation, bare: Bare, round: Round): Promise<void> {
  await node.db`truncate hits, link_totals, hit_rollups, outbox`
  await node.db`checkpoint`
  const { connections, isAway } = round
  const ask = (port: number, seconds: number) => load({ port, host: HOST, connections, seconds, codeFile: node.codeFile, firstCode: 0 })
  const before = node.journal.stats().records
  if (isAway) await node.stopDatabase()
  const bares = [await ask(bare.port, SECONDS / 4)]
  const ours = await ask(node.port, SECONDS)
  const endedAt = performance.now()
  const behind = node.journal.stats().records - node.drain.stats().hits
  if (isAway) await node.startDatabase()
  await until('all hits are in PostgreSQL', () => node.drain.stats().hits >= node.journal.stats().records)
  const backlogS = (performance.now() - endedAt) / 1_000
  bares.push(await ask(bare.port, SECONDS / 4))
  report(round, { ours, bares, behind, backlogS })
  await check(node, ours, before)
}

function report(round: Round, measured: { ours: Load; bares: Load[]; behind: number; backlogS: number }): void {
  const { ours, bares, behind, backlogS } = measured
  const mean = (value: (of: Load) => number) => bares.reduce((sum, one) => sum + value(one), 0) / bares.length
  const bareRate = mean((one) => one.perSecond)
  const ratio = ours.perSecond / bareRate
  const bareP99 = mean((one) => one.p99)
  say(`${round.name}, ${round.connections} connections`)
  say(
    `  redirects  ${rate(ours)}, bare ${bares.map(rate).join(' and ')}: ratio ${ratio.toFixed(2)}, bar ${round.bar} ${judge(ratio >= round.bar)}, aim ${round.aim}`,
  )
  const p99Ratio = ours.p99 / bareP99
  say(
    `  latency    p50 ${ours.p50.toFixed(2)} ms, p99 ${ours.p99.toFixed(2)} ms, bare p99 ${bareP99.toFixed(2)} ms: ratio ${p99Ratio.toFixed(2)}, bar ${MAX_P99_RATIO} ${judge(p99Ratio <= MAX_P99_RATIO)}`,
  )
  say(
    `  backlog    ${behind} of ${ours.redirects} hits at the end, all in PostgreSQL ${backlogS.toFixed(1)} s later, bar ${MAX_BACKLOG_S} ${judge(backlogS <= MAX_BACKLOG_S)}`,
  )
}

const rate = (of: Load) => `${Math.round(of.perSecond)}/s`

/** Every answered hit must stand in PostgreSQL once, in each table. */
async function check({ db, journal }: Installation, ours: Load, before: number): Promise<void> {
  const [row] = await db<Record<'hits' | 'totals' | 'rollups' | 'people', number>[]>`
    select (select count(*)::int from hits) as hits,
      (select sum(clicks + views + prefetches + bots)::int from link_totals) as totals,
      (select sum(clicks + views + prefetches + bots)::int from hit_rollups) as rollups,
      (select count(*)::int from outbox) as people`
  const counts = [ours.redirects, journal.stats().records - before, row?.hits, row?.totals, row?.rollups]
  const isExact = counts.every((count) => count === ours.redirects) && ours.others === 0 && journal.stats().lost === 0
  say(`  counted    ${counts.join(' = ')} (answered, journal, raw hits, totals, roll-ups), ${row?.people} events: ${judge(isExact)}`)
}

await inFolder(async (dir) => {
  say('Making a million messages ...')
  const node = await install(dir)
  const bare = await startBare({ location: LOCATION })
  try {
    say(`Journal on ${describeDisk(node.journalDir)}`)
    for (const round of rounds.filter(({ name }) => name.startsWith(ONLY))) await measure(node, bare, round)
  } finally {
    bare.stop()
    await node.close()
  }
})
