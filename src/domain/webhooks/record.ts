import { arrayOf, textArrayOf } from '../../platform/arrayLiteral.ts'
import type { Fragment, Transaction } from '../../platform/db.ts'
import type { Lease } from './lease.ts'
import type { Offer } from './pages.ts'

/** What became of an offer in one attempt. `attempts` is 0 where none was made, because the event is past its retention. */
export type Result = {
  offer: Offer
  state: 'delivered' | 'waiting' | 'failed'
  attempts: 0 | 1
  nextMs: number | undefined
  atMs: number
  status: number | undefined
  error: string | undefined
  ms: number
  answer: string | undefined
}

/** Records results of events that were never recorded before, which costs half. @throws Error of a double key: one was, see `isRecordedBefore` */
export async function insertResults(tx: Transaction, recorded: Recorded): Promise<void> {
  if (recorded.results.length > 0) await insertion(tx, recorded)
}

/**
 * Records results. An event that was recorded before keeps that attempt among the earlier ones: it was tried again, replayed, or its first
 * record was lost with a process.
 */
export async function mergeResults(tx: Transaction, recorded: Recorded): Promise<void> {
  if (recorded.results.length === 0) return
  await tx`
    ${insertion(tx, recorded)}
    on conflict (endpoint_id, event_at, event_id) do update set
      type = excluded.type, state = excluded.state, attempts = least(former.attempts + excluded.attempts, 30000), step = excluded.step,
      next_attempt_at = excluded.next_attempt_at, attempted_at = excluded.attempted_at, status = excluded.status, error = excluded.error,
      ms = excluded.ms, answer = excluded.answer,
      history = case when jsonb_array_length(former.history) >= ${MAX_HISTORY}::int then former.history - 0 else coalesce(former.history, '[]') end
        || jsonb_build_object('at', former.attempted_at, 'status', former.status, 'error', former.error, 'ms', former.ms)`
}

/** Whether that is why `insertResults` failed. */
export const isRecordedBefore = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION && 'table_name' in error && isOfDeliveries(error.table_name)

const UNIQUE_VIOLATION = '23505'
/** The table that the server names is a partition. */
const isOfDeliveries = (table: unknown) => typeof table === 'string' && table.startsWith('webhook_deliveries')

type Recorded = { lease: Lease; results: readonly Result[] }

/** How most of the results ended is the same, so each end travels once, and the results name it by its number. */
function insertion(tx: Transaction, { lease: { endpointId, accountId }, results }: Recorded): Fragment {
  const { ends, numbers } = endsOf(results)
  return tx`
    insert into webhook_deliveries as former (endpoint_id, account_id, event_xid, event_id, event_at, type, state, attempts, step, next_attempt_at,
      attempted_at, status, error, ms, answer)
    select ${endpointId}, ${accountId}, xid, id, to_timestamp(event_seconds) as event_at, type, state, attempts, step,
      now() + make_interval(secs => next_ms / 1000.0), to_timestamp(attempted_ms / 1000.0), status, error, ms, answer
    from unnest(
      ${arrayOf(results, ({ offer }) => offer.xid)}::xid8[], ${arrayOf(results, ({ offer }) => String(offer.id))}::bigint[],
      ${arrayOf(results, ({ offer }) => offer.seconds)}::float8[], ${arrayOf(results, ({ nextMs }) => nextMs ?? null)}::float8[],
      ${arrayOf(results, ({ atMs }) => atMs)}::float8[], ${arrayOf(results, ({ ms }) => ms)}::integer[], ${arrayOf(numbers, (number) => number)}::integer[]
    ) as result (xid, id, event_seconds, next_ms, attempted_ms, ms, end_number)
    join unnest(
      ${arrayOf(ends, ({ offer }) => offer.type)}::text[], ${arrayOf(ends, ({ state }) => state)}::text[],
      ${arrayOf(ends, ({ attempts }) => attempts)}::smallint[], ${arrayOf(ends, ({ offer }) => offer.step)}::smallint[],
      ${arrayOf(ends, ({ status }) => status ?? null)}::smallint[], ${textArrayOf(ends, ({ error }) => error)}::text[],
      ${textArrayOf(ends, ({ answer }) => answer)}::text[]
    ) with ordinality as ended (type, state, attempts, step, status, error, answer, number) on ended.number = result.end_number
    order by event_at, id`
}

/** Earlier attempts that are kept. */
const MAX_HISTORY = 20

/** A result of each way to end, and for each result the number of its way, counted from 1. Most end as the one before did. */
function endsOf(results: readonly Result[]): { ends: Result[]; numbers: number[] } {
  const ends: Result[] = []
  const known = new Map<string, number>()
  let last: { result: Result; number: number } | undefined
  const numbers = results.map((result) => {
    if (last !== undefined && isSameEnd(last.result, result)) return last.number
    const { offer, state, attempts, status, error, answer } = result
    const key = `${offer.type} ${offer.step} ${state} ${attempts} ${status} ${error} ${answer === undefined ? '' : `"${answer}`}`
    const number = known.get(key) ?? ends.push(result)
    known.set(key, number)
    last = { result, number }
    return number
  })
  return { ends, numbers }
}

const isSameEnd = (one: Result, other: Result): boolean =>
  one.status === other.status &&
  one.state === other.state &&
  one.error === other.error &&
  one.answer === other.answer &&
  one.attempts === other.attempts &&
  one.offer.type === other.offer.type &&
  one.offer.step === other.offer.step

/** Adds results to the endpoint's hour. */
export async function countResults(
  tx: Transaction,
  { lease: { endpointId, accountId }, results }: { lease: Lease; results: readonly Result[] },
): Promise<void> {
  if (results.length === 0) return
  const made = results.filter(({ attempts }) => attempts === 1)
  const count = (state: Result['state']) => made.filter((result) => result.state === state).length
  const delivered = count('delivered')
  await tx`
    insert into webhook_hours as hours (endpoint_id, hour, account_id, delivered, failed_attempts, given_up, total_ms, max_ms)
    values (${endpointId}, date_trunc('hour', now()), ${accountId}, ${delivered}, ${made.length - delivered}, ${count('failed')},
      ${made.reduce((sum, { ms }) => sum + ms, 0)}, ${made.reduce((most, { ms }) => Math.max(most, ms), 0)})
    on conflict (endpoint_id, hour) do update set
      delivered = hours.delivered + excluded.delivered, failed_attempts = hours.failed_attempts + excluded.failed_attempts,
      given_up = hours.given_up + excluded.given_up, total_ms = hours.total_ms + excluded.total_ms, max_ms = greatest(hours.max_ms, excluded.max_ms)`
}
