import type { Db, Transaction } from '../../platform/db.ts'

export type NewBatch = {
  accountId: bigint
  campaignId: bigint
  variantId: bigint
  codeSpaceId: number
  renderingId: bigint
  linksPerMessage: number
  firstMessageId: number
  messages: number
  tracking: 'full' | 'aggregate' | 'off'
}

/** Makes a batch with its range of link numbers. Its links expire when the campaign's sending has ended: see `expireCampaignLinks`. */
export async function insertBatch(tx: Transaction, batch: NewBatch): Promise<bigint> {
  const numbers = batch.linksPerMessage * batch.messages
  const [row] = await tx<{ id: bigint }[]>`
    with taken as (
      update code_spaces set next_number = next_number + ${numbers} where id = ${batch.codeSpaceId} returning next_number - ${numbers} as first_number
    )
    insert into batches (kind, code_space_id, first_number, size, account_id, rendering_id, links_per_message, first_message_id, tracking, test, campaign_id, variant_id)
    select 'campaign', ${batch.codeSpaceId}, first_number, ${numbers}, ${batch.accountId}, ${batch.renderingId}, ${batch.linksPerMessage},
      ${batch.firstMessageId}, ${batch.tracking}, false, ${batch.campaignId}, ${batch.variantId}
    from taken
    returning id`
  if (row === undefined) throw new Error(`Code space ${batch.codeSpaceId} does not exist`)
  return row.id
}

/** Lets the links of a campaign expire as many days after now as its messages say. @returns how many batches got their time */
export async function expireCampaignLinks(db: Db, { id, limit }: { id: bigint; limit: number }): Promise<number> {
  const { count } = await db`
    update batches set links_expire_at = now() + validity.link_validity
    from (
      select batches.id, (select link_validity from messages where messages.id = batches.first_message_id) as link_validity
      from batches where campaign_id = ${id} and links_expire_at is null limit ${limit}
    ) as validity
    where batches.id = validity.id and validity.link_validity is not null`
  return count
}
