import type { Db } from '../../platform/db.ts'
import type { Campaign, Narrowing } from './campaignReport.ts'

export type ConversionSums = { variantId: bigint; currency: string; conversions: number; valueMicros: bigint }

/** What was attributed to clicks on a campaign's links; without a currency: conversions without a value. */
export const sumConversions = (db: Db, { accountId, id }: Campaign, narrowing: Narrowing = {}) => db<ConversionSums[]>`
  select variant_id as "variantId", currency, sum(conversions)::float8 as conversions, sum(value_micros)::bigint as "valueMicros"
  from renderings join conversion_rollups as sums on sums.account_id = renderings.account_id and sums.rendering_id = renderings.id
  where renderings.account_id = ${accountId} and renderings.campaign_id = ${id} and not test and outcome = 'attributed' ${within(db, narrowing)}
  group by variant_id, currency order by currency limit 1000`

/** The same by hour, newest first, as many hours as a report lists. */
export const sumConversionHours = (db: Db, { accountId, id }: Campaign, narrowing: Narrowing = {}) => db<
  { key: string; conversions: number }[]
>`
  select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as key, sum(conversions)::float8 as conversions
  from renderings join conversion_rollups as sums on sums.account_id = renderings.account_id and sums.rendering_id = renderings.id
  where renderings.account_id = ${accountId} and renderings.campaign_id = ${id} and not test and outcome = 'attributed' ${within(db, narrowing)}
  group by hour order by hour desc limit 1000`

/** Messages with at least one attributed conversion, by variant. A small index answers alone. */
export const countConverted = (db: Db, { accountId, id }: Campaign, narrowing: Narrowing = {}) => db<
  { variantId: bigint; messages: number }[]
>`
  select variant_id as "variantId", count(distinct message_id)::float8 as messages
  from renderings join conversions on conversions.rendering_id = renderings.id and conversions.state = 'attributed'
  where renderings.account_id = ${accountId} and renderings.campaign_id = ${id} ${within(db, narrowing)}
  group by variant_id limit 100`

/** Recipients who opted out by a message of the campaign, also those who came back. */
export async function countOptOuts(db: Db, { accountId, id }: Campaign): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(distinct opt_outs.message_id)::float8 as count
    from opt_outs join messages on messages.id = opt_outs.message_id
    where opt_outs.account_id = ${accountId} and messages.account_id = ${accountId} and messages.campaign_id = ${id}
      and opt_outs.created_at >= (select coalesce(started_at, created_at) from campaigns where account_id = ${accountId} and campaigns.id = ${id})`
  return row?.count ?? 0
}

const within = (db: Db, { variantId, position }: Narrowing) =>
  db`${variantId === undefined ? db`` : db`and variant_id = ${variantId}`} ${position === undefined ? db`` : db`and link = ${position}`}`
