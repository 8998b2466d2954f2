import type { Db, Transaction } from '../../platform/db.ts'
import type { Batch, Special } from './batch.ts'

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

/** Forgets positions of segments that are long gone, in one bounded slice. */
export async function prunePositions(db: Db, { days, limit }: { days: number; limit: number }): Promise<number> {
  const rows = await db`
    delete from journals where ctid = any(array(
      select ctid from journals where updated_at < now() - make_interval(days => ${days}) limit ${limit}
    ))
    returning 1`
  return rows.length
}

/** Two small partial indexes answer, one for each kind. */
export async function listSpecial(db: Db, { messageIds }: { messageIds: string }): Promise<Special> {
  const rows = await db<{ id: bigint; isErased: boolean }[]>`
    select id, false as "isErased" from messages where id = any(${messageIds}::bigint[]) and submitted_at is null
    union all
    select id, true from messages where id = any(${messageIds}::bigint[]) and erased_at is not null`
  const idsOf = (isErased: boolean) => new Set(rows.filter((row) => row.isErased === isErased).map(({ id }) => Number(id)))
  return { unsent: idsOf(false), erased: idsOf(true) }
}

/**
 * Writes a batch: raw hits, totals, events and roll-ups in one statement.
 *
 * Uniques stay right when several nodes drain at once: a row whose clicks equal those that this statement added got its first click here,
 * and the row's lock lets only one say so. Rows are locked in the order of their keys, and roll-ups, which all nodes share, come last.
 * The shared lock keeps the review's mark where it is until this batch can be seen (reviewStore.ts).
 */
export async function addBatch(tx: Transaction, batch: Batch): Promise<void> {
  // The planner takes arrays for short ones and would join them by nested loops: 25 million comparisons for 5,000 hits.
  await tx`select set_config('enable_nestloop', 'off', true), pg_advisory_xact_lock_shared(hashtext('tapline review mark'))`
  await tx`
    with ${hitRows(tx, batch)}, ${addTotals(tx)}, ${addHits(tx, batch)}, ${addEvents(tx)}, ${addLateRange(tx)}
    ${addRollups(tx)}`
}

const hitRows = (tx: Transaction, { hits, places, profiles }: Batch) => tx`
  place as materialized (
    select *, '","link":' || link || ',"rendering_id":"' || rendering_id || '","at":' as event_part from unnest(
      ${places.accountId}::bigint[], ${places.renderingId}::bigint[], ${places.link}::smallint[], ${places.codeSpaceId}::smallint[],
      ${places.test}::boolean[], ${places.answer}::smallint[], ${places.overBudget}::boolean[]
    ) with ordinality as place (account_id, rendering_id, link, code_space_id, test, answer, over_budget, place)
  ), profile as materialized (
    select *, verdict = 'click' as is_click, verdict = 'view' as is_view, verdict = 'prefetch' as is_prefetch, verdict = 'bot' as is_bot
    from unnest(
      ${profiles.head}::boolean[], ${profiles.purpose}::text[], ${profiles.userAgent}::text[], ${profiles.beforeSend}::boolean[],
      ${profiles.verdict}::text[], ${profiles.reasons}::text[], ${profiles.device}::text[], ${profiles.os}::text[], ${profiles.browser}::text[],
      ${profiles.app}::text[], ${profiles.event}::text[], ${profiles.erased}::boolean[]
    ) with ordinality as profile (head, purpose, user_agent, before_send, verdict, reasons, device, os, browser, app, event, erased, profile)
  ), hit as materialized (
    select to_timestamp(at / 1000) as at, to_timestamp(floor(at / 3600000) * 3600) as hour, message_id, number, network, country,
      place, profile, is_alone, row
    from unnest(
      ${hits.at}::float8[], ${hits.messageId}::bigint[], ${hits.number}::bigint[], ${hits.network}::inet[], ${hits.country}::text[],
      ${hits.place}::bigint[], ${hits.profile}::bigint[], ${hits.isAlone}::boolean[]
    ) with ordinality as hit (at, message_id, number, network, country, place, profile, is_alone, row)
  )`

const addHits = (tx: Transaction, { profiles }: Batch) => tx`
  added_hits as (
    insert into hits (account_id, at, message_id, code_space_id, number, rendering_id, link, test, answer, head, purpose, user_agent,
      network, country, network_over_budget, before_send, verdict, reasons, rules_version, device, os, browser, app, erased, first_of_link, first_of_message)
    select account_id, at, message_id, code_space_id, number, rendering_id, link, test, answer, head, purpose, user_agent,
      network, country, over_budget, before_send, verdict, reasons::text[], ${profiles.rulesVersion}, device, os, browser, app, erased,
      first_of_link, first_of_message
    from marked_hit join place using (place) join profile using (profile)
    returning 1
  )`

/** Hits of a time that the review has passed: the database was away, or the journal of a lost node is brought in. */
const addLateRange = (tx: Transaction) => tx`
  late_range as (
    insert into hit_review_ranges (from_at, to_at)
    select min(at), max(at) from hit
    where message_id is not null and at < (select reviewed_to from hit_review)
    having count(*) > 0
    returning 1
  )`

/**
 * The message's sums go to its row of link 0, which is made when only another link was hit. Rows are put into the
 * order of their keys after everything that hashes: two drains that meet then lock them in the same order. `first_clicks` holds the hits, by
 * their row, that were the first click of their link or message. Most hits are alone: their sums are themselves, and need no grouping.
 */
const addTotals = (tx: Transaction) => tx`
  link_sums as materialized (
    select message_id, link, account_id, count(*) filter (where is_click) as clicks, count(*) filter (where is_view) as views,
      count(*) filter (where is_prefetch) as prefetches, count(*) filter (where is_bot) as bots,
      min(at) filter (where is_click) as first_click_at, min(at) filter (where is_view) as first_view_at, max(at) as last_hit_at,
      min(row) filter (where is_click) as first_click_row
    from hit join place using (place) join profile using (profile)
    where message_id is not null and not is_alone
    group by message_id, link, account_id
    order by message_id, link
  ), message_sums as materialized (
    select message_id, account_id, sum(clicks) as clicks, sum(views) as views, sum(prefetches) as prefetches, sum(bots) as bots,
      min(first_click_at) as first_click_at, min(first_click_row) as first_click_row
    from link_sums
    group by message_id, account_id
  ), sums as materialized (
    select message_id, 0::smallint as link, message_sums.account_id, coalesce(links.clicks, 0) as clicks, coalesce(links.views, 0) as views,
      coalesce(links.prefetches, 0) as prefetches, coalesce(links.bots, 0) as bots, links.first_click_at, links.first_view_at,
      links.last_hit_at, links.first_click_row, message_sums.clicks as message_clicks, message_sums.views as message_views,
      message_sums.prefetches as message_prefetches, message_sums.bots as message_bots,
      message_sums.first_click_at as message_first_click_at, message_sums.first_click_row as message_first_click_row
    from message_sums left join (select * from link_sums where link = 0) as links using (message_id)
    union all
    select message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at, first_click_row,
      0, 0, 0, 0, null, null
    from link_sums where link > 0
    union all
    select message_id, link, account_id, is_click::integer, is_view::integer, is_prefetch::integer, is_bot::integer,
      case when is_click then at end, case when is_view then at end, at, null,
      is_click::integer, is_view::integer, is_prefetch::integer, is_bot::integer, case when is_click then at end, null
    from hit join place using (place) join profile using (profile)
    where is_alone
  ), added_totals as (
    insert into link_totals (message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at,
      message_clicks, message_views, message_prefetches, message_bots, message_first_click_at)
    select message_id, link, account_id, clicks, views, prefetches, bots, first_click_at, first_view_at, last_hit_at,
      message_clicks, message_views, message_prefetches, message_bots, message_first_click_at
    from sums
    order by message_id, link
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
  ), first_clicks as materialized (
    select case when added.clicks = sums.clicks then first_click_row end as link_row,
      case when added.message_clicks = sums.message_clicks then message_first_click_row end as message_row
    from added_totals as added join sums using (message_id, link)
    where first_click_row is not null or message_first_click_row is not null
  ), marked_hit as materialized (
    select hit.*, links.link_row is not null as first_of_link, messages.message_row is not null as first_of_message
    from hit
    left join first_clicks as links on links.link_row = row
    left join first_clicks as messages on messages.message_row = row
    where not is_alone
    union all
    select hit.*, is_click and clicks = 1, is_click and message_clicks = 1
    from hit join profile using (profile) join (select * from added_totals where link = 0) as added using (message_id)
    where is_alone
  )`

/** Of clicks and views, and of the others where an endpoint asks for them: a look into a small index, once for the batch. */
const addEvents = (tx: Transaction) => tx`
  added_events as (
    insert into outbox (account_id, type, test, data)
    select account_id, 'hit.' || verdict, test,
      ('{"message_id":"' || message_id || event_part || to_json(at) || ',"network_country":' ||
        coalesce('"' || country || '",', 'null,') || event || case when first_of_link then ',"first":true}' else ',"first":false}' end)::json
    from marked_hit join place using (place) join profile using (profile)
    where message_id is not null and (is_click or is_view or account_id = any(array(
      select webhook_endpoints.account_id from webhook_endpoints where types && array['hit.bot', 'hit.prefetch'] and state <> 'disabled'
    )))
    returning 1
  )`

/** Counted by what the hits point to first: a batch has few of those, and only they take part in what follows. */
const addRollups = (tx: Transaction) => tx`
  , counted_hits as materialized (
    select hour, country, place, profile, message_id is not null as counted, count(*) as hits,
      count(*) filter (where first_of_link) as unique_clicks, count(*) filter (where first_of_message) as clickers
    from marked_hit
    group by hour, country, place, profile, message_id is not null
  )
  insert into hit_rollups (account_id, hour, rendering_id, link, device, country, test, counted,
    clicks, unique_clicks, clickers, views, prefetches, bots)
  select account_id, hour, rendering_id, link, device, coalesce(country, ''), test, counted, coalesce(sum(hits) filter (where is_click), 0),
    sum(unique_clicks), sum(clickers), coalesce(sum(hits) filter (where is_view), 0), coalesce(sum(hits) filter (where is_prefetch), 0),
    coalesce(sum(hits) filter (where is_bot), 0)
  from counted_hits join place using (place) join profile using (profile)
  where (select count(*) from added_hits) + (select count(*) from added_events) >= 0
  group by account_id, hour, rendering_id, link, device, coalesce(country, ''), test, counted
  order by account_id, hour, rendering_id, link, device, coalesce(country, ''), test, counted
  on conflict (account_id, hour, rendering_id, link, device, country, test, counted) do update set
    clicks = hit_rollups.clicks + excluded.clicks,
    unique_clicks = hit_rollups.unique_clicks + excluded.unique_clicks,
    clickers = hit_rollups.clickers + excluded.clickers,
    views = hit_rollups.views + excluded.views,
    prefetches = hit_rollups.prefetches + excluded.prefetches,
    bots = hit_rollups.bots + excluded.bots`
