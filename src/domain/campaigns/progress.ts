import type { MessageState } from '../../contract/messages.ts'
import type { Db } from '../../platform/db.ts'

export type StateCounts = Record<MessageState, number>
const none: StateCounts = {
  queued: 0,
  submitting: 0,
  accepted: 0,
  rejected: 0,
  unknown: 0,
  delivered: 0,
  undelivered: 0,
  expired: 0,
  cancelled: 0,
  suppressed: 0,
}

/** Messages of campaigns by state. */
export async function countStates(db: Db, { ids }: { ids: readonly bigint[] }): Promise<Map<bigint, StateCounts>> {
  const rows = await db<{ id: bigint; state: MessageState; messages: number }[]>`
    select campaign_id as id, state, sum(messages)::float8 as messages from campaign_counts
    where campaign_id = any(${[...ids]}::bigint[]) group by campaign_id, state`
  const counts = new Map(ids.map((id) => [id, { ...none }]))
  for (const { id, state, messages } of rows) {
    const own = counts.get(id)
    if (own !== undefined) own[state] = messages
  }
  return counts
}

/** What all parts of the product call so; see docs/metrics.md. */
export const sentOf = ({ accepted, rejected, unknown, delivered, undelivered, expired, submitting }: StateCounts): number =>
  accepted + rejected + unknown + delivered + undelivered + expired + submitting
export const failedOf = ({ rejected, undelivered, expired }: StateCounts): number => rejected + undelivered + expired
export const waitingOf = ({ queued, submitting }: StateCounts): number => queued + submitting

/** Recipients that a campaign left out, by reason, most first. */
export const listOmissions = (db: Db, { id }: { id: bigint }) => db<{ reason: string; recipients: number }[]>`
  select reason, recipients::float8 as recipients from campaign_omissions where campaign_id = ${id} order by recipients desc, reason limit 100`
