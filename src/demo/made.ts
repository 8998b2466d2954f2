import type { Scene } from './stage.ts'
import type { Transaction } from '../platform/db.ts'

/** A message that was made and waits, with what its person will meet: the numbers of its links and where these stand in the text. */
export type Made = {
  id: number
  phone: string
  country: string | null
  renderingId: number
  variantId: bigint | null
  codeSpaceId: number | null
  firstNumber: number | null
  mergeValues: Record<string, string>
}

/** Messages of a campaign in the order of their ids, or single ones of this transaction. */
export const listMade = ({ tx, accountId }: Scene, { campaignId }: { campaignId: bigint | null }): Promise<Made[]> => tx<Made[]>`
  select messages.id::float8 as id, phone, country, messages.rendering_id::float8 as "renderingId", messages.variant_id as "variantId",
    messages.code_space_id as "codeSpaceId", coalesce(merge_values, '{}') as "mergeValues",
    coalesce(messages.first_number, batches.first_number + (messages.id - batches.first_message_id) * batches.links_per_message)::float8 as "firstNumber"
  from messages left join batches on batches.id = messages.batch_id
  where messages.account_id = ${accountId} and messages.state = 'queued'
    and ${campaignId === null ? tx`messages.campaign_id is null and messages.created_at = now()` : tx`messages.campaign_id = ${campaignId}`}
  order by messages.id limit ${MOST}`

/** A demo has some thousand. */
const MOST = 100_000

/** The places of tracked links in the texts of renderings, in the order of their numbers; 0-based. */
export async function trackedLinks(tx: Transaction, renderingIds: readonly number[]): Promise<Map<number, number[]>> {
  const rows = await tx<{ id: number; linkKinds: string[] }[]>`
    select id::float8 as id, link_kinds as "linkKinds" from renderings where id = any(${renderingIds.map(String)}::bigint[])`
  return new Map(rows.map(({ id, linkKinds }) => [id, linkKinds.flatMap((kind, position) => (kind === 'tracked' ? [position] : []))]))
}
