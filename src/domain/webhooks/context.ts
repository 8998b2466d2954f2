import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'
import type { LoggedEvent } from './eventLog.ts'

/** What an event says of its message beyond its id, read when the event is sent. */
export type MessageContext = {
  id: string
  state: string
  phone: string
  country: string | null
  label: string | null
  reference: string | null
  renderingId: bigint
  firstNumber: bigint | null
  campaignId: bigint | null
  variantId: bigint | null
  mergeValues: Record<string, string> | null
  clicks: number
  views: number
  prefetches: number
  bots: number
}

export type LinkContext = { id: bigint; renderingId: bigint; position: number; kind: 'fixed' | 'fields' | 'value'; destination: string }

/** What people wrote; `phone` is theirs. */
export type InboundContext = { id: bigint; phone: string; recipient: string; text: string; at: Date }

/** All that the events of one account refer to, by id; what is past its retention is missing. */
export type Context = {
  messages: ReadonlyMap<string, MessageContext>
  links: ReadonlyMap<string, LinkContext>
  inbound: ReadonlyMap<string, InboundContext>
  campaigns: ReadonlyMap<string, string>
  variants: ReadonlyMap<string, string>
}

export const linkKey = (renderingId: bigint | string, position: number) => `${renderingId} ${position}`

/** Reads what some hundred events refer to, in a handful of statements. */
export async function readContext(
  db: Db,
  { accountId, events, includeRecipient }: { accountId: bigint; events: readonly LoggedEvent[]; includeRecipient: boolean },
): Promise<Context> {
  const idsOf = (name: string) => [...new Set(idsIn(events, name))]
  const [messages, inbound] = await Promise.all([
    listed(idsOf('message_id'), (ids) => listMessages(db, { accountId, ids, includeRecipient })),
    listed(idsOf('inbound_message_id'), (ids) => listInbound(db, { accountId, ids })),
  ])
  const hasLink = events.some(({ data }) => typeof data.link === 'number')
  const renderings = hasLink ? [...new Set([...messages.map(({ renderingId }) => renderingId), ...idsOf('rendering_id')])] : []
  const campaignIds = [...new Set([...messages.flatMap(({ campaignId }) => campaignId ?? []), ...idsOf('campaign_id')])]
  const variantIds = [...new Set([...messages.flatMap(({ variantId }) => variantId ?? []), ...idsOf('variant_id')])]
  const [links, campaigns, variants] = await Promise.all([
    listed(renderings, (ids) => listLinks(db, { accountId, ids })),
    listed(campaignIds, (ids) => listCampaigns(db, { accountId, ids })),
    listed(variantIds, (ids) => listVariants(db, { accountId, ids })),
  ])
  return {
    messages: new Map(messages.map((row) => [row.id, row])),
    inbound: new Map(inbound.map((row) => [String(row.id), row])),
    links: new Map(links.map((row) => [linkKey(row.renderingId, row.position), row])),
    campaigns: new Map(campaigns.map(({ id, name }) => [String(id), name])),
    variants: new Map(variants.map(({ id, name }) => [String(id), name])),
  }
}

function idsIn(events: readonly LoggedEvent[], name: string): bigint[] {
  const found: bigint[] = []
  for (const { data } of events) {
    const value = data[name]
    if ((typeof value === 'string' || typeof value === 'number') && /^\d{1,18}$/.test(String(value))) found.push(BigInt(value))
  }
  return found
}

const listed = async <T>(ids: bigint[], read: (ids: bigint[]) => Promise<readonly T[]>): Promise<readonly T[]> =>
  ids.length === 0 ? [] : read(ids)

type Ids = { accountId: bigint; ids: bigint[] }

const listMessages = (db: Db, { accountId, ids, includeRecipient }: Ids & { includeRecipient: boolean }) => db<MessageContext[]>`
  select messages.id::text as id, state, phone, country, label, reference, messages.rendering_id as "renderingId", messages.campaign_id as "campaignId",
    messages.variant_id as "variantId", ${includeRecipient ? db`merge_values` : db`null::jsonb`} as "mergeValues",
    coalesce(messages.first_number, batches.first_number + (messages.id - batches.first_message_id) * batches.links_per_message) as "firstNumber",
    coalesce(message_clicks, 0) as clicks, coalesce(message_views, 0) as views, coalesce(message_prefetches, 0) as prefetches,
    coalesce(message_bots, 0) as bots
  from messages
  left join batches on batches.id = messages.batch_id
  left join link_totals on link_totals.message_id = messages.id and link_totals.link = 0
  where messages.account_id = ${accountId} and messages.id = any(${arrayOf(ids, String)}::bigint[])`

const listLinks = (db: Db, { accountId, ids }: Ids) => db<LinkContext[]>`
  select id, rendering_id as "renderingId", position, destination_kind as kind, destination from links
  where account_id = ${accountId} and rendering_id = any(${ids}::bigint[])`

const listInbound = (db: Db, { accountId, ids }: Ids) => db<InboundContext[]>`
  select id, phone, recipient, text, received_at as at from inbound_messages where account_id = ${accountId} and id = any(${ids}::bigint[])`

const listCampaigns = (db: Db, { accountId, ids }: Ids) => db<{ id: bigint; name: string }[]>`
  select id, name from campaigns where account_id = ${accountId} and id = any(${ids}::bigint[])`

const listVariants = (db: Db, { accountId, ids }: Ids) => db<{ id: bigint; name: string }[]>`
  select id, name from campaign_variants where account_id = ${accountId} and id = any(${ids}::bigint[])`
