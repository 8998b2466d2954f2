import { expect, test } from 'vitest'
import { campaignWorld } from '../helpers/campaigns.ts'
import { testDatabase } from '../helpers/database.ts'
import { experimentWorld } from '../helpers/experiments.ts'
import { aHit } from '../helpers/hits.ts'
import { messaging } from '../helpers/messaging.ts'
import { replayDecisions } from '../../src/domain/experiments/replay.ts'
import { readLift } from '../../src/domain/reports/experimentLift.ts'
import { verifyExperiments } from '../../src/domain/reports/verifyExperiments.ts'
import { storeHits } from '../../src/domain/tracking/drain.ts'
import { verify } from '../../src/domain/tracking/verify.ts'
import { lookAtExperiments } from '../../src/jobs/experiments.ts'
import { inTransaction } from '../../src/platform/db.ts'

const db = await testDatabase()
const { parts } = await messaging(db)
const { world, sendAll } = campaignWorld(db, parts)
const { experimentOf, decisionsOf } = experimentWorld(db)
await db`update carriers set messages_per_second = 100000`

const rates: Record<string, number> = { A: 0.02, B: 0.04, C: 0.06, D: 0.3 }
const variants = Object.keys(rates).map((name) => ({ name, text: `${name} https://shop.example.com/` }))
const continuous = { way: 'continuous', goal: { kind: 'clickers' }, batch_size: 400, wait_minutes: 60, min_per_variant: 100_000 }

/** An hour goes by in which recipients tap, each by the rate of its variant and its own number. */
async function tapForAnHour(id: bigint): Promise<void> {
  const rows = await db<{ id: bigint; renderingId: bigint; accountId: bigint; name: string; at: Date }[]>`
    update messages set submitted_at = submitted_at - interval '61 minutes' from campaign_variants
    where messages.campaign_id = ${id} and campaign_variants.id = variant_id and submitted_at > now() - interval '30 minutes'
    returning messages.id, rendering_id as "renderingId", messages.account_id as "accountId", name, submitted_at as at`
  const hits = rows.flatMap((row) =>
    Number((row.id * 2_654_435_761n) % 1_000n) / 1_000 < (rates[row.name] ?? 0)
      ? [
          aHit({
            ...{
              accountId: Number(row.accountId),
              messageId: Number(row.id),
              renderingId: Number(row.renderingId),
              number: Number(row.id),
            },
            ...{ at: row.at.getTime() + 60_000, network: Number(row.id) },
          }),
        ]
      : [],
  )
  await inTransaction(db, (tx) => storeHits(tx, hits))
  await db`update experiments set settled_at = settled_at - interval '61 minutes', next_look_at = now() where campaign_id = ${id}`
}

/** Several processes look at the same time. */
const lookTogether = () => Promise.all([0, 1, 2, 3].map(() => lookAtExperiments(db)))

test('four variants compete batch by batch: one decision each, replayed alike, and the figures are what the hits say', async () => {
  const { begin, expand, accountId } = await world(2_000)
  const id = await begin({ variants, experiment: continuous })
  const target = { accountId, campaignId: id }
  for (let batch = 0; batch < 5; batch++) {
    await sendAll(id)
    await db`update experiments set next_look_at = now() where campaign_id = ${id}`
    await lookTogether()
    await tapForAnHour(id)
    await lookTogether()
    await expand(id)
  }
  const decisions = await decisionsOf(target)
  expect(decisions.map(({ number, reason }) => ({ number, reason }))).toEqual(
    [1, 2, 3, 4].map((number) => ({ number, reason: 'shares_moved' })),
  )
  const counts = await db<{ name: string; n: number }[]>`
    select name, count(*)::int as n from messages join campaign_variants on campaign_variants.id = variant_id
    where messages.campaign_id = ${id} group by name order by count(*) desc`
  expect(counts[0]?.name).toBe('D')
  expect(counts[0]?.n).toBeGreaterThan(1_000)
  expect(counts.reduce((sum, { n }) => sum + n, 0)).toBe(2_000)
  expect(await replayDecisions(db, { campaignId: id })).toMatchObject({ experiments: 1, decisions: 4, rows: 0 })
  expect(await verify(db)).toMatchObject({ rows: 0 })
  expect(await verifyExperiments(db)).toEqual([])
  expect((await experimentOf(target)).look?.sample_ratio).toMatchObject({ state: 'fine' })
})

test('a replay finds a decision that was changed, and one that is missing', async () => {
  const [row] = await db<{ id: bigint }[]>`select campaign_id as id from experiment_decisions limit 1`
  const id = row?.id ?? 0n
  await db`update experiment_decisions set outcome = json_build_object('reason', 'winner') where campaign_id = ${id} and number = 2`
  await db`delete from experiment_decisions where campaign_id = ${id} and number = 3`
  const { rows, differences } = await replayDecisions(db, { campaignId: undefined })
  expect(rows).toBe(2)
  expect(differences).toMatchObject([
    { number: 2, column: 'outcome' },
    { number: 4, column: 'number', expected: '3' },
  ])
})

test('verify names a variant whose messages are not what was drawn, and somebody who was held out and sent to', async () => {
  const { begin, accountId } = await world(100)
  const id = await begin({ variants: variants.slice(0, 2), experiment: { way: 'split', goal: { kind: 'clickers' }, holdout_share: 0.2 } })
  expect(await verifyExperiments(db)).toEqual([])
  await db`
    update experiment_holdouts set phone = (select phone from messages where campaign_id = ${id} order by id limit 1)
    where ctid = (select ctid from experiment_holdouts where account_id = ${accountId} limit 1)`
  await db`
    update experiment_draws set made = made + 1
    where ctid = (select ctid from experiment_draws where campaign_id = ${id} and variant_id <> 0 limit 1)`
  expect(await verifyExperiments(db)).toMatchObject([
    { table: 'experiment_draws', column: 'made' },
    { table: 'messages', column: 'messages', expected: '0', found: '1' },
  ])
})

test('the lift compares conversions by number of those held out and those sent to, within the same days', async () => {
  const { begin, accountId } = await world(200)
  const id = await begin({
    variants: variants.slice(0, 2),
    experiment: { way: 'split', goal: { kind: 'conversions', name: 'order' }, holdout_share: 0.3 },
  })
  await sendAll(id)
  const since = new Date(Date.now() - 3_600_000)
  const convert = (phones: readonly { phone: string }[], at: Date, name = 'order') =>
    Promise.all(
      phones.map(
        ({ phone }) => db`
          insert into conversions (account_id, test, name, at, source, phone, state, reason)
          values (${accountId}, false, ${name}, ${at}, 'server', ${phone}, 'unattributed', 'no_click')`,
      ),
    )
  const held = await db<{ phone: string }[]>`select phone from experiment_holdouts where campaign_id = ${id} order by phone limit 6`
  const sent = await db<{ phone: string }[]>`select phone from messages where campaign_id = ${id} order by phone limit 30`
  const now = new Date(Date.now() + 1_000)
  await convert(held.slice(0, 2), now)
  await convert(held.slice(2, 4), new Date(Date.now() + 30 * 86_400_000))
  await convert(held.slice(4), now, 'other')
  await convert(sent, now)
  await convert(sent, now)
  const lift = await readLift(db, { accountId, campaignId: id }, { since, days: 7, name: 'order', currency: undefined })
  expect(lift).toMatchObject({ heldConverted: 2, sentConverted: 30 })
  await db`update experiments set next_look_at = now() where campaign_id = ${id}`
  await lookAtExperiments(db)
  const { look } = await experimentOf({ accountId, campaignId: id })
  expect(look?.holdout).toMatchObject({ state: 'measured', held_converted: 2, sent_converted: 30, days: 7 })
  expect(look?.holdout?.lift).toBeGreaterThan(3)
})
