import type { Db, Fragment } from '../../platform/db.ts'
import { TRANSACTIONAL } from '../messages/claim.ts'
import { startDue, type Sending, type SendSlice } from '../messages/send.ts'
import { pauseItself } from './steer.ts'

/** A campaign as a lane of messages. */
export type CampaignLane = { id: bigint; accountId: bigint }

/** The lanes that have messages due by a carrier: the one of transactional messages, then campaigns that run. */
export async function listLanes(
  db: Db,
  { carrierId, limit }: { carrierId: bigint; limit: number },
): Promise<{ isTransactionalDue: boolean; campaigns: CampaignLane[] }> {
  const rows = await db<{ id: bigint; accountId: bigint }[]>`
    select ${TRANSACTIONAL}::bigint as id, 0::bigint as "accountId" where ${isDue(db, { carrierId, lane: db`${TRANSACTIONAL}` })}
    union all (
      select id, account_id from campaigns where state = 'running' and ${isDue(db, { carrierId, lane: db`campaigns.id` })}
      order by id limit ${limit}
    )`
  return { isTransactionalDue: rows.some(({ id }) => id === TRANSACTIONAL), campaigns: rows.filter(({ id }) => id !== TRANSACTIONAL) }
}

/** Ordered as the index is: the planner, which cannot know how few are due, stays on it. */
const isDue = (db: Db, { carrierId, lane }: { carrierId: bigint; lane: Fragment }) => db`
  (
    select true from messages where carrier_id = ${carrierId} and coalesce(campaign_id, 0) = ${lane} and messages.state = 'queued' and send_at <= now()
    order by send_at, messages.id limit 1
  )`

/**
 * Begins to submit a slice of a campaign. One that may spend no more is paused; a crash before that changes nothing, since the next claim finds
 * the same.
 */
export async function startLane(slice: Omit<SendSlice, 'lane'>, lane: CampaignLane): Promise<Sending> {
  const sending = await startDue({ ...slice, lane: lane.id })
  if (sending.isOverLimit) await pauseItself(slice.db, lane, { reason: 'spend_limit' })
  return sending
}
