import type { Db } from '../../platform/db.ts'

export type WatchedCampaign = { accountId: bigint; campaignId: bigint; watchSeconds: number }

/** A message that was watched to its end. */
export const isWatched = (db: Db, seconds: number) => db`submitted_at <= now() - make_interval(secs => ${seconds})`

export type MessageSums = { variantId: bigint; sent: number; watched: number; meanPrice: number }

/** What was sent of each variant, and how much of it was watched to its end. Reads all messages of the campaign. */
export const sumMessages = (
  db: Db,
  { accountId, campaignId, watchSeconds }: WatchedCampaign,
  { currency }: { currency: string | null },
) => db<MessageSums[]>`
  select variant_id as "variantId", count(*)::float8 as sent, count(*) filter (where ${isWatched(db, watchSeconds)})::float8 as watched,
    coalesce(avg(price_micros) filter (where currency = ${currency} and ${isWatched(db, watchSeconds)}), 0)::float8 as "meanPrice"
  from messages
  where account_id = ${accountId} and campaign_id = ${campaignId} and submitted_at is not null
  group by variant_id order by variant_id limit 100`
