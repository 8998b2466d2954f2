import type { ExperimentGoal } from '../../contract/experimentDesign.ts'
import type { Db } from '../../platform/db.ts'

/** Deeds whose delay is looked at, the newest; some thousand tell the usual one. */
const DEEDS = 5_000
const DAYS = 90
/** Which part of all deeds has come by the usual delay. */
const USUAL_PART = 0.9

/**
 * The delay from sending within which nine of ten of those come who come at all, in earlier messages of the account: clicks, or conversions.
 * @returns seconds; undefined where fewer than 50 are known
 */
export async function readUsualDelay(
  db: Db,
  { accountId, goal }: { accountId: bigint; goal: ExperimentGoal },
): Promise<number | undefined> {
  const delays = goal.kind === 'clickers' ? clickDelays(db, accountId) : conversionDelays(db, accountId, goal.name)
  const [row] = await db<{ deeds: number; seconds: number | null }[]>`
    with delays as (${delays})
    select count(*)::int as deeds, percentile_cont(${USUAL_PART}::float8) within group (order by seconds) as seconds from delays where seconds > 0`
  return row === undefined || row.deeds < FEWEST || row.seconds === null ? undefined : row.seconds
}
const FEWEST = 50

const clickDelays = (db: Db, accountId: bigint) => db`
  select extract(epoch from message_first_click_at - submitted_at)::float8 as seconds
  from link_totals join messages on messages.id = link_totals.message_id
  where link_totals.account_id = ${accountId} and link = 0 and message_first_click_at is not null and submitted_at > now() - make_interval(days => ${DAYS})
  order by link_totals.message_id desc limit ${DEEDS}`

const conversionDelays = (db: Db, accountId: bigint, name: string | undefined) => db`
  select extract(epoch from conversions.at - submitted_at)::float8 as seconds
  from conversions join messages on messages.id = conversions.message_id
  where conversions.account_id = ${accountId} and not conversions.test and conversions.state = 'attributed' and conversions.at > now() - make_interval(days => ${DAYS})
    ${name === undefined ? db`` : db`and conversions.name = ${name}`}
  order by conversions.at desc limit ${DEEDS}`

/** Earlier campaigns from which a rate is taken. */
const CAMPAIGNS = 5

/** Which part of those sent to did it, in the newest campaigns that have ended; undefined where none has. */
export async function readBaseline(
  db: Db,
  { accountId, campaignId, goal }: { accountId: bigint; campaignId: bigint; goal: ExperimentGoal },
): Promise<number | undefined> {
  const deeds =
    goal.kind === 'clickers'
      ? db`(select sum(clickers) from hit_rollups join renderings on renderings.id = rendering_id
          where renderings.account_id = ${accountId} and renderings.campaign_id = earlier.id and hit_rollups.account_id = ${accountId} and counted and not test)`
      : db`(select count(distinct message_id) from renderings join conversions on conversions.rendering_id = renderings.id and conversions.state = 'attributed'
          where renderings.account_id = ${accountId} and renderings.campaign_id = earlier.id ${goal.name === undefined ? db`` : db`and conversions.name = ${goal.name}`})`
  const [row] = await db<{ sent: number | null; deeds: number | null }[]>`
    with earlier as (
      select id from campaigns where account_id = ${accountId} and state = 'done' and id <> ${campaignId} order by id desc limit ${CAMPAIGNS}
    ), sums as (
      select (select sum(messages) from campaign_counts where campaign_id = earlier.id and sent) as sent, ${deeds} as deeds from earlier
    )
    select sum(sent)::float8 as sent, sum(coalesce(deeds, 0))::float8 as deeds from sums where sent > 0`
  return row?.sent === null || row?.sent === undefined || row.deeds === null || row.deeds === 0 ? undefined : row.deeds / row.sent
}

/** Whether a conversion of that name, or in that currency, ever came in. */
export async function hasConversions(
  db: Db,
  { accountId, name, currency }: { accountId: bigint; name: string | undefined; currency: string | undefined },
): Promise<boolean> {
  const rows = await db`
    select from conversion_rollups where account_id = ${accountId} and not test
      ${name === undefined ? db`` : db`and name = ${name}`} ${currency === undefined ? db`` : db`and currency = ${currency}`} limit 1`
  return rows.length > 0
}
