import { AppError } from '../../lib/errors.ts'
import { inTransaction, type Db, type Transaction } from '../../platform/db.ts'
import { appendAudit } from '../audit.ts'
import { subjectOf, unknownEndpoint, type EndpointTarget } from './endpoints.ts'
import { enqueue, keepToOrder, whereWanted } from './fanOut.ts'
import { askForWork, lockEndpoint } from './store.ts'

export type Replay = { id: bigint; endpointId: bigint; events: bigint; isFinished: boolean }

/** `failed`: what failed of the events since `from`. `range`: all events of the time, also those that were delivered. */
export type ReplayOrder = { kind: 'range' | 'failed'; from: Date; to: Date }

/** Orders of an endpoint that are not done yet. */
const MAX_OPEN = 5
const RANGE_SLICE = 5_000
const FAILED_SLICE = 1_000

/**
 * Orders a replay; the job of the fan-out does it, page by page. Receivers get the same webhook-id again.
 * @throws AppError `not_found`, `too_many_replays`, `body_invalid` for a time that ends before it begins
 */
export async function orderReplay(db: Db, { accountId, id, actor, order }: EndpointTarget & { order: ReplayOrder }): Promise<Replay> {
  const { kind, from, to } = order
  if (from >= to)
    throw new AppError('body_invalid', `The time ends before it begins: ${from.toISOString()} to ${to.toISOString()}.`, { field: 'from' })
  return inTransaction(db, async (tx) => {
    if ((await lockEndpoint(tx, { accountId, id })) === undefined) throw unknownEndpoint(id)
    const [open] = await tx<{ count: number }[]>`
      select count(*)::int from webhook_replays where account_id = ${accountId} and endpoint_id = ${id} and finished_at is null`
    if ((open?.count ?? 0) >= MAX_OPEN)
      throw new AppError('too_many_replays', `The endpoint has ${MAX_OPEN} replays that are not done yet: wait for one of them.`)
    const [made] = await tx<Replay[]>`
      insert into webhook_replays (endpoint_id, account_id, kind, from_at, to_at) values (${id}, ${accountId}, ${kind}, ${from}, ${to})
      returning id, endpoint_id as "endpointId", events, false as "isFinished"`
    if (made === undefined) throw new Error('no replay was made')
    await appendAudit(tx, {
      ...{ accountId, actor, action: 'webhook_endpoint.replayed', subject: subjectOf(id) },
      data: { kind, from: from.toISOString(), to: to.toISOString() },
    })
    return made
  })
}

export async function findReplay(
  db: Db,
  { accountId, id, endpointId }: { accountId: bigint; id: bigint; endpointId: bigint },
): Promise<Replay> {
  const [row] = await db<Replay[]>`
    select id, endpoint_id as "endpointId", events, finished_at is not null as "isFinished" from webhook_replays
    where account_id = ${accountId} and endpoint_id = ${endpointId} and id = ${id}`
  if (row === undefined) throw new AppError('not_found', `There is no replay ${id} of endpoint ${endpointId}.`)
  return row
}

type Open = {
  id: bigint
  endpointId: bigint
  accountId: bigint
  kind: 'range' | 'failed'
  from: string
  to: string
  xid: string
  at: string
  eventId: bigint
}

/** One slice of one open order. @returns 'again' while there are more */
export async function workOnReplays(db: Db): Promise<'again' | 'done'> {
  return inTransaction(db, async (tx) => {
    const [order] = await tx<Open[]>`
      select id, endpoint_id as "endpointId", account_id as "accountId", kind, from_at::text as from, to_at::text as to, position_xid::text as xid,
        position_at::text as at, position_id as "eventId"
      from webhook_replays where finished_at is null order by id limit 1 for update skip locked`
    if (order === undefined) return 'done'
    await (order.kind === 'range' ? replayRange(tx, order) : retryFailed(tx, order))
    return 'again'
  })
}

async function replayRange(tx: Transaction, { id, endpointId, accountId, from, to, xid, eventId }: Open): Promise<void> {
  await keepToOrder(tx)
  const [result] = await tx<{ count: number; shared: number; xid: string; id: bigint }[]>`
    with page as materialized (
      select xid, id, account_id, type, at, test, data from outbox
      where at >= (select ${from}::text::timestamptz) and at < (select ${to}::text::timestamptz) and (xid, id) > (${xid}::text::xid8, ${eventId})
        and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, id limit ${RANGE_SLICE}
    ), matched as (
      select endpoint.id as endpoint_id, page.account_id, page.xid, page.id, page.at
      from page join webhook_endpoints as endpoint on endpoint.account_id = page.account_id
      ${whereWanted(tx)} and endpoint.account_id = ${accountId} and endpoint.id = ${endpointId}
    ), ${enqueue(tx)}
    select (select count(*)::int from page) as count, (select count(*)::int from matched) as shared, xid::text as xid, id
    from (select xid, id from page order by xid desc, id desc limit 1) as last`
  await tx`
    update webhook_replays
    set events = events + ${result?.shared ?? 0}, position_xid = ${result?.xid ?? xid}::text::xid8, position_id = ${result?.id ?? eventId},
      finished_at = case when ${(result?.count ?? 0) < RANGE_SLICE} then now() end
    where id = ${id}`
}

async function retryFailed(tx: Transaction, { id, endpointId, accountId, from, to, at, eventId }: Open): Promise<void> {
  const [result] = await tx<{ count: number; at: string; id: bigint }[]>`
    with page as materialized (
      select event_at, event_id from webhook_deliveries
      where account_id = ${accountId} and endpoint_id = ${endpointId} and state <> 'delivered' and event_at >= ${from}::text::timestamptz
        and event_at < ${to}::text::timestamptz and (event_at, event_id) > (${at}::text::timestamptz, ${eventId})
      order by event_at, event_id limit ${FAILED_SLICE}
    ), again as (
      update webhook_deliveries set state = 'waiting', next_attempt_at = now(), step = 0 from page
      where webhook_deliveries.endpoint_id = ${endpointId} and webhook_deliveries.event_at = page.event_at and webhook_deliveries.event_id = page.event_id
    )
    select (select count(*)::int from page) as count, event_at::text as at, event_id as id from page order by event_at desc, event_id desc limit 1`
  await tx`
    update webhook_replays
    set events = events + ${result?.count ?? 0}, position_at = ${result?.at ?? at}::text::timestamptz, position_id = ${result?.id ?? eventId},
      finished_at = case when ${(result?.count ?? 0) < FAILED_SLICE} then now() end
    where id = ${id}`
  if (result !== undefined) await askForWork(tx, { accountId, id: endpointId })
}
