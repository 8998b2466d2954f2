import { expect, test } from 'vitest'
import { actor, campaignWorld } from '../../../test/helpers/campaigns.ts'
import { testDatabase } from '../../../test/helpers/database.ts'
import { experimentWorld } from '../../../test/helpers/experiments.ts'
import { messaging } from '../../../test/helpers/messaging.ts'
import { requireCampaign } from '../campaigns/campaign.ts'
import { changeCampaign } from '../campaigns/campaigns.ts'
import { cancelCampaign } from '../campaigns/steer.ts'
import { listVariants } from '../campaigns/store.ts'
import { nameVariants } from './inputs.ts'
import { decideByHand, stopExperiment } from './steer.ts'

const db = await testDatabase()
const { parts } = await messaging(db)
const { world, sendAll } = campaignWorld(db, parts)
// A carrier that takes 500 a second would leave some waiting.
await db`update carriers set messages_per_second = 100000`
const { pass, look, click, experimentOf, decisionsOf, countOf } = experimentWorld(db)

const variants = [{ text: 'One https://shop.example.com/' }, { text: 'Two https://shop.example.com/' }]
const goal = { kind: 'clickers' }
const common = { goal, min_per_variant: 50, wait_minutes: 60, deadline_hours: 48 }

test('a test is sent, the better variant wins once it was watched, and the others get it', async () => {
  const { begin, expand, accountId } = await world(1_200)
  const id = await begin({ variants, experiment: { way: 'winner', ...common, test_share: 0.5 } })
  const target = { accountId, campaignId: id }
  const tested = await countOf(id)
  expect(tested.A + tested.B).toBeGreaterThan(500)
  expect(tested.A + tested.B).toBeLessThan(700)
  expect(await experimentOf(target)).toMatchObject({ phase: 'running', pass: 2, isWaiting: true })
  await sendAll(id)
  await look()
  expect(await decisionsOf(target)).toEqual([])
  await click(id, 'A', { count: 15 })
  await click(id, 'B', { count: 150 })
  await pass(id, 61)
  const [decision] = await decisionsOf(target)
  expect(decision).toMatchObject({ number: 1, reason: 'winner', by: 'tapline', figures: { variant: 'B', other: 'A' } })
  expect(decision?.detail).toMatch(/^B wins: \d+\.\d% of B against \d+\.\d% of A clicked; the difference lies between/)
  await expand(id)
  const all = await countOf(id)
  expect(all.A).toBe(tested.A)
  expect(all.A + all.B).toBe(1_200)
  expect((await requireCampaign(db, { accountId, id })).expandedAt).not.toBeNull()
  expect(new Set((await db`select phone from messages where campaign_id = ${id}`).map(({ phone }) => phone)).size).toBe(1_200)
  expect((await experimentOf(target)).look?.gain).toBeNull()
  await sendAll(id)
  await pass(id, 1)
  // What B got beyond half of all, times what its rate is higher.
  const { variants: seen = [], gain } = (await experimentOf(target)).look ?? {}
  const [a = 0, b = 0] = seen.map(({ mean }) => mean ?? 0)
  expect(gain?.estimate).toBeCloseTo((all.B - 600) * (b - a), 6)
  expect([gain?.low, gain?.high].map((bound) => Math.sign((bound ?? 0) - (gain?.estimate ?? 0)))).toEqual([-1, 1])
})

test('without a winner by the deadline there is none, and the rule for that case applies', async () => {
  const { begin, expand, accountId } = await world(400)
  const id = await begin({ variants, experiment: { way: 'winner', ...common, test_share: 0.5, without_winner: 'control' } })
  const target = { accountId, campaignId: id }
  await sendAll(id)
  await look()
  await click(id, 'A', { count: 10 })
  await click(id, 'B', { count: 11 })
  await pass(id, 120)
  expect(await decisionsOf(target)).toEqual([])
  await pass(id, 48 * 60)
  expect(await decisionsOf(target)).toMatchObject([{ reason: 'no_difference', figures: { rule: 'control', chosen: 'A' } }])
  const tested = await countOf(id)
  await expand(id)
  const all = await countOf(id)
  expect(all).toEqual({ A: 400 - tested.B, B: tested.B })
})

test('where a person shall decide the others wait for it, and an account is told', async () => {
  const { begin, expand, accountId } = await world(300)
  const id = await begin({ variants, experiment: { way: 'winner', ...common, test_share: 0.3, without_winner: 'ask' } })
  const target = { accountId, campaignId: id }
  await sendAll(id)
  await pass(id, 49 * 60)
  expect(await experimentOf(target)).toMatchObject({ phase: 'asking', isWaiting: true, decisions: 1 })
  expect(await db`select kind from notices where account_id = ${accountId}`).toEqual([{ kind: 'experiment.asking' }])
  const before = await countOf(id)
  await expand(id)
  expect(await countOf(id)).toEqual(before)
  const named = nameVariants(await listVariants(db, { accountId, id }))
  await decideByHand(db, target, { actor, variants: named, variantId: named[1]?.id ?? '' })
  await expand(id)
  expect(await countOf(id)).toEqual({ A: before.A, B: 300 - before.A })
  expect((await decisionsOf(target)).at(-1)).toMatchObject({ number: 2, reason: 'by_hand', by: actor })
  await expect(decideByHand(db, target, { actor, variants: named, variantId: named[1]?.id ?? '' })).rejects.toMatchObject({
    code: 'experiment_state',
  })
})

test('a continuous experiment sends batch by batch, and later batches follow what works', async () => {
  const { begin, expand, accountId } = await world(1_000)
  const id = await begin({ variants, experiment: { way: 'continuous', ...common, batch_size: 300, min_per_variant: 100_000 } })
  const target = { accountId, campaignId: id }
  for (const [batch, isLast] of [false, false, false, true].entries()) {
    const made = await countOf(id)
    expect(made.A + made.B).toBe(isLast ? 1_000 : 300 * (batch + 1))
    await sendAll(id)
    await look()
    await click(id, 'A', { count: 2 })
    await click(id, 'B', { count: 20 })
    await pass(id, 61)
    await expand(id)
  }
  const decisions = await decisionsOf(target)
  expect(decisions.map(({ reason }) => reason)).toEqual(['shares_moved', 'shares_moved', 'shares_moved'])
  const shareOfB = decisions.at(-1)?.shares[1]?.share ?? 0
  expect(shareOfB).toBeGreaterThan(0.8)
  expect(decisions.at(-1)?.shares[0]?.share).toBeGreaterThanOrEqual(0.05)
  expect(decisions.at(-1)?.detail).toMatch(
    /^The next batch goes \d+\.\d% to A, \d+\.\d% to B: .* of B against .* of A clicked, and B is the best/,
  )
  const all = await countOf(id)
  expect(all.B).toBeGreaterThan(2 * all.A)
  expect((await requireCampaign(db, { accountId, id })).expandedAt).not.toBeNull()
})

test('whoever is held out gets nothing, in the test and after it, and is recorded', async () => {
  const { begin, expand, accountId } = await world(1_000)
  const id = await begin({ variants, experiment: { way: 'winner', ...common, test_share: 0.5, holdout_share: 0.2 } })
  const target = { accountId, campaignId: id }
  const heldOut = async () => Number((await db`select count(*)::int as n from experiment_holdouts where campaign_id = ${id}`)[0]?.n)
  const first = await heldOut()
  expect(first).toBeGreaterThan(60)
  expect(first).toBeLessThan(140)
  const named = nameVariants(await listVariants(db, { accountId, id }))
  await decideByHand(db, target, { actor, variants: named, variantId: named[0]?.id ?? '' })
  await expand(id)
  const made = await countOf(id)
  expect(made.A + made.B + (await heldOut())).toBe(1_000)
  expect(await heldOut()).toBeGreaterThan(140)
  expect(await db`select from experiment_holdouts join messages using (account_id, campaign_id, phone) where campaign_id = ${id}`).toEqual(
    [],
  )
})

test('a stopped experiment sends the rest by the weights, and a cancelled campaign ends its own', async () => {
  const { begin, expand, accountId, of } = await world(400)
  const [stopped, cancelled] = [
    await begin({ variants, experiment: { way: 'winner', ...common, test_share: 0.2 } }),
    await begin({ variants, experiment: { way: 'winner', ...common, test_share: 0.2 } }),
  ]
  const named = nameVariants(await listVariants(db, { accountId, id: stopped }))
  await stopExperiment(db, { accountId, campaignId: stopped }, { actor, variants: named })
  await expand(stopped)
  const made = await countOf(stopped)
  expect(made.A + made.B).toBe(400)
  expect(Math.min(made.A, made.B)).toBeGreaterThan(140)
  await cancelCampaign(db, of(cancelled), { actor })
  expect(await experimentOf({ accountId, campaignId: cancelled })).toMatchObject({ phase: 'ended', nextLookAt: null })
})

test('while it runs neither its design nor its variants can be changed', async () => {
  const { begin, of } = await world(20)
  const id = await begin({ variants, experiment: { way: 'split', ...common } })
  await expect(changeCampaign(parts, of(id), { experiment: null })).rejects.toMatchObject({ code: 'campaign_state' })
  await expect(changeCampaign(parts, of(id), { from: 'Other' })).rejects.toMatchObject({ code: 'experiment_state' })
  await changeCampaign(parts, of(id), { name: 'Other' })
})

test('clicks from one network for many recipients of one variant do not count', async () => {
  const { begin, accountId } = await world(800)
  const id = await begin({ variants, experiment: { way: 'split', ...common } })
  await sendAll(id)
  await look()
  await click(id, 'A', { count: 30 })
  await click(id, 'B', { count: 30 })
  await click(id, 'A', { count: 100, network: '203.0.113.0/24' })
  await pass(id, 61)
  const { look: found } = await experimentOf({ accountId, campaignId: id })
  expect(found?.variants).toMatchObject([
    { name: 'A', successes: 40, left_out: 90 },
    { name: 'B', successes: 30, left_out: 0 },
  ])
  expect(found?.sample_ratio).toMatchObject({ state: 'fine' })
})
