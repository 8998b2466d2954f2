import type { LinkState, ListLinksQuery } from '../../contract/links.ts'
import { AppError } from '../../lib/errors.ts'
import type { Db } from '../../platform/db.ts'

/** A tracked link with what became of it, over all messages that hold it but tests. */
export type LinkFigures = {
  id: bigint
  renderingId: bigint
  position: number
  destination: string
  destinationKind: 'fixed' | 'fields' | 'value'
  takenDownAt: Date | null
  expiresAt: Date | null
  createdAt: Date
  state: LinkState
  text: string
  campaignId: bigint | null
  campaignName: string | null
  /** null where the campaign has one variant only. */
  variantName: string | null
  totalClicks: number
  uniqueClicks: number | null
  views: number
  prefetches: number
  bots: number
  conversions: number
}

type Asked = { accountId: bigint; filter: ListLinksQuery; after: bigint | undefined }

/** Links of an account, newest first, one more than the page holds. The page is found first; its figures are added up for it alone. */
export async function listLinksWithFigures(db: Db, { accountId, filter, after }: Asked): Promise<LinkFigures[]> {
  // Without a letter or a digit there is no word, and every destination would hold all of none.
  if (filter.words !== undefined && !/[\p{L}\p{N}]/u.test(filter.words)) return []
  return db<LinkFigures[]>`
    with page as materialized (
      ${selectLinks(db)}
      where links.account_id = ${accountId}
        ${after === undefined ? db`` : db`and links.id < ${after}`}
        ${filter.campaign_id === undefined ? db`` : db`and renderings.campaign_id = ${filter.campaign_id}::text::bigint`}
        ${filter.words === undefined ? db`` : db`and account_words(links.account_id, links.destination) @> account_words(${accountId}, ${filter.words})`}
        ${filter.state === undefined ? db`` : inState(db, filter.state)}
      order by links.id desc limit ${filter.limit + 1}
    )
    ${addFigures(db)}`
}

/**
 * One link as the list has it.
 * @throws AppError `not_found`
 */
export async function findLinkWithFigures(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<LinkFigures> {
  const [row] = await db<LinkFigures[]>`
    with page as materialized (${selectLinks(db)} where links.account_id = ${accountId} and links.id = ${id})
    ${addFigures(db)}`
  if (row === undefined) throw new AppError('not_found', `There is no link ${id} in this account.`)
  return row
}

const selectLinks = (db: Db) => db`
  select links.*, renderings.campaign_id, renderings.variant_id, renderings.template_version_id
  from links join renderings on renderings.id = links.rendering_id`

/** The links of `page` with their figures. */
const addFigures = (db: Db) => db`
  select page.id, page.rendering_id as "renderingId", page.position, destination, destination_kind as "destinationKind",
    taken_down_at as "takenDownAt", expires_at as "expiresAt", page.created_at as "createdAt", ${stateOf(db)} as state,
    template_versions.text, page.campaign_id as "campaignId", campaigns.name as "campaignName", variants.name as "variantName",
    coalesce(clicks, 0)::float8 as "totalClicks", case when clicks is null then 0 else unique_clicks::float8 end as "uniqueClicks",
    coalesce(views, 0)::float8 as views, coalesce(prefetches, 0)::float8 as prefetches, coalesce(bots, 0)::float8 as bots,
    coalesce(attributed, 0)::float8 as conversions
  from page
  join template_versions on template_versions.id = template_version_id
  left join campaigns on campaigns.account_id = page.account_id and campaigns.id = page.campaign_id
  left join campaign_variants as variants on variants.account_id = page.account_id and variants.id = page.variant_id and exists (
    select from campaign_variants as others
    where others.account_id = page.account_id and others.campaign_id = page.campaign_id and others.id <> page.variant_id
  )
  cross join lateral (
    select sum(clicks) as clicks, sum(unique_clicks) filter (where counted) as unique_clicks, sum(views) as views, sum(prefetches) as prefetches,
      sum(bots) as bots
    from hit_rollups
    where hit_rollups.account_id = page.account_id and hit_rollups.rendering_id = page.rendering_id and link = page.position and not test
  ) as sums
  cross join lateral (
    select sum(conversion_rollups.conversions) as attributed from conversion_rollups
    where conversion_rollups.account_id = page.account_id and conversion_rollups.rendering_id = page.rendering_id and link = page.position
      and not test and outcome = 'attributed'
  ) as orders
  order by page.id desc`

const stateOf = (db: Db) => db`
  case when taken_down_at is not null then 'taken_down' when expires_at <= now() then 'expired' else 'active' end`

/** As the index of links that end has it. */
function inState(db: Db, state: LinkState) {
  switch (state) {
    case 'taken_down':
      return db`and taken_down_at is not null`
    case 'expired':
      return db`and expires_at is not null and expires_at <= now() and taken_down_at is null`
    case 'active':
      return db`and taken_down_at is null and (expires_at is null or expires_at > now())`
  }
}
