import type { ExperimentGoal } from '../../contract/experimentDesign.ts'
import { assumedDelay, delayCurve, type DelayCurve } from '../../lib/statistics/delay.ts'
import type { Amounts } from '../../lib/statistics/plan.ts'
import type { Db } from '../../platform/db.ts'

/** Deeds whose delay is looked at, the newest; some thousand tell the usual one. */
const DEEDS = 5_000
const DAYS = 90
/** How long clicks count; conversions count as long as their account says. */
const CLICK_DAYS = 7
const DAY_MS = 86_400_000

/** The usual delay from sending to a click or conversion in earlier messages of the account; what is assumed where there are none. */
export async function readUsualDelay(db: Db, { accountId, goal }: { accountId: bigint; goal: ExperimentGoal }): Promise<DelayCurve> {
  const days = goal.kind === 'clickers' ? CLICK_DAYS : await readWindowDays(db, { accountId, name: goal.name })
  const before = assumedDelay(days * DAY_MS)
  const { boundsMs } = before
  const delays = goal.kind === 'clickers' ? clickDelays(db, accountId) : conversionDelays(db, accountId, goal.name)
  const rows = await db<{ age: number; class: number; deeds: number }[]>`
    with delays as (${delays})
    select width_bucket(extract(epoch from now() - submitted_at)::float8 * 1000, ${[...boundsMs]}::float8[]) as age,
      width_bucket(extract(epoch from at - submitted_at)::float8 * 1000, ${[...boundsMs]}::float8[]) as class, count(*)::int as deeds
    from delays where at > submitted_at group by 1, 2 limit 1000`
  const ages = [...new Set(rows.map(({ age }) => age))]
  const cohorts = ages.map((age) => ({
    ageMs: boundsMs[age - 1] ?? 0,
    arrived: boundsMs.map((_, index) => rows.find((row) => row.age === age && row.class === index)?.deeds ?? 0),
  }))
  return delayCurve(cohorts, { before })
}

const clickDelays = (db: Db, accountId: bigint) => db`
  select submitted_at, message_first_click_at as at
  from link_totals join messages on messages.id = link_totals.message_id
  where link_totals.account_id = ${accountId} and link = 0 and message_first_click_at is not null and submitted_at > now() - make_interval(days => ${DAYS})
  order by link_totals.message_id desc limit ${DEEDS}`

const conversionDelays = (db: Db, accountId: bigint, name: string | undefined) => db`
  select submitted_at, conversions.at
  from conversions join messages on messages.id = conversions.message_id
  where conversions.account_id = ${accountId} and not conversions.test and conversions.state = 'attributed' and conversions.at > now() - make_interval(days => ${DAYS})
    ${name === undefined ? db`` : db`and conversions.name = ${name}`}
  order by conversions.at desc limit ${DEEDS}`

/** By when most of what comes at all has come. */
const MOST = 0.9
export const usualDelayMs = ({ boundsMs, arrived }: DelayCurve): number =>
  boundsMs.find((_, index) => (arrived[index] ?? 1) >= MOST) ?? boundsMs.at(-1) ?? 0

/** How long after a click a conversion counts. */
export async function readWindowDays(db: Db, { accountId, name }: { accountId: bigint; name: string | undefined }): Promise<number> {
  const [row] = await db<{ days: number }[]>`
    select coalesce((windows->>${name ?? ''}::text)::int, window_days)::int as days from conversion_settings where account_id = ${accountId}`
  return row?.days ?? DEFAULT_WINDOW_DAYS
}
const DEFAULT_WINDOW_DAYS = 7

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

/** Where values are cut off, as in an experiment itself. */
const CUT = 0.99

/** What a message brought in that brought in anything, of the newest orders; undefined where fewer than two did, since one does not tell how they vary. */
export async function readOrders(
  db: Db,
  { accountId, name, currency }: { accountId: bigint; name: string | undefined; currency: string | undefined },
): Promise<Amounts | undefined> {
  if (currency === undefined) return undefined
  const [row] = await db<{ mean: number | null; variance: number | null }[]>`
    with newest as (
      select message_id, value_micros - refunded_micros as micros from conversions
      where account_id = ${accountId} and not test and state = 'attributed' and message_id is not null and currency = ${currency}
        ${name === undefined ? db`` : db`and name = ${name}`}
      order by at desc limit ${DEEDS}
    ), orders as (
      select sum(micros)::float8 as micros from newest group by message_id having sum(micros) > 0
    ), cut as (select percentile_cont(${CUT}::float8) within group (order by micros) as cap from orders)
    select avg(least(micros, cap)) as mean, var_samp(least(micros, cap)) as variance from orders, cut`
  return typeof row?.mean !== 'number' || typeof row.variance !== 'number' ? undefined : { mean: row.mean, variance: row.variance }
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

/** Whether any conversion was reported with the number of the person. */
export async function hasPhoneConversions(db: Db, { accountId }: { accountId: bigint }): Promise<boolean> {
  return (await db`select from conversions where account_id = ${accountId} and phone is not null and not test limit 1`).length > 0
}
