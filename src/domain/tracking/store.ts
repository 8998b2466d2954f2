import type { Db, Transaction } from '../../platform/db.ts'
import type { Batch } from './batch.ts'

/** How far a segment has been brought in, in bytes; 0 for one that nobody began. */
export async function findPosition(db: Db, { journalId, segment }: { journalId: string; segment: number }): Promise<number> {
  const [row] = await db<{ position: number }[]>`
    select position::float8 as position from journals where id = ${journalId} and segment = ${segment}`
  return row?.position ?? 0
}

/**
 * Moves a segment's position.
 * @returns false when it does not stand at `from`: another drain is at work, or an earlier commit whose answer was lost succeeded
 */
export async function advancePosition(
  tx: Transaction,
  { journalId, segment, from, to }: { journalId: string; segment: number; from: number; to: number },
): Promise<boolean> {
  const rows = await tx`
    insert into journals (id, segment, position)
    values (${journalId}, ${segment}, ${to})
    on conflict (id, segment) do update set position = excluded.position, updated_at = now()
    where journals.position = ${from}
    returning id`
  return rows.length === 1
}

/** Forgets positions of segments that are long gone. */
export async function prunePositions(db: Db, { days }: { days: number }): Promise<void> {
  await db`delete from journals where updated_at < now() - make_interval(days => ${days})`
}

/** Of these messages, those never claimed for sending: nobody can have tapped a link of theirs. */
export async function listUnsent(db: Db, { messageIds }: { messageIds: string }): Promise<Set<number>> {
  const rows = await db<{ id: bigint }[]>`
    select id from messages
    where id = any(${messageIds}::bigint[])
      and (state in ('queued', 'cancelled', 'suppressed') or (state = 'rejected' and submitted_at is null))`
  return new Set(rows.map(({ id }) => Number(id)))
}

/**
 * Writes a batch: raw hits, totals, events and roll-ups in one statement.
 *
 * Uniques stay right when several nodes drain at once: a row's clicks equal to those that this statement added mean that it made the first
 * click, and the row's lock lets only one say so. Roll-ups come last (they ask for the other counts), so that their rows, which all nodes
 * share, are locked for the shortest time.
 */
export const addBatch = (tx: Transaction, { hits, profiles, totals, rollups, events }: Batch) => tx`
  with total_rows as materialized (
    select * from unnest(
      ${totals.messageId}::bigint[], ${totals.link}::smallint[], ${totals.accountId}::bigint[], ${totals.place}::int[],
      ${totals.clicks}::int[], ${totals.views}::int[], ${totals.prefetches}::int[], ${totals.bots}::int[],
      ${totals.firstClickAt}::float8[], ${totals.firstViewAt}::float8[], ${totals.lastHitAt}::float8[], ${totals.rollup}::int[],
      ${totals.messageClicks}::int[], ${totals.messageViews}::int[], ${totals.messagePrefetches}::int[], ${totals.messageBots}::int[],
      ${totals.messageFirstClickAt}::float8[], ${totals.messageRollup}::int[]
    ) as row (message_id, link, account_id, place, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at, rollup,
      message_clicks, message_views, message_prefetches, message_bots, message_first_click_at, message_rollup)
  ), added_totals as (
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at,
      message_clicks, message_views, message_prefetches, message_bots, message_first_click_at)
    select message_id, link, account_id, clicks, views, prefetches, bots,
      to_timestamp(first_click_at / 1000), to_timestamp(first_view_at / 1000), to_timestamp(last_hit_at / 1000),
      message_clicks, message_views, message_prefetches, message_bots, to_timestamp(message_first_click_at / 1000)
    from total_rows
    on conflict (message_id, link) do update set
      clicks = link_totals.clicks + excluded.clicks,
      views = link_totals.views + excluded.views,
      prefetches = link_totals.prefetches + excluded.prefetches,
      bots = link_totals.bots + excluded.bots,
      first_click_at = least(link_totals.first_click_at, excluded.first_click_at),
      first_view_at = least(link_totals.first_view_at, excluded.first_view_at),
      last_hit_at = greatest(link_totals.last_hit_at, excluded.last_hit_at),
      message_clicks = link_totals.message_clicks + excluded.message_clicks,
      message_views = link_totals.message_views + excluded.message_views,
      message_prefetches = link_totals.message_prefetches + excluded.message_prefetches,
      message_bots = link_totals.message_bots + excluded.message_bots,
      message_first_click_at = least(link_totals.message_first_click_at, excluded.message_first_click_at)
    returning message_id, link, clicks, message_clicks
  ), firsts as materialized (
    select place,
      case when added_totals.clicks = total_rows.clicks then rollup else 0 end as rollup,
      case when added_totals.message_clicks = total_rows.message_clicks then message_rollup else 0 end as message_rollup
    from added_totals join total_rows using (message_id, link)
  ), added_hits as (
    insert into hits (account_id, at, message_id, code_space_id, number, rendering_id, link, test, answer, head, purpose, user_agent,
      network, network_over_budget, before_send, verdict, reasons, rules_version, device, os, browser, app)
    select account_id, to_timestamp(at / 1000), message_id, code_space_id, number, rendering_id, link, test, answer, head, purpose, user_agent,
      network::inet, over_budget, before_send, verdict, reasons::text[], ${profiles.rulesVersion}, device, os, browser, app
    from unnest(
      ${hits.at}::float8[], ${hits.accountId}::bigint[], ${hits.messageId}::bigint[], ${hits.codeSpaceId}::smallint[], ${hits.number}::bigint[],
      ${hits.renderingId}::bigint[], ${hits.link}::smallint[], ${hits.test}::boolean[], ${hits.answer}::smallint[], ${hits.network}::text[],
      ${hits.overBudget}::boolean[], ${hits.profile}::int[]
    ) as hit (at, account_id, message_id, code_space_id, number, rendering_id, link, test, answer, network, over_budget, profile)
    join unnest(
      ${profiles.head}::boolean[], ${profiles.purpose}::text[], ${profiles.userAgent}::text[], ${profiles.beforeSend}::boolean[],
      ${profiles.verdict}::text[], ${profiles.reasons}::text[], ${profiles.device}::text[], ${profiles.os}::text[], ${profiles.browser}::text[],
      ${profiles.app}::text[]
    ) with ordinality as profile (head, purpose, user_agent, before_send, verdict, reasons, device, os, browser, app, place)
      on profile.place = hit.profile
    returning 1
  ), added_events as (
    insert into outbox (account_id, type, test, data)
    select account_id, type, test, (data || case when coalesce(firsts.rollup, 0) > 0 then ',"first":true}' else ',"first":false}' end)::json
    from unnest(${events.accountId}::bigint[], ${events.type}::text[], ${events.test}::boolean[], ${events.place}::int[], ${events.data}::text[])
      as event (account_id, type, test, place, data)
    left join firsts using (place)
    returning 1
  )
  insert into hit_rollups (account_id, hour, rendering_id, link, device, test, counted, clicks, unique_clicks, clickers, views, prefetches, bots)
  select account_id, to_timestamp(hour / 1000), rendering_id, link, device, test, counted, clicks,
    coalesce(pairs.uniques, 0), coalesce(people.uniques, 0), views, prefetches, bots
  from unnest(
    ${rollups.place}::int[], ${rollups.accountId}::bigint[], ${rollups.hour}::float8[], ${rollups.renderingId}::bigint[],
    ${rollups.link}::smallint[], ${rollups.device}::text[], ${rollups.test}::boolean[], ${rollups.isCounted}::boolean[],
    ${rollups.clicks}::int[], ${rollups.views}::int[], ${rollups.prefetches}::int[], ${rollups.bots}::int[]
  ) with ordinality as sum (place, account_id, hour, rendering_id, link, device, test, counted, clicks, views, prefetches, bots, key_order)
  left join (select rollup as place, count(*) as uniques from firsts group by rollup) as pairs using (place)
  left join (select message_rollup as place, count(*) as uniques from firsts group by message_rollup) as people using (place)
  where (select count(*) from added_hits) + (select count(*) from added_events) >= 0
  order by key_order
  on conflict (account_id, hour, rendering_id, link, device, test, counted) do update set
    clicks = hit_rollups.clicks + excluded.clicks,
    unique_clicks = hit_rollups.unique_clicks + excluded.unique_clicks,
    clickers = hit_rollups.clickers + excluded.clickers,
    views = hit_rollups.views + excluded.views,
    prefetches = hit_rollups.prefetches + excluded.prefetches,
    bots = hit_rollups.bots + excluded.bots`
