import type { StatsQuery } from '../../contract/stats.ts'
import type { Db } from '../../platform/db.ts'
import type { Period } from './stats.ts'

/** Conversions of a period in one currency, or in none (''): attributed ones, with what they were worth. */
export type ConversionSum = {
  currency: string
  attributed: number
  unattributed: number
  viewThrough: number
  valueMicros: bigint
  delaySeconds: bigint
}

/** Most currencies of one answer; an account sells in a handful. */
const MAX_CURRENCIES = 200

/** Sums of a period by currency. */
export const sumConversions = (db: Db, period: Period) => db<ConversionSum[]>`
  select currency, coalesce(sum(conversions) filter (where outcome = 'attributed'), 0)::int as attributed,
    coalesce(sum(conversions) filter (where outcome <> 'attributed'), 0)::int as unattributed,
    coalesce(sum(conversions) filter (where outcome = 'view_only'), 0)::int as "viewThrough",
    coalesce(sum(value_micros) filter (where outcome = 'attributed'), 0)::bigint as "valueMicros",
    coalesce(sum(delay_seconds) filter (where outcome = 'attributed'), 0)::bigint as "delaySeconds"
  from conversion_rollups where ${inPeriod(db, period)}
  group by currency order by currency limit ${MAX_CURRENCIES}`

/** Attributed conversions of a group in one currency. */
export type ConversionGroup = { key: string; destination: string | null; currency: string; conversions: number; valueMicros: bigint }

/** Groups of 1,000 keys in a few currencies. */
const MAX_ROWS = 5_000

/** Attributed conversions of a period in groups; device and country are those of the click. */
export function groupConversions(db: Db, { by, timeZone, ...period }: Period & { by: StatsQuery['by']; timeZone: string }) {
  if (by === 'device' || by === 'country')
    return db<ConversionGroup[]>`
      select coalesce(nullif(${db(by)}, ''), 'unknown') as key, null as destination, currency, sum(conversions)::int as conversions,
        sum(value_micros)::bigint as "valueMicros"
      from conversion_rollups where outcome = 'attributed' and ${inPeriod(db, period)}
      group by 1, currency order by 4 desc, 1 limit ${MAX_ROWS}`
  if (by === 'link')
    return db<ConversionGroup[]>`
      select coalesce(links.id::text, 'deleted') as key, destination, currency, sum(conversions)::int as conversions,
        sum(value_micros)::bigint as "valueMicros"
      from conversion_rollups as sums
      left join links on links.rendering_id = sums.rendering_id and links.position = sums.link
      where outcome = 'attributed' and ${inPeriod(db, period, db`sums.`)}
      group by links.id, destination, currency order by 4 desc, 1 limit ${MAX_ROWS}`
  return db<ConversionGroup[]>`
    select to_char((date_trunc(${by}, hour at time zone ${timeZone}) at time zone ${timeZone}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as key,
      null as destination, currency, sum(conversions)::int as conversions, sum(value_micros)::bigint as "valueMicros"
    from conversion_rollups where outcome = 'attributed' and ${inPeriod(db, period)}
    group by 1, currency order by 1, currency limit ${MAX_ROWS}`
}

const inPeriod = (db: Db, { accountId, from, to, test }: Period, table = db``) =>
  db`${table}account_id = ${accountId} and hour >= date_trunc('hour', ${from}::timestamptz) and hour < ${to} and test = ${test}`

export type MessageConversion = {
  id: bigint
  name: string
  at: Date
  valueMicros: bigint | null
  currency: string | null
  orderId: string | null
}

/** What a message's recipient did, oldest first. */
export const listConversionsOfMessage = (db: Db, { accountId, messageId }: { accountId: bigint; messageId: bigint }) => db<
  MessageConversion[]
>`
  select id, name, at, value_micros - refunded_micros as "valueMicros", currency, order_id as "orderId" from conversions
  where account_id = ${accountId} and message_id = ${messageId} and state = 'attributed'
  order by at, id limit 100`
