import { inTransaction, type Db } from '../../platform/db.ts'
import { keepToOrder, MARGIN } from './fanOut.ts'

/**
 * How webhooks do in the whole installation. `backlog`: events in the queues of active endpoints that were not tried yet, `oldestSeconds` how old
 * the oldest of them is; `retries`: deliveries that wait for their next attempt; `lagSeconds`: how old the oldest event is that was not shared
 * out among the endpoints.
 */
export type WebhookFigures = { backlog: number; oldestSeconds: number; retries: number; lagSeconds: number; disabled: number }

/** Rows of the queue, of up to 500 events each, that are added up at most; and deliveries that are counted at most. */
const MAX_PAGES = 20_000
const MAX_RETRIES = 100_000

export async function findFigures(db: Db): Promise<WebhookFigures> {
  const [endpoints, lagSeconds] = await Promise.all([endpointFigures(db), fanOutLag(db)])
  return { ...endpoints, lagSeconds }
}

async function endpointFigures(db: Db): Promise<Omit<WebhookFigures, 'lagSeconds'>> {
  const [row] = await db<Omit<WebhookFigures, 'lagSeconds'>[]>`
    with active as (
      select id from webhook_endpoints where state = 'active'
    ), queued as (
      select cardinality(event_ids) as events, from_at from webhook_queue where endpoint_id in (select id from active) limit ${MAX_PAGES}
    )
    select (select coalesce(sum(events), 0)::float8 from queued) as backlog,
      (select coalesce(extract(epoch from now() - min(from_at)), 0)::float8 from queued) as "oldestSeconds",
      (select count(*)::int from (
        select from webhook_deliveries where state = 'waiting' and endpoint_id in (select id from active) limit ${MAX_RETRIES}
      ) as waiting) as retries,
      (select count(*)::int from webhook_endpoints where state = 'disabled') as disabled`
  if (row === undefined) throw new Error('the figures of webhooks have no row')
  return row
}

/** The next event of the log in the order in which events are shared out; 0 without one. */
function fanOutLag(db: Db): Promise<number> {
  return inTransaction(db, async (tx) => {
    await keepToOrder(tx)
    const [next] = await tx<{ seconds: number }[]>`
      select extract(epoch from clock_timestamp() - outbox.at)::float8 as seconds from outbox, webhook_cursor
      where outbox.at >= webhook_cursor.event_at - ${MARGIN}::text::interval and (outbox.xid, outbox.id) > (webhook_cursor.xid, webhook_cursor.event_id)
      order by outbox.xid, outbox.id limit 1`
    return Math.max(0, next?.seconds ?? 0)
  })
}
