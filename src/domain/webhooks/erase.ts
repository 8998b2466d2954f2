import type { Db } from '../../platform/db.ts'

/** Erases what endpoints answered to events, since they may have repeated what they were told. */
export async function eraseAnswers(
  db: Db,
  { accountId, events }: { accountId: bigint; events: readonly { id: string; at: Date }[] },
): Promise<void> {
  if (events.length === 0) return
  const times = events.map(({ at }) => at.getTime())
  await db`
    update webhook_deliveries set answer = null
    where account_id = ${accountId} and answer is not null
      and endpoint_id = any(array(select id from webhook_endpoints where account_id = ${accountId}))
      and event_at >= ${new Date(Math.min(...times))} and event_at < ${new Date(Math.max(...times) + 1)}
      and event_id = any(${events.map(({ id }) => id)}::bigint[])`
}
