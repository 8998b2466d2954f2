import type { StatsQuery } from '../../contract/stats.ts'
import type { Db } from '../../platform/db.ts'

/** The period of a report: from its first hour, to before its last; test messages have figures of their own. */
export type Period = { accountId: bigint; from: Date; to: Date; test: boolean }

export type MessageFigures = { created: number; sent: number; reached: number; delivered: number; clicked: number; converted: number }

/** Messages created in a period; the words are those of docs/metrics.md. */
export async function countMessages(db: Db, { accountId, from, to, test }: Period): Promise<MessageFigures> {
  const [row] = await db<MessageFigures[]>`
    select count(*)::int as created, count(submitted_at)::int as sent,
      count(*) filter (where state in ('accepted', 'delivered') or (state = 'unknown' and message_totals.clicks > 0))::int as reached,
      count(*) filter (where state = 'delivered')::int as delivered,
      count(*) filter (where message_totals.clicks > 0)::int as clicked,
      count(*) filter (where exists (
        select from conversions where account_id = ${accountId} and message_id = messages.id and conversions.state = 'attributed'
      ))::int as converted
    from messages left join message_totals on message_totals.message_id = messages.id
    where messages.account_id = ${accountId} and messages.created_at >= ${from} and messages.created_at < ${to} and test = ${test}`
  if (row === undefined) throw new Error('A count without a group gives one row')
  return row
}

export type HitFigures = {
  total_clicks: number
  unique_clicks: number | null
  clickers: number | null
  views: number
  prefetches: number
  bots: number
}

/** All hits of a period. Uniques are null when every hit was counted in aggregate mode. */
export async function countHits(db: Db, period: Period): Promise<HitFigures> {
  const [row] = await db<HitFigures[]>`select ${figures(db)} from hit_rollups where ${inPeriod(db, period)}`
  if (row === undefined) throw new Error('A sum without a group gives one row')
  return row
}

/** Most groups that one answer holds: the hours of 41 days. */
export const MAX_GROUPS = 1_000

/** Hits of a period in groups, biggest key last for times, most clicks first for devices, countries and links. */
export async function groupHits(db: Db, { by, timeZone, ...period }: Period & { by: StatsQuery['by']; timeZone: string }) {
  switch (by) {
    case 'hour':
    case 'day':
      return db<(HitFigures & { key: string; destination: null })[]>`
        select to_char((date_trunc(${by}, hour at time zone ${timeZone}) at time zone ${timeZone}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as key,
          null as destination, ${figures(db)}
        from hit_rollups where ${inPeriod(db, period)} group by 1 order by 1 limit ${MAX_GROUPS}`
    case 'device':
      return db<(HitFigures & { key: string; destination: null })[]>`
        select device as key, null as destination, ${figures(db)}
        from hit_rollups where ${inPeriod(db, period)} group by 1 order by 3 desc, 1 limit ${MAX_GROUPS}`
    case 'country':
      return db<(HitFigures & { key: string; destination: null })[]>`
        select case when country = '' then 'unknown' else country end as key, null as destination, ${figures(db)}
        from hit_rollups where ${inPeriod(db, period)} group by 1 order by 3 desc, 1 limit ${MAX_GROUPS}`
    case 'link':
      return db<(HitFigures & { key: string; destination: string | null })[]>`
        with grouped as (
          select rendering_id, link, ${figures(db)} from hit_rollups where ${inPeriod(db, period)}
          group by rendering_id, link order by 3 desc, 1, 2 limit ${MAX_GROUPS}
        )
        select coalesce(links.id::text, 'deleted') as key, destination, sum(total_clicks)::int as total_clicks, sum(unique_clicks)::int as unique_clicks,
          sum(clickers)::int as clickers, sum(views)::int as views, sum(prefetches)::int as prefetches, sum(bots)::int as bots
        from grouped left join links on links.rendering_id = grouped.rendering_id and links.position = grouped.link
        group by links.id, destination
        order by 3 desc, links.id`
  }
}

const figures = (db: Db) => db`
  coalesce(sum(clicks), 0)::int as total_clicks,
  case when bool_and(not counted) then null else coalesce(sum(unique_clicks), 0)::int end as unique_clicks,
  case when bool_and(not counted) then null else coalesce(sum(clickers), 0)::int end as clickers,
  coalesce(sum(views), 0)::int as views, coalesce(sum(prefetches), 0)::int as prefetches, coalesce(sum(bots), 0)::int as bots`

const inPeriod = (db: Db, { accountId, from, to, test }: Period) =>
  db`account_id = ${accountId} and hour >= date_trunc('hour', ${from}::timestamptz) and hour < ${to} and test = ${test}`
