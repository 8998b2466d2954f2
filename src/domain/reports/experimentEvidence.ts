import type { ExperimentGoal } from '../../contract/experimentDesign.ts'
import type { Db, Transaction } from '../../platform/db.ts'
import { countClickers } from './experimentClickers.ts'
import { competes, isWatched, sumMessages, type WatchedCampaign } from './experimentMessages.ts'

/** What was seen of a variant. `classes`: messages with a value, by its size; money in micros. */
export type VariantSums = {
  variantId: bigint
  sent: number
  watched: number
  successes: number
  leftOut: number
  meanPrice: number
  classes: { index: number; messages: number; sum: number }[]
}

/**
 * Counts each message once it was watched to the end, with what came of it in that time. So whatever the shares were when, each message had
 * the same chance, and figures of variants can be compared. Begins a transaction's snapshot: all of it is of one moment.
 */
export async function readEvidence(tx: Transaction, campaign: WatchedCampaign, goal: ExperimentGoal): Promise<VariantSums[]> {
  await tx`set transaction isolation level repeatable read, read only`
  const messages = await sumMessages(tx, campaign, { currency: goal.kind === 'value' ? goal.currency : null })
  const clickers = goal.kind === 'clickers' ? await countClickers(tx, campaign, messages) : []
  const deeds = goal.kind === 'clickers' ? [] : await sumDeeds(tx, campaign, goal)
  return messages.map((row) => {
    const own = deeds.filter(({ variantId }) => variantId === row.variantId)
    const clicked = clickers.find(({ variantId }) => variantId === row.variantId)
    return {
      ...row,
      meanPrice: goal.kind === 'value' && goal.minus_price ? row.meanPrice : 0,
      successes: clicked?.successes ?? own.reduce((sum, deed) => sum + deed.messages, 0),
      leftOut: clicked?.leftOut ?? 0,
      classes: goal.kind === 'value' ? own.map(({ index, messages: count, sum }) => ({ index, messages: count, sum })) : [],
    }
  })
}

type DeedRow = { variantId: bigint; index: number; messages: number; sum: number }

/** Recipients with an attributed conversion in time, by what theirs are worth together: four classes for each doubling, as lib/statistics has them. */
const sumDeeds = (
  db: Db,
  { accountId, campaignId, watchSeconds, until }: WatchedCampaign,
  goal: Exclude<ExperimentGoal, { kind: 'clickers' }>,
) => db<DeedRow[]>`
  with own as (
    select messages.variant_id, messages.id, coalesce(sum(value_micros - refunded_micros), 0)::float8 as value
    from renderings
    join conversions on conversions.rendering_id = renderings.id and conversions.state = 'attributed'
    join messages on messages.id = conversions.message_id
    where renderings.account_id = ${accountId} and renderings.campaign_id = ${campaignId} and ${isWatched(db, watchSeconds)}
      and conversions.at <= submitted_at + make_interval(secs => ${watchSeconds}) ${competes(db, until)}
      ${goal.name === undefined ? db`` : db`and conversions.name = ${goal.name}`}
      ${goal.kind === 'value' ? db`and conversions.currency = ${goal.currency} and value_micros > refunded_micros` : db``}
    group by messages.variant_id, messages.id
  )
  select variant_id as "variantId", case when value > 0 then floor(log(value) / log(2) * 4) else 0 end as index, count(*)::float8 as messages, sum(value) as sum
  from own group by 1, 2 order by 1, 2 limit 2000`

/** How many contacts an expansion has been through, of all that it will look at. An index answers alone. */
export async function countContacts(
  db: Db,
  { accountId, to, until }: { accountId: bigint; to: bigint; until: bigint },
): Promise<{ done: number; all: number }> {
  const [row] = await db<{ done: number; all: number }[]>`
    select count(*) filter (where id <= ${to})::float8 as done, count(*)::float8 as "all" from contacts where account_id = ${accountId} and id <= ${until}`
  return row ?? { done: 0, all: 0 }
}
