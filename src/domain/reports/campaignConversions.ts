import type { Db } from '../../platform/db.ts'
import { groupOf, keyOf, within, type Campaign, type HitGroup, type Narrowing } from './campaignReport.ts'

export type ConversionSums = {
  grouping: HitGroup
  variantId: bigint | null
  key: string
  currency: string
  conversions: number
  valueMicros: bigint
  delaySeconds: number
}

/** Each of 1,000 hours, and some hundred links, devices and countries in a few currencies. */
const MAX_ROWS = 10_000

/**
 * What was attributed to clicks on a campaign's links, in the groups of `sumHits`; device and country are those of the click. Conversions without
 * a value have an empty currency.
 */
export const sumConversions = (db: Db, { accountId, id }: Campaign, narrowing: Narrowing = {}) => db<ConversionSums[]>`
  with sums as materialized (
    select grouping(variant_id, link, device, country, hour) as kind, variant_id, link, device, country, hour, currency,
      sum(conversions)::float8 as conversions, sum(value_micros)::bigint as value_micros,
      sum(delay_seconds)::float8 as delay_seconds
    from renderings join conversion_rollups as sums on sums.account_id = renderings.account_id and sums.rendering_id = renderings.id
    where renderings.account_id = ${accountId} and renderings.campaign_id = ${id} and not test and outcome = 'attributed' ${within(db, narrowing)}
    group by grouping sets ((variant_id, currency), (variant_id, link, currency), (device, currency), (country, currency), (hour, currency))
  )
  select ${groupOf(db)} as grouping, variant_id as "variantId", ${keyOf(db)} as key, currency, conversions, value_micros as "valueMicros",
    delay_seconds as "delaySeconds"
  from sums where conversions <> 0 or value_micros <> 0
  order by kind, hour desc, currency limit ${MAX_ROWS}`

/** Messages with at least one attributed conversion, by variant. A small index answers alone. */
export const countConverted = (db: Db, { accountId, id }: Campaign, { variantId, position, device, country }: Narrowing = {}) => db<
  { variantId: bigint; messages: number }[]
>`
  select variant_id as "variantId", count(distinct message_id)::float8 as messages
  from renderings join conversions on conversions.rendering_id = renderings.id and conversions.state = 'attributed'
  where renderings.account_id = ${accountId} and renderings.campaign_id = ${id} and not test
    ${variantId === undefined ? db`` : db`and variant_id = ${variantId}`} ${position === undefined ? db`` : db`and link = ${position}`}
    ${device === undefined ? db`` : db`and coalesce(device, '') = ${device}`} ${country === undefined ? db`` : db`and coalesce(country, '') = ${country}`}
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
