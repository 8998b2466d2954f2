import type { Db } from '../../platform/db.ts'

/** `until`: only messages made before that compete; those after the verdict are of another time and another choice. */
export type WatchedCampaign = { accountId: bigint; campaignId: bigint; watchSeconds: number; until: Date | undefined }

/** A message that was watched to its end. */
export const isWatched = (db: Db, seconds: number) => db`submitted_at <= now() - make_interval(secs => ${seconds})`

export const competes = (db: Db, until: Date | undefined) => (until === undefined ? db`` : db`and messages.created_at <= ${until}`)

export type MessageSums = { variantId: bigint; sent: number; watched: number; meanPrice: number }

/** What was sent of each variant, and how much of it was watched to its end. Reads all messages of the campaign. */
export const sumMessages = (
  db: Db,
  { accountId, campaignId, watchSeconds, until }: WatchedCampaign,
  { currency }: { currency: string | null },
) => db<MessageSums[]>`
  select variant_id as "variantId", count(*)::float8 as sent, count(*) filter (where ${isWatched(db, watchSeconds)})::float8 as watched,
    coalesce(avg(price_micros) filter (where currency = ${currency} and ${isWatched(db, watchSeconds)}), 0)::float8 as "meanPrice"
  from messages
  where account_id = ${accountId} and campaign_id = ${campaignId} and submitted_at is not null ${competes(db, until)}
  group by variant_id order by variant_id limit 100`
