import type { Db } from '../../platform/db.ts'
import { startDue, type Sending, type SendSlice } from '../messages/send.ts'
import { pauseItself } from './steer.ts'

/** A campaign as a lane of messages. */
export type CampaignLane = { id: bigint; accountId: bigint }

/** Campaigns that run and have messages due by a carrier. */
export const listLanes = (db: Db, { carrierId, limit }: { carrierId: bigint; limit: number }) => db<CampaignLane[]>`
  select id, account_id as "accountId" from campaigns where state = 'running' and exists (
    select from messages where carrier_id = ${carrierId} and coalesce(campaign_id, 0) = campaigns.id and messages.state = 'queued' and send_at <= now()
  )
  order by id limit ${limit}`

/**
 * Begins to submit a slice of a campaign. One that may spend no more is paused; a crash before that changes nothing, since the next claim finds
 * the same.
 */
export async function startLane(slice: Omit<SendSlice, 'lane'>, lane: CampaignLane): Promise<Sending> {
  const sending = await startDue({ ...slice, lane: lane.id })
  if (sending.isOverLimit) await pauseItself(slice.db, lane, { reason: 'spend_limit' })
  return sending
}
