import { arrayOf } from '../../platform/arrayLiteral.ts'
import type { Db } from '../../platform/db.ts'
import { MARGIN } from './fanOut.ts'

/** An event as it stands in the log. `seconds`: since 1970, exact to the microsecond. */
export type LoggedEvent = { xid: string; id: bigint; type: string; seconds: number; test: boolean; data: Record<string, unknown> }

/** Events that one look reads at most; most may belong to other accounts. */
const SCAN = 20_000

/** Connections speak UTC. */
const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'

/** Where a reader of the log stands: it has all events up to that one. `floor`: no event is older; PostgreSQL's text form, to the microsecond. */
export type LogPlace = { epoch: number; xid: string; id: bigint; floor: string }

/** Where the fan-out stands, which is at most a moment behind the end of the log. */
export async function currentPlace(db: Db): Promise<LogPlace> {
  const [row] = await db<LogPlace[]>`
    select epoch, xid::text as xid, event_id as id, to_char(event_at - ${MARGIN}::text::interval, ${ISO}) as floor from webhook_cursor`
  if (row === undefined) throw new Error('the log of events has no cursor')
  return row
}

type Asked = { accountId: bigint; place: LogPlace; logNames: readonly string[]; includeTest: boolean; limit: number }

/**
 * The next events of an account, oldest first, as far as one look reaches.
 * @returns `next`: where to go on; it moves even where none of the events was one of those
 */
export async function readEvents(
  db: Db,
  { accountId, place, logNames, includeTest, limit }: Asked,
): Promise<{ events: LoggedEvent[]; next: LogPlace; isMore: boolean }> {
  const rows = await db<(LoggedEvent & { floor: string; isOurs: boolean; row: number; last: number })[]>`
    with page as materialized (
      select xid, id, account_id, type, at, test, data from outbox
      where at >= (select ${place.floor}::text::timestamptz) and (xid, id) > (${place.xid}::text::xid8, ${place.id})
        and xid < pg_snapshot_xmin(pg_current_snapshot())
      order by xid, id limit ${SCAN}
    ), judged as (
      select *, account_id = ${accountId} and type = any(${[...logNames]}::text[]) and test <= ${includeTest} as is_ours,
        row_number() over (order by xid, id)::int as row, (count(*) over ())::int as last
      from page
    ), found as (select row from judged where is_ours order by row limit ${limit})
    select xid::text as xid, id, type, date_part('epoch', at) as seconds, test, data, is_ours as "isOurs", row, last,
      to_char(greatest(${place.floor}::text::timestamptz, at - ${MARGIN}::text::interval), ${ISO}) as floor
    from judged
    where row in (select row from found) or (row = last and (select count(*) from found) < ${limit})
    order by row`
  const last = rows.at(-1)
  if (last === undefined) return { events: [], next: place, isMore: false }
  const next = { epoch: place.epoch, xid: last.xid, id: last.id, floor: last.floor }
  return { events: rows.filter(({ isOurs }) => isOurs), next, isMore: last.row < last.last || last.last === SCAN }
}

/** The same for a time: where its events begin. */
export const placeBefore = (epoch: number, { since }: { since: Date }): LogPlace => ({
  epoch,
  xid: '0',
  id: 0n,
  floor: since.toISOString(),
})

/** Events by their places, `from` and `to` in seconds since 1970; both lists have the same length. */
export type Places = { xids: readonly string[]; ids: readonly bigint[]; from: number; to: number }

/**
 * Events by their places.
 * @returns one entry for each place; undefined is past its retention
 */
export async function findEvents(
  db: Db,
  { accountId, xids, ids, from, to }: Places & { accountId: bigint },
): Promise<(LoggedEvent | undefined)[]> {
  const found: (LoggedEvent | undefined)[] = xids.map(() => undefined)
  const [columns] = await selectEvents(db, { accountId, xids, ids, from, to })
  if (columns === undefined || columns.numbers === null) return found
  const [numbers, types] = [columns.numbers.split(','), columns.types.split(',')]
  const [micros, tests] = [columns.micros.split(','), columns.tests.split(',')]
  numbers.forEach((number, row) => {
    const place = Number(number) - 1
    const [xid, id, type] = [xids[place], ids[place], types[row]]
    if (xid === undefined || id === undefined || type === undefined) return
    found[place] = { xid, id, type, seconds: Number(micros[row]) / 1e6, test: tests[row] === 'true', data: columns.data[row] ?? {} }
  })
  return found
}

/** Lists of one length, written with commas; `numbers` is null where there is no event. */
type Columns = { numbers: string | null; types: string; micros: string; tests: string; data: LoggedEvent['data'][] }

// A text for each column: the driver takes half as long for them as for a row of each event.
const selectEvents = (db: Db, { accountId, xids, ids, from, to }: Places & { accountId: bigint }) => db<Columns[]>`
  select string_agg(number::text, ',') as numbers, string_agg(type, ',') as types, string_agg((date_part('epoch', at) * 1e6)::bigint::text, ',') as micros,
    string_agg(test::text, ',') as tests, json_agg(data) as data
  from unnest(${arrayOf(xids, (xid) => xid)}::xid8[], ${arrayOf(ids, String)}::bigint[]) with ordinality as place (xid, id, number)
  join outbox on outbox.xid = place.xid and outbox.id = place.id
    and outbox.at between (select to_timestamp(${from}::float8)) and (select to_timestamp(${to}::float8))
  where account_id = ${accountId}`

/** As the log tells it to others: to the millisecond, never later than it was. */
export const dateOf = (seconds: number): Date => new Date(Math.floor(Math.round(seconds * 1e6) / 1_000))

/** What a receiver knows an event by. */
export const eventIdOf = (id: bigint) => `evt_${id}`

/** Grows as the log does; both parts have the width of the largest value. */
export const sequenceOf = ({ xid, id }: { xid: string; id: bigint }): string => `${firstPartOf(xid)}-${hex16(id)}`

const hex16 = (value: bigint) => value.toString(16).padStart(16, '0')

/** Keeps the last answer of a function of one value: events that stand together share their transaction and its time. */
export function lastOf<Asked, Answer>(answerTo: (asked: Asked) => Answer): (asked: Asked) => Answer {
  let last: { asked: Asked; answer: Answer } | undefined
  return (asked) => {
    if (last?.asked !== asked) last = { asked, answer: answerTo(asked) }
    return last.answer
  }
}

const firstPartOf = lastOf((xid: string) => hex16(BigInt(xid)))
