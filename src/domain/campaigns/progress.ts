import type { MessageState } from '../../contract/messages.ts'
import type { Db } from '../../platform/db.ts'

/** Messages by state; `sent`: those of them that were handed to a carrier at least once. */
export type StateCounts = { states: Record<MessageState, number>; sent: number }
const none: StateCounts['states'] = {
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
  const rows = await db<{ id: bigint; state: MessageState; messages: number; sent: number }[]>`
    select campaign_id as id, state, sum(messages)::float8 as messages, coalesce(sum(messages) filter (where sent), 0)::float8 as sent from campaign_counts
    where campaign_id = any(${[...ids]}::bigint[]) group by campaign_id, state`
  const counts = new Map(ids.map((id) => [id, { states: { ...none }, sent: 0 }]))
  for (const { id, state, messages, sent } of rows) {
    const own = counts.get(id)
    if (own === undefined) continue
    own.states[state] = messages
    own.sent += sent
  }
  return counts
}

/** What all parts of the product call so; see docs/metrics.md. */
export const failedOf = ({ states: { rejected, undelivered, expired } }: StateCounts): number => rejected + undelivered + expired
export const waitingOf = ({ states: { queued, submitting } }: StateCounts): number => queued + submitting

/** Recipients that a campaign left out, by reason, most first. */
export const listOmissions = (db: Db, { id }: { id: bigint }) => db<{ reason: string; recipients: number }[]>`
  select reason, recipients::float8 as recipients from campaign_omissions where campaign_id = ${id} order by recipients desc, reason limit 100`

/** When the next message is due, where none is due now; one step into an index for each carrier. */
export async function findNextDue(db: Db, { id }: { id: bigint }): Promise<Date | undefined> {
  const [row] = await db<{ next: Date | null }[]>`
    select case when min(send_at) > now() then min(send_at) end as next
    from carriers cross join lateral (
      select send_at from messages where carrier_id = carriers.id and coalesce(campaign_id, 0) = ${id} and state = 'queued' order by send_at, messages.id limit 1
    ) as first`
  return row?.next ?? undefined
}
