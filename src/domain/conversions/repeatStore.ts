import type { Transaction } from '../../platform/db.ts'
import type { ConversionRow } from './conversion.ts'

/** Held to the end of the transaction: of two that come in at once on two nodes, one sees the other. */
export const lockRepeats = (tx: Transaction, { accountId }: { accountId: bigint }) =>
  tx`select pg_advisory_xact_lock(hashtextextended('tapline conversion repeats ' || ${String(accountId)}::text, 0))`

/** Of new conversions, by their place, the stored one that each repeats. One that was left out itself is repeated by none. */
export const findRepeated = (
  tx: Transaction,
  rows: readonly ConversionRow[],
  { accountId, minutes }: { accountId: bigint; minutes: number },
) => tx<{ item: number; id: bigint }[]>`
  select asked.item, repeated.id
  from json_to_recordset(${asJson(rows)}::text::json)
    as asked (item integer, name text, value_micros bigint, currency text, clicks jsonb, at timestamptz)
  join lateral (
    select id from conversions
    where account_id = ${accountId} and name = asked.name and source = 'browser' and order_id is null
      and clicks -> 0 ->> 'id' = asked.clicks -> 0 ->> 'id'
      and at between asked.at - make_interval(mins => ${minutes}::int) and asked.at + make_interval(mins => ${minutes}::int)
      and clicks = asked.clicks and value_micros is not distinct from asked.value_micros and currency is not distinct from asked.currency
      and repeat_of is null
    order by at limit 1
  ) as repeated on true`

const asJson = (rows: readonly ConversionRow[]) =>
  JSON.stringify(
    rows.map(({ name, valueMicros, currency, clicks, at }, item) => ({
      ...{ item, name, value_micros: valueMicros === null ? null : String(valueMicros), currency, clicks, at },
    })),
  )
