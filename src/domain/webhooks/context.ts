import type { Db } from '../../platform/db.ts'
import type { LoggedEvent } from './eventLog.ts'
import { listMessages, type MessageContext } from './messageContext.ts'

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

const listLinks = (db: Db, { accountId, ids }: Ids) => db<LinkContext[]>`
  select id, rendering_id as "renderingId", position, destination_kind as kind, destination from links
  where account_id = ${accountId} and rendering_id = any(${ids}::bigint[])`

const listInbound = (db: Db, { accountId, ids }: Ids) => db<InboundContext[]>`
  select id, phone, recipient, text, received_at as at from inbound_messages where account_id = ${accountId} and id = any(${ids}::bigint[])`

const listCampaigns = (db: Db, { accountId, ids }: Ids) => db<{ id: bigint; name: string }[]>`
  select id, name from campaigns where account_id = ${accountId} and id = any(${ids}::bigint[])`

const listVariants = (db: Db, { accountId, ids }: Ids) => db<{ id: bigint; name: string }[]>`
  select id, name from campaign_variants where account_id = ${accountId} and id = any(${ids}::bigint[])`
