import { expect, test } from 'vitest'
import { api } from '../../test/helpers/api.ts'
import { testDatabase } from '../../test/helpers/database.ts'
import { experimentWorld } from '../../test/helpers/experiments.ts'
import { silentLog } from '../../test/helpers/messaging.ts'
import { messagesNeeded, valueDifference } from '../lib/statistics/plan.ts'
import { expandSlices } from '../domain/campaigns/expand.ts'

const db = await testDatabase()
const { call, parts, accountId } = await api(db)
const { pass } = experimentWorld(db)
const phones = Array.from({ length: 60 }, (_, at) => `+491511000${String(at).padStart(4, '0')}`)
await call('POST', '/v1/contacts/batch', { contacts: phones.map((phone) => ({ phone })) })

const goal = { kind: 'clickers' }
const variants = [
  { name: 'Long', text: 'Our sale has begun: https://shop.example.com/sale' },
  { name: 'Short', text: 'Sale: https://shop.example.com/sale', from: 'Other' },
]
const draft = { name: 'Spring', from: 'Acme', variants, audience: { include: [{ kind: 'all' }] } }
const make = (experiment: unknown, changes: Record<string, unknown> = {}) =>
  call('POST', '/v1/campaigns', { ...draft, experiment, ...changes })
const idOf = async (experiment: unknown, changes: Record<string, unknown> = {}) => {
  const { status, body } = await make(experiment, changes)
  expect(status).toBe(201)
  return String(body.id)
}
const winner = { way: 'winner', goal, test_share: 0.5, min_per_variant: 10 }

test('a design is kept with its campaign, changed until the start, and copied', async () => {
  const id = await idOf(winner)
  const { body } = await call('GET', `/v1/campaigns/${id}`)
  expect(body).toMatchObject({ experiment: { ...winner, wait_minutes: 240 }, variants: [{ from: null }, { from: 'Other' }] })
  const changed = await call('PATCH', `/v1/campaigns/${id}`, { experiment: { way: 'split', goal } })
  expect(changed.body).toMatchObject({ experiment: { way: 'split' } })
  expect((await call('POST', `/v1/campaigns/${id}/clone`)).body).toMatchObject({ experiment: { way: 'split' } })
  expect((await call('PATCH', `/v1/campaigns/${id}`, { experiment: null })).body).toMatchObject({ experiment: null })
  expect((await call('GET', `/v1/campaigns/${id}/experiment`)).status).toBe(404)
  expect((await call('DELETE', `/v1/campaigns/${await idOf(winner)}`)).status).toBe(200)
})

test('a design that cannot be carried out is refused with what would be possible', async () => {
  const floor = await make({ way: 'continuous', goal, floor: 0.5 }, { variants: [...variants, { text: 'https://shop.example.com/' }] })
  expect(floor).toMatchObject({ status: 422, body: { code: 'experiment_invalid' } })
  expect(floor.body.detail).toContain('do not add up')
  const one = await make(winner, { variants: variants.slice(0, 1) })
  expect(one.body).toMatchObject({ code: 'experiment_invalid', detail: expect.stringContaining('2 to 6 variants') })
  const wait = await make({ ...winner, wait_minutes: 600, deadline_hours: 2 })
  expect(wait.body).toMatchObject({ code: 'experiment_invalid', detail: expect.stringContaining('never be a decision') })
  expect((await make({ way: 'split', goal, test_share: 0.2 })).status).toBe(400)
})

test('what nobody can measure is said by the plan, and refused at the start', async () => {
  const id = await idOf(winner, { variants: [{ text: 'Sale' }, variants[1]] })
  const plan = await call('GET', `/v1/campaigns/${id}/experiment/plan`)
  expect(plan.body.findings).toMatchObject([
    { code: 'no_tracked_link', severity: 'problem', figures: { variants: 'A' } },
    { code: 'too_few_recipients', severity: 'warning' },
  ])
  expect(await call('POST', `/v1/campaigns/${id}/start`, {})).toMatchObject({ status: 422, body: { code: 'experiment_invalid' } })
})

test('the plan says how many recipients are needed, and what speaks against the design', async () => {
  const design = {
    way: 'winner',
    goal: { kind: 'value', currency: 'EUR', minus_price: true },
    test_share: 0.5,
    holdout_share: 0.5,
    wait_minutes: 1,
  }
  const { body } = await call('GET', `/v1/campaigns/${await idOf(design)}/experiment/plan`)
  expect(body).toMatchObject({ recipients: 60, held_out: 30, tested_per_variant: 7, needed_per_variant: null })
  const codes = (body.findings as { code: string }[]).map(({ code }) => code)
  expect(codes).toEqual(['conversion_never_seen', 'price_unknown', 'wait_too_short', 'holdout_not_measurable', 'below_minimum'])
  const known = await call(
    'GET',
    `/v1/campaigns/${await idOf({ ...winner, test_share: 0.2 })}/experiment/plan?recipients=40000&baseline=0.05`,
  )
  expect(known.body).toMatchObject({ tested_per_variant: 4_000, baseline_from: 'given', findings: [{ code: 'test_too_small' }] })
  expect(known.body.needed_per_variant).toBeGreaterThan(8_000)
})

test('how many recipients a value needs follows from how earlier orders varied', async () => {
  const id = await idOf({ way: 'split', goal: { kind: 'value', name: 'order', currency: 'CHF' } })
  const plan = async () => (await call('GET', `/v1/campaigns/${id}/experiment/plan?recipients=1000&baseline=0.05`)).body
  await insertOrders({ currency: 'CHF', values: [10] })
  expect(await plan()).toMatchObject({ baseline: null, needed_per_variant: null, detectable_difference: null })
  await insertOrders({ currency: 'CHF', values: Array.from({ length: 39 }, (_, at) => (at % 2 === 0 ? 30 : 10)) })
  const even = await plan()
  expect(even).toMatchObject({
    baseline: 0.05,
    findings: expect.arrayContaining([expect.objectContaining({ code: 'too_few_recipients' })]),
  })
  const question = { variants: 2, power: 0.8, alpha: 0.05, allocation: 'fixed' as const }
  const orders = { mean: 20e6, variance: 100e12 * (40 / 39) }
  expect(even.needed_per_variant).toBe(messagesNeeded(valueDifference(orders)(0.05, 0.06), question))
  await insertOrders({ currency: 'CHF', values: [200, 200] })
  expect((await plan()).needed_per_variant).toBeGreaterThan(2 * Number(even.needed_per_variant))
})

/** One order each of a message of its own. */
async function insertOrders({ currency, values }: { currency: string; values: readonly number[] }): Promise<void> {
  await db`
    insert into conversions (account_id, test, name, value_micros, currency, at, source, state, reason, message_id, rendering_id, link, clicked_at)
    select ${accountId}, false, 'order', value * 1000000, ${currency}, now(), 'server', 'attributed', 'last_click', ${values.length * 1000}::int + number, 1, 0, now()
    from unnest(${values.map(BigInt)}::bigint[]) with ordinality as listed (value, number)`
}

test('decided by hand, the rest gets the variant with its own sender, and everybody can read why', async () => {
  const id = await idOf(winner)
  expect((await call('POST', `/v1/campaigns/${id}/experiment/decide`, { variant_id: '1' })).body).toMatchObject({
    code: 'experiment_state',
  })
  expect((await call('GET', `/v1/campaigns/${id}/experiment`)).body).toMatchObject({ phase: 'draft', decisions: 0 })
  await call('POST', `/v1/campaigns/${id}/start`, {})
  const expand = async () => {
    const expandParts = { db, log: silentLog, phoneHash: parts.phoneHash, allowPrivateDestinations: false }
    while (await expandSlices(expandParts, { accountId, id: BigInt(id) }, { slices: 5 }));
  }
  await expand()
  await pass(BigInt(id), 1)
  const { body: running } = await call('GET', `/v1/campaigns/${id}/experiment`)
  expect(running).toMatchObject({
    phase: 'running',
    is_waiting: true,
    verdict: null,
    watch_minutes: 240,
    variants: [{ name: 'Long' }, { name: 'Short' }],
  })
  const short = String((running.variants as { variant_id: string }[])[1]?.variant_id)
  expect((await call('POST', `/v1/campaigns/${id}/experiment/decide`, { variant_id: '1' })).status).toBe(404)
  const decided = await call('POST', `/v1/campaigns/${id}/experiment/decide`, { variant_id: short })
  expect(decided.body).toMatchObject({
    phase: 'decided',
    is_waiting: false,
    verdict: { reason: 'by_hand', variant_id: short, detail: 'Short was chosen by hand.' },
  })
  await expand()
  const senders = await db`select sender, count(*)::int as n from messages where campaign_id = ${id} group by sender order by sender`
  expect(senders.map(({ sender }) => String(sender))).toEqual(['Acme', 'Other'])
  expect(senders.reduce((sum, { n }) => sum + Number(n), 0)).toBe(60)
  const { body: list } = await call('GET', `/v1/campaigns/${id}/experiment/decisions`)
  expect(list).toMatchObject({ decisions: [{ number: 1, reason: 'by_hand', inputs: { kind: 'by_hand' } }], next_cursor: null })
  expect((await call('GET', `/v1/campaigns/${id}/report`)).body).toMatchObject({
    experiment: { phase: 'decided', reason: 'by_hand', variant_id: short },
  })
  expect(await call('POST', `/v1/campaigns/${id}/experiment/stop`)).toMatchObject({ status: 409, body: { code: 'experiment_state' } })
  const events = await db`select data->>'reason' as reason from outbox where type = 'experiment.decided' and account_id = ${accountId}`
  expect(events).toEqual([{ reason: 'by_hand' }])
})
