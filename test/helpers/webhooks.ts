import { createEndpoint as endpointSchema } from '../../src/contract/webhooks.ts'
import { appendEvents, type EventType } from '../../src/domain/outbox.ts'
import { createEndpoint } from '../../src/domain/webhooks/endpoints.ts'
import { fanOut } from '../../src/domain/webhooks/fanOut.ts'
import { claimEndpoints } from '../../src/domain/webhooks/lease.ts'
import { workOnReplays } from '../../src/domain/webhooks/replays.ts'
import { Turn, type DeliveryParts } from '../../src/domain/webhooks/turn.ts'
import type { Pool } from '../../src/platform/db.ts'
import { messaging, newAccount } from './messaging.ts'
import { receivers } from './receivers.ts'

/** Everything that delivering needs, on a test database: receivers on this machine, which the outbound may reach, and no job. */
export async function webhooks(db: Pool, { onRecorded = () => undefined }: { onRecorded?: DeliveryParts['onRecorded'] } = {}) {
  const remote = await receivers()
  const given = await messaging(db, { privateOrigins: [remote.origin] })
  const parts = { db, ...given.parts.webhooks, onRecorded }
  const endpoint = async (path: string, body: Record<string, unknown> = {}, accountId = given.accountId) =>
    createEndpoint(db, { ...parts, accountId, actor: 'operator', body: endpointSchema.parse({ url: remote.url(path), ...body }) })
  const tell = (type: EventType, data: Record<string, unknown> = {}, { accountId = given.accountId, test = false } = {}) =>
    appendEvents(db, [{ accountId, type, test, data }])
  /** Shares out all events there are: other tests on the same server may hold them back for a moment. */
  const share = async () => {
    const [last] = await db<{ id: bigint }[]>`select coalesce(max(id), 0) as id from outbox`
    for (;;) {
      await fanOut(db)
      const [left] = await db<{ count: number }[]>`
        select count(*)::int from outbox, webhook_cursor where (outbox.xid, outbox.id) > (webhook_cursor.xid, event_id) and outbox.id <= ${last?.id ?? 0n}`
      if (left?.count === 0) break
    }
    while ((await workOnReplays(db)) === 'again');
  }
  /** One turn for each endpoint that is due. @returns for how many */
  const deliver = async () => {
    await share()
    const leases = await claimEndpoints(db, { limit: 100 })
    await Promise.all(leases.map((lease) => new Turn(parts, lease).run()))
    return leases.length
  }
  /** Lets all that waits for its time be due now. */
  const passTime = async () => {
    await db`update webhook_deliveries set next_attempt_at = now() where state = 'waiting'`
    await db`update webhook_work set held_until = null, retry_at = now()`
  }
  return { ...given, remote, delivery: parts, endpoint, tell, share, deliver, passTime, otherAccount: () => newAccount(db) }
}
