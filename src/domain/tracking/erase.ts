import type { Transaction } from '../../platform/db.ts'
import { lockStoredHits } from './relabelStore.ts'

/** Hits of one message in one slice; a link that was hammered has more. */
const HITS_PER_MESSAGE = 500

/**
 * Takes from hits of erased persons what could lead to them: network and user agent. Message, time, link and verdict stay, so totals stay right.
 * @param messageIds some tens, so that a slice stays short
 * @returns whether hits of these messages are left for another slice
 */
export async function eraseHits(tx: Transaction, { messageIds }: { messageIds: readonly bigint[] }): Promise<{ isMore: boolean }> {
  await lockStoredHits(tx)
  const [row] = await tx<{ isMore: boolean | null }[]>`
    with message as materialized (
      select id, (
        select at from hits where hits.message_id = message.id and not erased order by at offset ${HITS_PER_MESSAGE} limit 1
      ) as cut
      from unnest(${messageIds.map(String)}::bigint[]) as message (id)
    ), erased as (
      update hits set user_agent = '', network = null, network_over_budget = false, os = '', browser = '', app = '', erased = true
      from message
      where hits.message_id = message.id and not hits.erased and (cut is null or hits.at <= cut)
    )
    select bool_or(cut is not null) as "isMore" from message`
  return { isMore: row?.isMore === true }
}
