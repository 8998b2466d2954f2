/**
 * A look at the figures of an experiment with a million messages, a part of which was clicked: what the job of the worker role reads each time,
 * for clickers. Argument: messages.
 */
import { readEvidence } from '../src/domain/reports/experimentEvidence.ts'
import { createExpansions } from '../src/jobs/expansions.ts'
import { inTransaction } from '../src/platform/db.ts'
import { inFolder, openDatabase, type Database } from './node/database.ts'
import { beginCampaign, insertContacts } from './node/massSend.ts'
import { argument, count, judge, quantile, say } from './node/say.ts'

const MESSAGES = argument(0, 1_000_000)
const CLICKED = 0.05
const MAX_MS = 5_000
const READS = 5

async function send({ db }: Database): Promise<void> {
  for (let from = 0; from < MESSAGES; from += 50_000)
    await db`
      update messages set submitted_at = now() - interval '1 hour', state = 'accepted' where id > ${from} and id <= ${from + 50_000}`
}

async function click({ db }: Database): Promise<void> {
  const every = Math.round(1 / CLICKED)
  await db`
    insert into hits (account_id, at, message_id, rendering_id, link, test, answer, head, purpose, user_agent, network, network_over_budget, before_send,
      verdict, reasons, rules_version, device, os, browser, app, first_of_link, first_of_message)
    select account_id, submitted_at + make_interval(secs => id % 1700), id, rendering_id, 0, false, 302, false, 'none', 'Mozilla/5.0',
      ('198.51.' || (id % 256) || '.0/24')::inet, false, false, 'click', '{}', 1, 'iphone', 'ios', 'safari', '', true, true
    from messages where id % ${every} = 0`
  await db`
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, last_hit_at, message_clicks, message_views,
      message_prefetches, message_bots, message_first_click_at)
    select message_id, 0, account_id, 1, 0, 0, 0, at, at, 1, 0, 0, 0, at from hits`
}

await inFolder(async (dir) => {
  const database = await openDatabase(dir)
  const { db, server, secrets } = database
  const accountId = await insertContacts(database, { contacts: MESSAGES })
  const campaignId = await beginCampaign(database, { accountId, text: 'Hi https://shop.example.com/sale' })
  await createExpansions({ db, server, secrets, logLevel: 'error', allowPrivateDestinations: false }).run()
  await send(database)
  await click(database)
  await db`vacuum (analyze)`
  const times: number[] = []
  let clickers = 0
  for (let read = 0; read < READS; read++) {
    const startedAt = performance.now()
    const watched = { accountId, campaignId, watchSeconds: 1_800, until: undefined }
    const [variant] = await inTransaction(db, (tx) => readEvidence(tx, watched, { kind: 'clickers' }))
    times.push(performance.now() - startedAt)
    clickers = (variant?.successes ?? 0) + (variant?.leftOut ?? 0)
  }
  say(`${count(MESSAGES)} messages, ${count(clickers)} clickers: ${times.map((ms) => `${Math.round(ms)} ms`).join(', ')}`)
  const median = quantile(times, 0.5)
  say(`  look       median ${Math.round(median)} ms, at most ${MAX_MS} ${judge(median <= MAX_MS)}`)
  await database.close()
})
