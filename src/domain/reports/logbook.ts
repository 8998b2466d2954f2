import type { MessageState } from '../../contract/messages.ts'
import type { Db } from '../../platform/db.ts'

/** A message with what is known of it; the text is rendered by whoever shows it. */
export type LogbookRow = {
  id: bigint
  renderingId: bigint
  state: MessageState
  test: boolean
  phone: string
  sender: string
  mergeValues: Record<string, string> | null
  firstNumber: bigint | null
  label: string | null
  reference: string | null
  campaignId: bigint | null
  variantId: bigint | null
  tracking: 'full' | 'aggregate' | 'off'
  encoding: 'gsm7' | 'ucs2'
  parts: number
  priceMicros: bigint | null
  currency: string | null
  failure: string | null
  flash: boolean
  onUnknown: 'resend' | 'keep'
  attempts: number
  createdAt: Date
  createdAtText: string
  sendAt: Date
  validUntil: Date
  submittedAt: Date | null
  acceptedAt: Date | null
  settledAt: Date | null
  clicks: number
  views: number
  prefetches: number
  bots: number
  firstClickAt: Date | null
  conversions: number
  /** Its text can no longer be told: the person was erased, or the merge values went by their retention. */
  isErased: boolean
}

/** One message of an account. */
export async function findMessage(db: Db, { accountId, id }: { accountId: bigint; id: bigint }): Promise<LogbookRow | undefined> {
  const [row] = await db<LogbookRow[]>`${selectRow(db)} where messages.account_id = ${accountId} and messages.id = ${id}`
  return row
}

/** Messages of an account by their ids, newest first; at most a hundred. */
export const listMessagesById = (db: Db, { accountId, ids }: { accountId: bigint; ids: readonly bigint[] }) => db<LogbookRow[]>`
  ${selectRow(db)} where messages.account_id = ${accountId} and messages.id = any(${ids.map(String)}::bigint[]) order by messages.id desc limit 100`

/** What is known of messages, to be followed by a condition. */
export const selectRow = (db: Db) => db`
  select messages.id, messages.rendering_id as "renderingId", state, messages.test, phone, sender, merge_values as "mergeValues",
    coalesce(messages.first_number, batches.first_number + (messages.id - batches.first_message_id) * batches.links_per_message) as "firstNumber",
    label, reference, messages.campaign_id as "campaignId", messages.variant_id as "variantId", messages.tracking, encoding, parts, price_micros as "priceMicros", currency, failure, flash, on_unknown as "onUnknown", attempts,
    messages.created_at as "createdAt", to_char(messages.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAtText", send_at as "sendAt", valid_until as "validUntil", submitted_at as "submittedAt", accepted_at as "acceptedAt",
    settled_at as "settledAt", coalesce(message_totals.clicks, 0) as clicks, coalesce(message_totals.views, 0) as views,
    coalesce(message_totals.prefetches, 0) as prefetches, coalesce(message_totals.bots, 0) as bots, message_totals.first_click_at as "firstClickAt",
    (select count(*)::int from conversions where conversions.message_id = messages.id and conversions.state = 'attributed') as conversions,
    messages.erased_at is not null or values_erased_at is not null as "isErased"
  from messages
  left join batches on batches.id = messages.batch_id
  left join message_totals on message_totals.message_id = messages.id`

export type LinkRow = {
  id: bigint
  position: number
  destination: string
  destinationKind: 'fixed' | 'fields' | 'value'
  takenDown: boolean
  clicks: number
  views: number
  prefetches: number
  bots: number
  firstClickAt: Date | null
  firstViewAt: Date | null
}

/** The tracked links of a message with what this recipient did. */
export const listLinksOfMessage = (
  db: Db,
  { accountId, messageId, renderingId }: { accountId: bigint; messageId: bigint; renderingId: bigint },
) => db<LinkRow[]>`
  select links.id, position, destination, destination_kind as "destinationKind", taken_down_at is not null as "takenDown",
    coalesce(clicks, 0) as clicks, coalesce(views, 0) as views, coalesce(prefetches, 0) as prefetches, coalesce(bots, 0) as bots,
    first_click_at as "firstClickAt", first_view_at as "firstViewAt"
  from links
  left join link_totals on link_totals.message_id = ${messageId} and link_totals.link = links.position
  where links.account_id = ${accountId} and links.rendering_id = ${renderingId}
  order by position limit 100`

export type HitRow = {
  at: Date
  link: number
  verdict: 'click' | 'view' | 'prefetch' | 'bot'
  reasons: string[]
  head: boolean
  answer: number
  userAgent: string
  network: string | null
  networkCountry: string | null
  networkOverBudget: boolean
  device: string
  os: string
  browser: string
  app: string
  position: string
}

/**
 * The hits of a message, oldest first. A message's hits may come in the same millisecond, so a page goes on after time and place in the table;
 * raw hits are only ever added, so that place stays.
 */
export const listHits = (
  db: Db,
  {
    accountId,
    messageId,
    after,
    limit,
  }: { accountId: bigint; messageId: bigint; after: { at: string; position: string } | undefined; limit: number },
) => db<HitRow[]>`
  select at, link, verdict, reasons, head, answer, user_agent as "userAgent", network::text as network, country as "networkCountry",
    network_over_budget as "networkOverBudget", device, os, browser, app, tableoid::text || ':' || ctid::text as position
  from hits
  where account_id = ${accountId} and message_id = ${messageId}
    ${after === undefined ? db`` : db`and (at, tableoid::text || ':' || ctid::text) > (${after.at}::timestamptz, ${after.position})`}
  order by at, tableoid::text || ':' || ctid::text limit ${limit}`
