import type { Db, Fragment } from '../../platform/db.ts'
import type { Period } from './stats.ts'

/** Messages sent and received of one key, such as a day, with what they cost and what came of them. */
export type Traffic = {
  key: string
  sent: number
  received: number
  priceMicros: bigint
  clicks: number
  views: number
  conversions: number
}

export const trafficGroups = ['date', 'country', 'label', 'account'] as const
export type TrafficGroup = (typeof trafficGroups)[number]

/** The days of nearly three years; of countries and labels there are hardly more. */
const MAX_KEYS = 1_000

type Asked = Period & { by: TrafficGroup; timeZone: string; label: string | undefined }

/** Messages created and answers received in a period, by day, country of the number or label; newest day or smallest key first. */
export function groupTraffic(db: Db, { by, timeZone, label, ...period }: Asked) {
  const { accountId, from, to, test } = period
  return db<Traffic[]>`
    with sent as (
      select ${keyOf(db, by, { at: db`messages.created_at`, timeZone })} as key, count(submitted_at)::int as sent,
        coalesce(sum(price_micros) filter (where submitted_at is not null), 0)::bigint as price, coalesce(sum(clicks), 0)::int as clicks,
        coalesce(sum(views), 0)::int as views, coalesce(sum((
          select count(*) from conversions
          where conversions.account_id = ${accountId} and conversions.message_id = messages.id and conversions.state = 'attributed'
        )), 0)::int as conversions
      from messages left join message_totals on message_totals.message_id = messages.id
      where messages.account_id = ${accountId} and messages.test = ${test} and messages.created_at >= ${from} and messages.created_at < ${to}
        ${label === undefined ? db`` : db`and messages.label = ${label}`}
      group by 1
    ), received as (
      select ${keyOf(db, by, { at: db`received_at`, timeZone })} as key, count(*)::int as received
      from inbound_messages left join messages on messages.account_id = ${accountId} and messages.id = answers_message_id
      where inbound_messages.account_id = ${accountId} and inbound_messages.test = ${test} and received_at >= ${from} and received_at < ${to}
        ${label === undefined ? db`` : db`and messages.label = ${label}`}
      group by 1
    )
    select key, coalesce(sent, 0) as sent, coalesce(received, 0) as received, coalesce(price, 0)::bigint as "priceMicros",
      coalesce(clicks, 0) as clicks, coalesce(views, 0) as views, coalesce(conversions, 0) as conversions
    from sent full join received using (key)
    order by ${by === 'date' ? db`key desc` : db`key`} limit ${MAX_KEYS}`
}

/** An answer counts for the country and the label of what it answers. */
function keyOf(db: Db, by: TrafficGroup, { at, timeZone }: { at: Fragment; timeZone: string }): Fragment {
  switch (by) {
    case 'date':
      return db`to_char(${at} at time zone ${timeZone}, 'YYYY-MM-DD')`
    case 'country':
      return db`coalesce(messages.country, '')`
    case 'label':
      return db`coalesce(messages.label, '')`
    case 'account':
      return db`''`
  }
}
