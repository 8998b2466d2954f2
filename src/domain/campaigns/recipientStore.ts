import type { RecipientDeed } from '../../contract/campaignRecipients.ts'
import type { MessageState } from '../../contract/messages.ts'
import type { Db, Fragment } from '../../platform/db.ts'

/** Where a page of recipients ended: time to the microsecond and id. */
export type RecipientPlace = { at: string; id: bigint }

export type RecipientFilter = {
  did?: RecipientDeed
  state?: MessageState
  variantId?: bigint
  position?: number
  device?: string
  country?: string
}

export type RecipientRow = {
  id: bigint
  at: string
  phone: string
  state: MessageState
  variantId: bigint | null
  counted: boolean
  submittedAt: Date | null
  clicks: number
  views: number
  bots: number
  firstClickAt: Date | null
  conversions: number
  failure: string | null
}

type Slice = { accountId: bigint; campaignId: bigint; after: RecipientPlace | undefined }

/** Where the next so many messages of a campaign end, newest first; undefined: fewer are left. */
export async function findSliceEnd(db: Db, { size, ...slice }: Slice & { size: number }): Promise<RecipientPlace | undefined> {
  const [row] = await db<RecipientPlace[]>`
    select ${place(db)} as at, id from messages where ${inSlice(db, slice)} order by created_at desc, id desc offset ${size - 1} limit 1`
  return row
}

/** Recipients of a slice who fit, newest first. */
export const listRecipients = (
  db: Db,
  { until, filter, limit, ...slice }: Slice & { until: RecipientPlace | undefined; filter: RecipientFilter; limit: number },
) => db<RecipientRow[]>`
  with messages as materialized (
    select id, created_at, phone, state, variant_id, tracking, link_count, submitted_at, failure from messages
    where ${inSlice(db, slice)} ${until === undefined ? db`` : db`and (created_at, id) >= (${until.at}::text::timestamptz, ${until.id})`}
      ${conditions(db, slice.accountId, filter)}
    order by created_at desc, id desc limit ${limit}
  )
  select messages.id, ${place(db)} as at, phone, state, variant_id as "variantId", tracking = 'full' and link_count > 0 as counted,
    submitted_at as "submittedAt", coalesce(message_clicks, 0) as clicks, coalesce(message_views, 0) as views, coalesce(message_bots, 0) as bots,
    message_first_click_at as "firstClickAt", failure,
    (select count(*)::int from conversions where conversions.message_id = messages.id and conversions.state = 'attributed') as conversions
  from messages left join link_totals on link_totals.message_id = messages.id and link_totals.link = 0
  order by created_at desc, messages.id desc`

const place = (db: Db) => db`to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const inSlice = (db: Db, { accountId, campaignId, after }: Slice) => db`account_id = ${accountId} and campaign_id = ${campaignId}
  ${after === undefined ? db`` : db`and (created_at, id) < (${after.at}::text::timestamptz, ${after.id})`}`

function conditions(db: Db, accountId: bigint, filter: RecipientFilter): Fragment {
  const { did, state, variantId, position, device, country } = filter
  const isByHit = device !== undefined || country !== undefined
  // Hits are asked for only of those who are known to have clicked.
  const place = did === 'not_clicked' ? undefined : position
  return db`
    ${state === undefined ? db`` : db`and state = ${state}`}
    ${variantId === undefined ? db`` : db`and variant_id = ${variantId}`}
    ${did === undefined ? db`` : db`and ${deed(db, accountId, did, position)}`}
    ${place === undefined || did === 'viewed' ? db`` : db`and ${clicked(db, accountId, place)}`}
    ${isByHit ? db`and ${hit(db, accountId, filter)}` : db``}`
}

function deed(db: Db, accountId: bigint, did: RecipientDeed, position: number | undefined): Fragment {
  switch (did) {
    case 'clicked':
      return clicked(db, accountId, position)
    // As docs/metrics.md has "reached"; who could not have been seen clicking did not click as far as anybody knows, which is not the same.
    case 'not_clicked':
      return db`(state in ('accepted', 'delivered') or (state = 'unknown' and ${clicked(db, accountId, undefined)}))
        and tracking = 'full' and link_count > 0 and not ${clicked(db, accountId, position)}`
    case 'viewed':
      return db`exists (select from link_totals where link_totals.message_id = messages.id ${
        position === undefined ? db`and link = 0 and message_views > 0` : db`and link = ${position} and views > 0`
      })`
    case 'converted':
      return db`exists (select from conversions where conversions.account_id = ${accountId} and conversions.message_id = messages.id
        and conversions.state = 'attributed' ${position === undefined ? db`` : db`and conversions.link = ${position}`})`
    case 'failed':
      return db`state in ('rejected', 'undelivered', 'expired')`
  }
}

const clicked = (db: Db, accountId: bigint, position: number | undefined): Fragment =>
  db`exists (select from link_totals where link_totals.account_id = ${accountId} and link_totals.message_id = messages.id and ${
    position === undefined ? db`link = 0 and message_first_click_at is not null` : db`link = ${position} and first_click_at is not null`
  })`

/**
 * Looked up message by message, and only for those who clicked: the planner would join the hits of the whole account instead. No hit is older
 * than its message, clocks aside, so most months of hits are passed over.
 */
const hit = (db: Db, accountId: bigint, { position, device, country }: RecipientFilter): Fragment => db`case when (
    select true from link_totals
    where link_totals.account_id = ${accountId} and link_totals.message_id = messages.id and link = 0 and message_first_click_at is not null limit 1
  ) then coalesce((
    select true from hits
    where hits.account_id = ${accountId} and hits.message_id = messages.id and hits.at >= messages.created_at - interval '1 day' and hits.verdict = 'click'
      ${position === undefined ? db`` : db`and hits.link = ${position}`} ${device === undefined ? db`` : db`and hits.device = ${device}`}
      ${country === undefined ? db`` : db`and coalesce(hits.country, '') = ${country}`}
    limit 1
  ), false) else false end`
