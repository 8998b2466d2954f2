import type { Db } from '../../platform/db.ts'

/** A figure of a variant that its messages give otherwise. */
export type VariantDifference = {
  table: 'experiment_draws' | 'campaign_counts' | 'messages'
  key: string
  column: string
  expected: string
  found: string
}

/** Rows that differ and are named. */
const MAX_ROWS = 100

type Row = { campaignId: bigint; variantId: bigint; made: number; counted: number; stored: number; strangers: number; isComplete: boolean }

/**
 * Recounts the messages of each variant that competes, and compares with what was drawn and what is counted of them; also that each message
 * has a text of its variant, and that nobody who is held out got one. Messages of campaigns from before the oldest one are past their retention.
 */
export async function verifyExperiments(db: Db): Promise<VariantDifference[]> {
  const rows = await db<Row[]>`
    with drawn as (
      select campaign_id, variant_id, sum(made)::float8 as made from experiment_draws where variant_id <> 0 group by 1, 2
    ), counted as (
      select campaign_id, variant_id, sum(messages)::float8 as counted from campaign_counts
      where campaign_id in (select campaign_id from experiments) group by 1, 2
    ), stored as (
      select messages.campaign_id, messages.variant_id, count(*)::float8 as stored,
        count(*) filter (where renderings.variant_id is distinct from messages.variant_id)::float8 as strangers
      from experiments join messages using (campaign_id) join renderings on renderings.id = rendering_id group by 1, 2
    )
    select campaign_id as "campaignId", variant_id as "variantId", coalesce(made, 0) as made, coalesce(counted, 0) as counted,
      coalesce(stored, 0) as stored, coalesce(strangers, 0) as strangers,
      (select started_at from experiments where experiments.campaign_id = sides.campaign_id)
        >= (select created_at from messages order by id limit 1) as "isComplete"
    from (drawn full join counted using (campaign_id, variant_id) full join stored using (campaign_id, variant_id)) as sides
    where made is distinct from counted or counted is distinct from stored or strangers > 0
    order by 1, 2 limit ${MAX_ROWS}`
  return [...rows.flatMap(differencesOf), ...(await listHeldButSent(db))]
}

function differencesOf({ campaignId, variantId, made, counted, stored, strangers, isComplete }: Row): VariantDifference[] {
  const key = `campaign ${campaignId}, variant ${variantId}`
  return [
    ...differs('experiment_draws', key, 'made', counted, made),
    ...(isComplete ? differs('campaign_counts', key, 'messages', stored, counted) : []),
    ...differs('messages', key, 'rendering_id', 0, strangers),
  ]
}

const differs = (table: VariantDifference['table'], key: string, column: string, expected: number, found: number): VariantDifference[] =>
  expected === found ? [] : [{ table, key, column, expected: String(expected), found: String(found) }]

async function listHeldButSent(db: Db): Promise<VariantDifference[]> {
  const rows = await db<{ campaignId: bigint; n: number }[]>`
    select held.campaign_id as "campaignId", count(*)::float8 as n
    from experiment_holdouts as held join renderings on renderings.campaign_id = held.campaign_id
    join messages on messages.rendering_id = renderings.id and messages.phone = held.phone
    group by 1 order by 1 limit ${MAX_ROWS}`
  return rows.flatMap(({ campaignId, n }) => differs('messages', `campaign ${campaignId}, held out`, 'messages', 0, n))
}
