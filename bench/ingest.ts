/**
 * The drain with all that it writes (raw hit, totals, roll-ups, event) beside the fastest bare insert of the same raw rows, in the same run.
 * The journal is written first, so that nothing but the drain runs. Argument: hits, a million at most and unless told: with few, the start
 * of the drain's thread counts.
 */
import { join } from 'node:path'
import { bareRates } from './node/bareInsert.ts'
import { insertCampaign, RECIPIENTS } from './node/campaign.ts'
import { inFolder, openDatabase, type Database } from './node/database.ts'
import { timeParts } from './node/drainParts.ts'
import { drainRate } from './node/drainRate.ts'
import { writeHits } from './node/journalOfHits.ts'
import { argument, count, judge, say, shares } from './node/say.ts'

const HITS = Math.min(RECIPIENTS, argument(0, RECIPIENTS))
const BAR = 0.2
const AIM = 0.3

async function checkAll({ db }: Database): Promise<void> {
  const [row] = await db<Record<'hits' | 'totals' | 'rollups', number>[]>`
    select (select count(*)::int from hits) as hits, (select sum(clicks + views + prefetches + bots)::int from link_totals) as totals,
      (select sum(clicks + views + prefetches + bots)::int from hit_rollups) as rollups`
  const counts = [row?.hits, row?.totals, row?.rollups]
  say(`  counted    ${counts.join(' = ')} (raw hits, totals, roll-ups): ${judge(counts.every((each) => each === HITS))}`)
}

await inFolder(async (dir) => {
  say('Making a million messages ...')
  const database = await openDatabase(dir)
  await insertCampaign(database.db)
  const journalDir = join(dir, 'journal')
  await writeHits(journalDir, { hits: HITS })
  await database.db`checkpoint`
  const ours = await drainRate(database, journalDir, HITS)
  say(`  drain      ${count(ours)} hits/s, ${count(HITS)} hits of distinct codes, all four writes`)
  await checkAll(database)
  const bare = await bareRates(database)
  for (const { name, perSecond } of bare) say(`  bare       ${count(perSecond)} rows/s by ${name}`)
  const ratio = ours / Math.max(...bare.map(({ perSecond }) => perSecond))
  say(`  ratio      ${ratio.toFixed(2)} of the fastest, bar ${BAR} ${judge(ratio >= BAR)}, aim ${AIM}`)
  await database.db`truncate hits, link_totals, hit_rollups, outbox`
  say(`  one connection, a batch at a time: ${shares(await timeParts(database, join(dir, 'parts')))}`)
  await database.close()
})
