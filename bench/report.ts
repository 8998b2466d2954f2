/**
 * The report of a campaign with a million messages and three million hits, spread over three days, devices, countries and two links; then with
 * ten times the hits in all sums. The report reads sums alone, so the raw hits are there for the first round only. Argument: messages.
 */
import { readReport } from '../src/http/campaignReportView.ts'
import { findCampaign } from '../src/domain/campaigns/store.ts'
import { createExpansions } from '../src/jobs/expansions.ts'
import { inFolder, openDatabase, type Database } from './node/database.ts'
import { beginCampaign, insertContacts } from './node/massSend.ts'
import { argument, count, judge, quantile, say } from './node/say.ts'

const MESSAGES = argument(0, 1_000_000)
const HITS_PER_MESSAGE = 3
const MAX_MS = 50
const READS = 50

/** Nine in ten delivered, one in a hundred of unknown fate. */
async function settle({ db }: Database): Promise<void> {
  for (let from = 0; from < MESSAGES; from += 50_000)
    await db`
      update messages set submitted_at = now(), accepted_at = now(), settled_at = now(),
        state = case when id % 100 = 0 then 'unknown' when id % 10 = 1 then 'undelivered' else 'delivered' end
      where id > ${from} and id <= ${from + 50_000}`
}

async function addHits({ db }: Database): Promise<void> {
  for (let round = 0; round < HITS_PER_MESSAGE; round++)
    await db`
      insert into hits (account_id, at, message_id, code_space_id, number, rendering_id, link, test, answer, head, purpose, user_agent, network,
        network_over_budget, before_send, verdict, reasons, rules_version, device, os, browser, app, country, first_of_link, first_of_message)
      select account_id, now() - make_interval(secs => (id + ${round}) % 259200), id, 1, id, rendering_id, (id + ${round}) % 2, false, 302, false, 'none',
        'Mozilla/5.0', '192.0.2.0/24', false, false, 'click', '{}', 1, (array['iphone', 'android', 'desktop', 'tablet', 'other'])[1 + id % 5], 'ios', 'safari',
        '', chr(65 + (id % 26)::int) || chr(65 + (id % 3)::int), ${round} < 2, ${round} = 0
      from messages`
  await db`
    insert into hit_rollups (account_id, hour, rendering_id, link, device, country, test, counted, clicks, unique_clicks, clickers, views, prefetches, bots)
    select account_id, date_trunc('hour', at), rendering_id, link, device, country, false, true, count(*), count(*) filter (where first_of_link),
      count(*) filter (where first_of_message), 0, 0, 0
    from hits group by 1, 2, 3, 4, 5, 6`
  await db`
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, last_hit_at, message_clicks, message_views,
      message_prefetches, message_bots, message_first_click_at)
    select id, 0, account_id, 2, 0, 0, 0, now(), now(), 3, 0, 0, 0, now() from messages`
}

async function timeReads({ db }: Database, accountId: bigint, id: bigint): Promise<number[]> {
  const times: number[] = []
  for (let read = 0; read < READS; read++) {
    const startedAt = performance.now()
    const campaign = await findCampaign(db, { accountId, id })
    if (campaign === undefined) throw new Error('the campaign is gone')
    await readReport(db, campaign, { query: {}, currency: 'EUR', now: new Date() })
    times.push(performance.now() - startedAt)
  }
  return times
}

await inFolder(async (dir) => {
  const database = await openDatabase(dir)
  const { db, server, secrets } = database
  const accountId = await insertContacts(database, { contacts: MESSAGES })
  const id = await beginCampaign(database, { accountId, text: 'Hi https://shop.example.com/sale and https://shop.example.com/members' })
  await createExpansions({ db, server, secrets, logLevel: 'error', allowPrivateDestinations: false }).run()
  await settle(database)
  await addHits(database)
  await db`vacuum (analyze)`
  const [row] = await db<{ hits: number; rollups: number }[]>`
    select (select count(*)::int from hits) as hits, (select count(*)::int from hit_rollups) as rollups`
  const first = await timeReads(database, accountId, id)
  await db`update hit_rollups set clicks = clicks * 10`
  await db`vacuum (analyze) hit_rollups`
  const tenfold = await timeReads(database, accountId, id)
  const [median, tenMedian] = [quantile(first, 0.5), quantile(tenfold, 0.5)]
  say(`${count(MESSAGES)} messages, ${count(row?.hits ?? 0)} hits in ${count(row?.rollups ?? 0)} sums`)
  say(
    `  report     median ${median.toFixed(1)} ms, 95 % within ${quantile(first, 0.95).toFixed(1)} ms, at most ${MAX_MS} ${judge(quantile(first, 0.95) <= MAX_MS)}`,
  )
  say(`  tenfold    median ${tenMedian.toFixed(1)} ms, no slower ${judge(tenMedian <= Math.max(median * 1.25, median + 2))}`)
  await database.close()
})
