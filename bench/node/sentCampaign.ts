import { createExpansions } from '../../src/jobs/expansions.ts'
import type { Database } from './database.ts'
import { beginCampaign } from './massSend.ts'

/** Of each so many, one clicked; the campaign has two links. */
const ONE_IN = 6
const SLICE = 50_000

/** A campaign to all contacts of an account that has gone out: nine in ten delivered, a sixth clicked, in three days, and one in a thousand bought. */
export async function insertSentCampaign(
  database: Database,
  { accountId, messages }: { accountId: bigint; messages: number },
): Promise<bigint> {
  const { db, server, secrets } = database
  const id = await beginCampaign(database, { accountId, text: 'Hi https://shop.example.com/sale and https://shop.example.com/members' })
  await createExpansions({ db, server, secrets, logLevel: 'error', allowPrivateDestinations: false }).run()
  for (let from = 0; from < messages; from += SLICE)
    await db`
      update messages set created_at = created_at - interval '4 days', submitted_at = now() - interval '4 days', accepted_at = now(), settled_at = now(),
        state = case when id % 100 = 0 then 'unknown' when id % 10 = 1 then 'undelivered' else 'delivered' end
      where id > ${from} and id <= ${from + SLICE}`
  await addHits(database)
  await addConversions(database)
  await db`vacuum (analyze)`
  return id
}

async function addHits({ db }: Database): Promise<void> {
  await db`
    insert into hits (account_id, at, message_id, code_space_id, number, rendering_id, link, test, answer, head, purpose, user_agent, network,
      network_over_budget, before_send, verdict, reasons, rules_version, device, os, browser, app, country, first_of_link, first_of_message)
    select account_id, now() - make_interval(secs => id % 259200), id, 1, id, rendering_id, (id / ${ONE_IN}) % 2, false, 302, false, 'none',
      'Mozilla/5.0', '192.0.2.0/24', false, false, 'click', '{}', 1, (array['iphone', 'android', 'desktop', 'tablet', 'other'])[1 + id % 5], 'ios', 'safari',
      '', case when id % 7 = 0 then 'AT' else 'DE' end, true, true
    from messages where id % ${ONE_IN} = 0 and submitted_at is not null`
  await db`
    insert into hit_rollups (account_id, hour, rendering_id, link, device, country, test, counted, clicks, unique_clicks, clickers, views, prefetches, bots)
    select account_id, date_trunc('hour', at), rendering_id, link, device, country, false, true, count(*), count(*), count(*), 0, 0, 0
    from hits group by 1, 2, 3, 4, 5, 6`
  await db`
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, last_hit_at, message_clicks, message_views,
      message_prefetches, message_bots, message_first_click_at)
    select id, link, account_id, case when link = (id / ${ONE_IN}) % 2 then 1 else 0 end, case when id % 30 = 0 then 1 else 0 end, 0, 0,
      case when link = (id / ${ONE_IN}) % 2 then now() end, now(), case when link = 0 then 1 else 0 end, case when link = 0 and id % 30 = 0 then 1 else 0 end,
      0, 0, case when link = 0 then now() end
    from messages cross join (values (0), (1)) as two (link) where id % ${ONE_IN} = 0 and submitted_at is not null`
}

async function addConversions({ db }: Database): Promise<void> {
  await db`
    insert into conversions (account_id, test, at, name, source, state, reason, message_id, rendering_id, link, clicked_at, currency, value_micros)
    select account_id, false, now(), 'order', 'server', 'attributed', 'click', id, rendering_id, 0, now(), 'EUR', 1000000 from messages where id % 1002 = 0 and submitted_at is not null`
}
