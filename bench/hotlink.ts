/**
 * One link that everybody taps beside links that are tapped once each: the rate of redirects, and of the drain alone. Both kinds take turns,
 * so that the machine's moods fall on both. Arguments: seconds of each run of redirects, 10 unless told, and hits of each drain, 200,000.
 */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scattered } from './node/campaign.ts'
import { load } from './node/children.ts'
import { HOST, inFolder } from './node/database.ts'
import { drainRate } from './node/drainRate.ts'
import { install, type Installation } from './node/installation.ts'
import { writeHits } from './node/journalOfHits.ts'
import { argument, count, judge, say } from './node/say.ts'
import { until } from './node/until.ts'

const SECONDS = argument(0, 10)
const HITS = argument(1, 200_000)
const CONNECTIONS = 256
const BAR = 0.9
const HOT_CODES = 4_096
const turns = ['distinct', 'hot', 'hot', 'distinct'] as const
type Kind = (typeof turns)[number]

/** The mean rate of each kind over its turns. */
async function compare(what: string, rateOf: (kind: Kind) => Promise<number>): Promise<void> {
  const sums = { distinct: 0, hot: 0 }
  for (const kind of turns) sums[kind] += (await rateOf(kind)) / 2
  const ratio = sums.hot / sums.distinct
  say(
    `${what.padEnd(10)} distinct codes ${count(sums.distinct)}/s, one code ${count(sums.hot)}/s: ratio ${ratio.toFixed(2)}, bar ${BAR} ${judge(ratio >= BAR)}`,
  )
}

async function redirects(node: Installation, dir: string): Promise<void> {
  const hotFile = join(dir, 'hot-codes')
  const { codeFile, firstCode } = node
  writeFileSync(hotFile, firstCode.repeat(HOT_CODES))
  await compare('redirects', async (kind) => {
    await clear(node)
    const { perSecond } = await load({
      ...{ port: node.port, host: HOST, connections: CONNECTIONS, seconds: SECONDS, firstCode: 0 },
      codeFile: kind === 'hot' ? hotFile : codeFile,
    })
    await until('all hits are in PostgreSQL', () => node.drain.stats().hits >= node.journal.stats().records)
    return perSecond
  })
}

async function clear({ db }: Installation): Promise<void> {
  await db`truncate hits, link_totals, hit_rollups, outbox`
  await db`checkpoint`
}

await inFolder(async (dir) => {
  say('Making a million messages ...')
  const node = await install(dir)
  await redirects(node, dir)
  await compare('drain', async (kind) => {
    await clear(node)
    const journalDir = mkdtempSync(join(dir, 'drain-'))
    await writeHits(journalDir, { hits: HITS, codeOf: kind === 'hot' ? () => 0 : scattered })
    return drainRate(node, journalDir, HITS)
  })
  await node.close()
})
