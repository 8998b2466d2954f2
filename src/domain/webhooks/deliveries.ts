import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { subjectOf, unknownEndpoint, type EndpointTarget } from './endpoints.ts'
import { eventIdOf, findEvents, type LoggedEvent } from './eventLog.ts'
import { formats } from './formats/formats.ts'
import type { PayloadParts } from './payload.ts'
import { askForWork, lockEndpoint, type EndpointRow } from './store.ts'

export type DeliveryState = 'delivered' | 'waiting' | 'failed'
export type EarlierAttempt = { at: string; status: number | null; error: string | null; ms: number }

/** What became of an event at an endpoint; `atMicros` is its time in microseconds since 1970, which names it together with the id. */
export type Delivery = {
  eventId: bigint
  eventXid: string
  eventAt: Date
  atMicros: bigint
  type: string
  state: DeliveryState
  attempts: number
  nextAttemptAt: Date | null
  attemptedAt: Date
  status: number | null
  error: string | null
  ms: number
  answer: string | null
  history: EarlierAttempt[] | null
}

export type DeliveryName = { atMicros: bigint; eventId: bigint }

const columns = (db: Db) => db`
  event_id as "eventId", event_xid::text as "eventXid", event_at as "eventAt", (extract(epoch from event_at) * 1000000)::bigint as "atMicros", type, state,
  attempts, next_attempt_at as "nextAttemptAt", attempted_at as "attemptedAt", status, error, ms, answer, history`

type Asked = {
  accountId: bigint
  endpointId: bigint
  state: DeliveryState | 'open' | undefined
  before: DeliveryName | undefined
  limit: number
}

/** Deliveries of an endpoint, those of the latest events first. */
export const listDeliveries = (db: Db, { accountId, endpointId, state, before, limit }: Asked) => db<Delivery[]>`
  select ${columns(db)} from webhook_deliveries
  where account_id = ${accountId} and endpoint_id = ${endpointId}
    ${state === undefined ? db`` : state === 'open' ? db`and state <> 'delivered'` : db`and state = ${state}`}
    ${before === undefined ? db`` : db`and (event_at, event_id) < (${timeOf(db, before)}, ${before.eventId})`}
  order by event_at desc, event_id desc limit ${limit}`

const timeOf = (db: Db, { atMicros }: DeliveryName) =>
  db`(timestamptz 'epoch' + make_interval(secs => ${String(atMicros)}::text::numeric / 1000000))`

/** @throws AppError `not_found` */
export async function findDelivery(
  db: Db,
  { accountId, endpointId, name }: { accountId: bigint; endpointId: bigint; name: DeliveryName },
): Promise<Delivery> {
  const [row] = await db<Delivery[]>`
    select ${columns(db)} from webhook_deliveries
    where account_id = ${accountId} and endpoint_id = ${endpointId} and event_at = ${timeOf(db, name)} and event_id = ${name.eventId}`
  if (row === undefined) throw new AppError('not_found', `Endpoint ${endpointId} has no such delivery, or it is past its retention.`)
  return row
}

/** A request as it is shown: what an endpoint was given to know us by is hidden. */
export type ShownRequest = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body: string | null }

/** A request as it would be made now; undefined when the event is past its retention. The values of an endpoint's own headers and query stay hidden. */
export async function showRequest(
  parts: PayloadParts,
  { endpoint, delivery, now }: { endpoint: EndpointRow & { headers: Readonly<Record<string, string>> }; delivery: Delivery; now: Date },
): Promise<ShownRequest | undefined> {
  const { accountId, format: name } = endpoint
  const format = formats[name]
  const event = await findEvent(parts.db, { accountId, delivery })
  const [body] = event === undefined ? [] : await format.present(parts, { endpoint, events: [event] })
  if (body === undefined) return undefined
  const hidden = Object.fromEntries(Object.keys(endpoint.headers).map((name) => [name, HIDDEN]))
  const target = { format: name, method: endpoint.method, url: hideQuery(endpoint.url), keys: [], headers: hidden }
  const request = format.request(target, { id: eventIdOf(delivery.eventId), body, at: now })
  const signatures = Object.fromEntries(format.signatures.map((header) => [header, HIDDEN]))
  return {
    ...{ method: request.method, url: request.url },
    ...{ headers: { ...request.headers, ...signatures }, body: request.body === undefined ? null : String(request.body) },
  }
}

/** Addresses often end in a token. */
function hideQuery(address: string): string {
  const url = new URL(address)
  for (const name of new Set(url.searchParams.keys())) url.searchParams.set(name, HIDDEN)
  return url.href
}

const HIDDEN = '********'

/**
 * Sends an event again, whatever became of it; the schedule begins anew.
 * @throws AppError `not_found`, `event_expired`
 */
export async function resend(db: Db, { accountId, id, actor, name }: EndpointTarget & { name: DeliveryName }): Promise<Delivery> {
  return inTransaction(db, async (tx) => {
    if ((await lockEndpoint(tx, { accountId, id })) === undefined) throw unknownEndpoint(id)
    const delivery = await findDelivery(tx, { accountId, endpointId: id, name })
    if ((await findEvent(tx, { accountId, delivery })) === undefined)
      throw new AppError('event_expired', 'The event is past its retention, so there is nothing left to send.')
    await tx`
      update webhook_deliveries set state = 'waiting', next_attempt_at = now(), step = 0
      where account_id = ${accountId} and endpoint_id = ${id} and event_at = ${timeOf(tx, name)} and event_id = ${name.eventId}`
    await askForWork(tx, { accountId, id })
    await appendAudit(tx, {
      ...{ accountId, actor, action: 'webhook_delivery.resent', subject: subjectOf(id) },
      data: { event: eventIdOf(name.eventId) },
    })
    return findDelivery(tx, { accountId, endpointId: id, name })
  })
}

/** The time is known to the millisecond here, which is enough to leave other days out. */
async function findEvent(db: Db, { accountId, delivery }: { accountId: bigint; delivery: Delivery }): Promise<LoggedEvent | undefined> {
  const [from, to] = [delivery.eventAt.getTime() / 1_000, (delivery.eventAt.getTime() + 1) / 1_000]
  const [event] = await findEvents(db, { accountId, xids: [delivery.eventXid], ids: [delivery.eventId], from, to })
  return event
}
