import type { ReportQuery } from '../../contract/campaignReport.ts'
import { AppError } from '../../lib/errors.ts'
import type { Db } from '../../platform/db.ts'
import type { HitFigures } from './stats.ts'

export type Campaign = { accountId: bigint; id: bigint }

/** What a report is narrowed down to; a link is a place in a variant's text. */
export type Narrowing = { variantId?: bigint; position?: number; device?: string; country?: string }

/** @throws AppError `not_found` for a variant, `link_unknown` for a link that the campaign has not */
export async function readNarrowing(
  db: Db,
  { accountId, id }: Campaign,
  { variant_id: variant, link_id: link, device, country }: ReportQuery,
): Promise<Narrowing> {
  const common = {
    ...(device === undefined ? {} : { device: device === 'unknown' ? '' : device }),
    ...(country === undefined ? {} : { country: country === 'unknown' ? '' : country }),
  }
  if (variant === undefined && link === undefined) return common
  const [row] = await db<{ variantId: bigint; position: number | null }[]>`
    select campaign_variants.id as "variantId", place.position
    from campaign_variants left join lateral (
      select position from renderings join links on links.rendering_id = renderings.id
      where renderings.campaign_id = ${id} and variant_id = campaign_variants.id and links.id = ${link ?? '0'}::text::bigint
    ) as place on true
    where campaign_variants.account_id = ${accountId} and campaign_variants.campaign_id = ${id}
      ${variant === undefined ? db`` : db`and campaign_variants.id = ${variant}::text::bigint`}
      ${link === undefined ? db`` : db`and place.position is not null`}
    limit 1`
  if (row === undefined && link !== undefined)
    throw new AppError('link_unknown', `Campaign ${id} has no link ${link}${variant === undefined ? '' : ` in variant ${variant}`}.`, {
      field: 'link_id',
    })
  if (row === undefined) throw new AppError('not_found', `Campaign ${id} has no variant ${variant}.`, { field: 'variant_id' })
  return { ...common, variantId: row.variantId, ...(row.position === null ? {} : { position: row.position }) }
}

/** Messages of a variant by state, and by whether they were ever handed to a carrier. */
export type StateRow = {
  variantId: bigint
  state: string
  sent: boolean
  messages: number
  parts: number
  priceMicros: bigint
  unpriced: number
}

/** Kept by a trigger, so a million messages cost as much as ten. */
export const countVariantStates = (db: Db, { accountId, id }: Campaign) => db<StateRow[]>`
  select variant_id as "variantId", state, sent, sum(messages)::float8 as messages, sum(parts)::float8 as parts, sum(price_micros)::bigint as "priceMicros",
    sum(unpriced)::float8 as unpriced
  from campaign_counts where account_id = ${accountId} and campaign_id = ${id} group by variant_id, state, sent limit 400`

/** Messages of unknown fate that were clicked: somebody has them, whatever the carrier says. Two small indexes answer alone. */
export const countUnknownClicked = (db: Db, { accountId, id }: Campaign) => db<{ variantId: bigint; messages: number }[]>`
  select variant_id as "variantId", count(*)::int as messages
  from messages
  where campaign_id = ${id} and state = 'unknown' and exists (
    select from link_totals
    where link_totals.account_id = ${accountId} and link_totals.message_id = messages.id and link = 0 and message_first_click_at is not null
  )
  group by variant_id limit 100`

export type HitSums = HitFigures & { key: string }

export type HitGroup = 'variant' | 'link' | 'device' | 'country' | 'hour'

/** Hours that a report lists at most; clicks come in the first days. */
export const MAX_HOURS = 1_000

/**
 * Roll-ups of a campaign, added up in one pass for all groups: its renderings are its own. Sums are of doubles, which are exact up to 2^53 and
 * take a third of the time of numerics.
 */
export const sumHits = (db: Db, { accountId, id }: Campaign, narrowing: Narrowing = {}) => db<
  (HitSums & { grouping: HitGroup; variantId: bigint | null })[]
>`
  with sums as materialized (
    select grouping(variant_id, link, device, country, hour) as kind, variant_id, link, device, country, hour, ${figures(db)}
    from renderings join hit_rollups on hit_rollups.account_id = renderings.account_id and hit_rollups.rendering_id = renderings.id
    where renderings.account_id = ${accountId} and renderings.campaign_id = ${id} and not hit_rollups.test ${within(db, narrowing)}
    group by grouping sets ((variant_id), (variant_id, link), (device), (country), (hour))
  )
  select ${groupOf(db)} as grouping, variant_id as "variantId", ${keyOf(db)} as key,
    total_clicks, unique_clicks, clickers, views, prefetches, bots
  from (select *, row_number() over (partition by kind order by hour desc) as place from sums) as placed
  where kind <> 30 or place <= ${MAX_HOURS}
  order by kind, hour desc`

/** The part of the sums, of hits or of conversions, that a report is narrowed down to. */
export const within = (db: Db, { variantId, position, device, country }: Narrowing) => db`
  ${variantId === undefined ? db`` : db`and variant_id = ${variantId}`} ${position === undefined ? db`` : db`and link = ${position}`}
  ${device === undefined ? db`` : db`and device = ${device}`} ${country === undefined ? db`` : db`and country = ${country}`}`

/** What a row of sums is grouped by: `kind` is `grouping(variant_id, link, device, country, hour)`. */
export const groupOf = (db: Db) =>
  db`case kind when 15 then 'variant' when 7 then 'link' when 27 then 'device' when 29 then 'country' else 'hour' end`

export const keyOf = (db: Db) => db`
  case kind when 7 then link::text when 27 then coalesce(nullif(device, ''), 'unknown') when 29 then coalesce(nullif(country, ''), 'unknown')
    when 30 then to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') else '' end`

const figures = (db: Db) => db`
  sum(clicks::float8) as total_clicks, sum(unique_clicks::float8) filter (where counted) as unique_clicks,
  sum(clickers::float8) filter (where counted) as clickers, sum(views::float8) as views, sum(prefetches::float8) as prefetches, sum(bots::float8) as bots`

/** The newest link at each place of a variant's text. */
export const listLinks = (db: Db, { accountId, id }: Campaign) => db<
  { id: string; variantId: bigint; position: number; destination: string }[]
>`
  select distinct on (variant_id, position) links.id::text as id, variant_id as "variantId", position, destination
  from renderings join links on links.rendering_id = renderings.id
  where renderings.account_id = ${accountId} and campaign_id = ${id}
  order by variant_id, position, links.id desc limit 1000`
