import type { Db } from '../../platform/db.ts'

type Asked = { accountId: bigint; campaignId: bigint }
export type Lift = { heldConverted: number; sent: number; sentConverted: number }

/**
 * Compares those who got nothing with those who were sent to, by conversions that were reported with a number, attributed or not: the same
 * measure for both. Each counts for so many days after it was drawn. Reads the conversions of that time, not the messages.
 * @param name of the conversions; undefined: all
 * @param currency undefined: with a value or without
 */
export async function readLift(
  db: Db,
  { accountId, campaignId }: Asked,
  { since, days, name, currency }: { since: Date; days: number; name: string | undefined; currency: string | undefined },
): Promise<Lift> {
  const [row] = await db<Lift[]>`
    with own as materialized (select id from renderings where account_id = ${accountId} and campaign_id = ${campaignId}),
    posted as materialized (
      select phone, at from conversions
      where account_id = ${accountId} and not test and at >= ${since} and phone is not null and state <> 'voided'
        ${name === undefined ? db`` : db`and name = ${name}`} ${currency === undefined ? db`` : db`and currency = ${currency}`}
    )
    select
      (select count(distinct phone)::float8 from posted join experiment_holdouts as held using (phone)
        where held.account_id = ${accountId} and held.campaign_id = ${campaignId}
          and posted.at >= held.at and posted.at < held.at + make_interval(days => ${days})) as "heldConverted",
      (select coalesce(sum(messages), 0)::float8 from campaign_counts
        where account_id = ${accountId} and campaign_id = ${campaignId} and sent) as sent,
      (select count(distinct messages.id)::float8 from posted cross join own join messages on messages.rendering_id = own.id and messages.phone = posted.phone
        where messages.submitted_at is not null and posted.at >= messages.created_at
          and posted.at < messages.created_at + make_interval(days => ${days})) as "sentConverted"
    limit 1`
  if (row === undefined) throw new Error('A select without a table gives one row')
  return row
}
