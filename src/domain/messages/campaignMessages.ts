import { copyIn } from '../../platform/copy.ts'
import type { Db, Transaction } from '../../platform/db.ts'

/** In the order of the lines that `campaigns/expandRows.ts` writes. */
const columns = `id, carrier_id, fallback_carrier_id, phone, country, merge_values, encoding, parts, price_micros, send_at, valid_until, time_zone,
  account_id, api_key_id, batch_id, rendering_id, test, sender, label, tracking, code_space_id, link_count, link_validity, currency, flash, on_unknown, state,
  campaign_id, variant_id`

export const copyMessages = (tx: Transaction, { text }: { text: Buffer }): Promise<void> =>
  copyIn(tx, { statement: `copy messages (${columns}) from stdin`, text })

/** Cancels some of what waits of a campaign. @returns how many */
export async function cancelCampaignMessages(db: Db, { id, limit }: { id: bigint; limit: number }): Promise<number> {
  const { count } = await db`
    update messages set state = 'cancelled', settled_at = now()
    where id = any(array(
      select id from messages
      where carrier_id = any(array(select id from carriers)) and coalesce(campaign_id, 0) = ${id} and state = 'queued' and attempts = 0
      limit ${limit} for update skip locked
    ))`
  return count
}
