import type { Decision } from '../../src/contract/experiments.ts'
import { viewDecision } from '../../src/http/experimentView.ts'
import { findExperiment, listDecisions, type ExperimentRow, type Target } from '../../src/domain/experiments/store.ts'
import { lookAtExperiments } from '../../src/jobs/experiments.ts'
import type { Pool } from '../../src/platform/db.ts'

/** Experiments whose time goes by when the test says so. */
export function experimentWorld(db: Pool) {
  /** Everything that was sent, and every deed, becomes so much older; whoever waits for a look gets one. */
  async function pass(campaignId: bigint, minutes: number): Promise<void> {
    const age = db`make_interval(mins => ${minutes})`
    await db`update messages set submitted_at = submitted_at - ${age} where campaign_id = ${campaignId}`
    await db`
      update link_totals set message_first_click_at = message_first_click_at - ${age}
      where message_first_click_at is not null and message_id in (select id from messages where campaign_id = ${campaignId})`
    await db`
      update hits set at = hits.at - ${age}
      where message_id in (select id from messages where campaign_id = ${campaignId})`
    await db`
      update experiments set started_at = started_at - ${age}, deadline_at = deadline_at - ${age}, settled_at = settled_at - ${age},
        looked_at = looked_at - ${age}, next_look_at = now()
      where campaign_id = ${campaignId}`
    await look()
  }

  async function look(): Promise<void> {
    while ((await lookAtExperiments(db)) === 'again');
  }

  const click = (campaignId: bigint, variant: string, clicks: Clicks) => clickSome(db, { campaignId, variant, ...clicks })

  async function experimentOf(target: Target): Promise<ExperimentRow> {
    const row = await findExperiment(db, target)
    if (row === undefined) throw new Error(`Campaign ${target.campaignId} has no experiment`)
    return row
  }

  /** Decisions, oldest first. */
  const decisionsOf = async (target: Target): Promise<Decision[]> =>
    (await listDecisions(db, target, { before: undefined, limit: 200 })).map(viewDecision).toReversed()

  /** Messages of the first two variants. */
  async function countOf(campaignId: bigint): Promise<{ A: number; B: number }> {
    const rows = await db<{ name: string; n: number }[]>`
      select name, count(messages.id)::int as n from campaign_variants left join messages on variant_id = campaign_variants.id
      where campaign_variants.campaign_id = ${campaignId} group by name`
    const of = (wanted: string) => rows.find(({ name }) => name === wanted)?.n ?? 0
    return { A: of('A'), B: of('B') }
  }

  return { pass, look, click, experimentOf, decisionsOf, countOf }
}

type Clicks = { count: number; network?: string }

/** Some recipients of a variant click, one minute after it was sent; each from a network of its own unless told. */
async function clickSome(
  db: Pool,
  { campaignId, variant, count, network }: Clicks & { campaignId: bigint; variant: string },
): Promise<void> {
  const rows = await db<{ id: bigint; at: Date }[]>`
    select messages.id, submitted_at + interval '1 minute' as at from messages join campaign_variants on campaign_variants.id = variant_id
    where messages.campaign_id = ${campaignId} and name = ${variant} and submitted_at is not null
      and not exists (select from link_totals where message_id = messages.id) order by messages.id limit ${count}`
  for (const [place, { id, at }] of rows.entries())
    await db`
      with totals as (
        insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, last_hit_at, message_clicks, message_views,
          message_prefetches, message_bots, message_first_click_at)
        select id, 0, account_id, 1, 0, 0, 0, ${at}, ${at}, 1, 0, 0, 0, ${at} from messages where id = ${id}
      )
      insert into hits (account_id, at, message_id, rendering_id, link, test, answer, head, purpose, user_agent, network, network_over_budget, before_send,
        verdict, reasons, rules_version, device, os, browser, app)
      select account_id, ${at}, id, rendering_id, 0, false, 302, false, '', '', ${network ?? `198.${place >> 8}.${place & 255}.0/24`}::text::inet, false, false,
        'click', '{}', 1, 'phone', '', '', '' from messages where id = ${id}`
}
