import { expect, test } from 'vitest'
import { experimentDesign } from '../../src/contract/experimentDesign.ts'
import { decide, consider } from '../../src/domain/experiments/decide.ts'
import { drawer } from '../../src/domain/experiments/draw.ts'
import { RULES, type LookInputs } from '../../src/domain/experiments/inputs.ts'
import { nextLook } from '../../src/domain/experiments/schedule.ts'
import { sentenceOf } from '../../src/domain/experiments/sentence.ts'
import { valueClass } from '../../src/lib/statistics/values.ts'

const shares = [
  { variant_id: '1', share: 0.5 },
  { variant_id: '2', share: 0.3 },
  { variant_id: '3', share: 0.2 },
]
const rules = { key: 'a key', campaignId: 7n, shares, holdoutShare: 0.1, part: { kind: 'all' } } as const
const contacts = Array.from({ length: 20_000 }, (_, at) => BigInt(at + 1))

test('a draw follows the shares, holds out its part, and is the same each time', () => {
  const draw = drawer(rules)
  const drawn = contacts.map(draw)
  expect(contacts.map(drawer(rules))).toEqual(drawn)
  const held = drawn.filter(({ kind }) => kind === 'held_out').length
  expect(Math.abs(held - 2_000)).toBeLessThan(200)
  for (const { variant_id: id, share } of shares) {
    const count = drawn.filter((one) => one.kind === 'variant' && one.variantId === id).length
    expect(Math.abs(count - 18_000 * share)).toBeLessThan(300)
  }
})

test('each contact is in the test or waits for the winner, and two campaigns draw independently', () => {
  const [test, rest] = (['test', 'rest'] as const).map((kind) => contacts.map(drawer({ ...rules, part: { kind, testShare: 0.25 } })))
  const both = contacts.map((_, at) => [test?.[at]?.kind === 'later', rest?.[at]?.kind === 'later'])
  expect(both.every(([isLater, isTested]) => isLater !== isTested)).toBe(true)
  expect(Math.abs(both.filter(([isLater]) => isLater === false).length - 5_000)).toBeLessThan(300)
  const [one, other] = [contacts.map(drawer(rules)), contacts.map(drawer({ ...rules, campaignId: 8n }))]
  const same = one.filter(
    (drawn, at) => drawn.kind === 'variant' && other[at]?.kind === 'variant' && drawn.variantId === other[at].variantId,
  )
  // 0.9 squared times the sum of the squared shares.
  expect(Math.abs(same.length / contacts.length - 0.81 * 0.38)).toBeLessThan(0.02)
})

const looked = (design: unknown, successes: readonly number[], changes: Partial<LookInputs> = {}): LookInputs => ({
  ...{ kind: 'look', rules: RULES, number: 3, seed: 42, design: experimentDesign.parse(design), shares: shares.slice(0, 2), made: 2_000 },
  ...{ watch_seconds: 3_600, is_waiting: true, is_settled: true, is_through: false, is_past_deadline: false },
  variants: successes.map((count, at) => ({
    ...{
      id: String(at + 1),
      name: 'ABCDEF'.charAt(at),
      weight: 1,
      planned: 1_000,
      sent: 1_000,
      watched: 1_000,
      left_out: 0,
      mean_price: 0,
    },
    ...{ successes: count, classes: [] },
  })),
  ...changes,
})
const goal = { kind: 'clickers' }
const winner = { way: 'winner', goal }
const continuous = { way: 'continuous', goal, control_share: 0.2, floor: 0.05 }

test.each([
  ['a clear difference names the winner', looked(winner, [50, 120]), { reason: 'winner', variant_id: '2', phase: 'decided' }],
  [
    'no difference at the deadline',
    looked({ ...winner, without_winner: 'split' }, [50, 55], { is_past_deadline: true }),
    { reason: 'no_difference', variant_id: null },
  ],
  [
    'too few at the deadline',
    looked({ ...winner, min_per_variant: 5_000 }, [50, 120], { is_past_deadline: true }),
    { reason: 'too_few', variant_id: '2', figures: { rule: 'best', chosen: 'B' } },
  ],
  [
    'a person is asked',
    looked({ ...winner, without_winner: 'ask' }, [50, 55], { is_past_deadline: true }),
    { phase: 'asking', is_waiting: true },
  ],
  [
    'nobody is asked when nobody is left',
    looked({ ...winner, without_winner: 'ask' }, [50, 55], { is_past_deadline: true, is_through: true }),
    { phase: 'decided', figures: { rule: 'nobody_left' } },
  ],
  [
    'of a continuous one the winner leaves a part to the weights',
    looked(continuous, [50, 120]),
    { reason: 'winner', shares: [{ share: 0.1 }, { share: 0.9 }], allowance: null },
  ],
  [
    'shares stay when nothing was seen',
    looked(continuous, [0, 0]),
    { reason: 'shares_kept', shares: shares.slice(0, 2), allowance: 3_000 },
  ],
  ['shares move towards what works', looked(continuous, [50, 62]), { reason: 'shares_moved', phase: 'running', allowance: 3_000 }],
  ['an end to decisions', looked(continuous, [50, 62], { number: 500 }), { reason: 'shares_moved', allowance: null }],
])('a decision: %s', (_, inputs, outcome) => {
  expect(consider(inputs)).toMatchObject(outcome)
})

test('nothing is decided before all was watched, and nothing while one is not sure', () => {
  expect(consider(looked(winner, [50, 120], { is_settled: false }))).toBeUndefined()
  expect(consider(looked(winner, [50, 55]))).toBeUndefined()
})

test('shares never fall below the floor, add up, and follow from the inputs alone', () => {
  const inputs = looked(continuous, [10, 40, 80, 82])
  const made = decide(inputs)
  expect(decide(JSON.parse(JSON.stringify(inputs)) as LookInputs)).toEqual(made)
  expect(made.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
  expect(Math.min(...made.shares.map(({ share }) => share))).toBeGreaterThanOrEqual(0.05)
})

test('values less the price decide too, and the sentence says them in their currency', () => {
  const value = { way: 'winner', goal: { kind: 'value', currency: 'EUR', minus_price: true } }
  const inputs = looked(value, [40, 200])
  const withValues = inputs.variants.map((variant) => ({
    ...{ ...variant, mean_price: 70_000 },
    classes: [{ index: valueClass(20e6), messages: variant.successes, sum: variant.successes * 20e6 }],
  }))
  const outcome = decide({ ...inputs, variants: withValues })
  expect(outcome).toMatchObject({ reason: 'winner', variant_id: '2' })
  expect(sentenceOf(outcome)).toMatch(/^B wins: EUR 3\.93 of B against EUR 0\.7300 of A a message; the difference lies between EUR/)
})

test('a look comes soon while something waits, at the deadline in any case, and never after the end', () => {
  const now = new Date('2026-11-25T12:00:00Z')
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
  const times = {
    startedAt: at(-600),
    deadlineAt: at(10),
    lookedAt: at(-1),
    phase: 'running',
    isWaiting: false,
    settledAt: null,
    watchSeconds: 600,
  } as const
  expect(nextLook(times, now)).toEqual(at(10))
  expect(nextLook({ ...times, deadlineAt: at(100) }, now)).toEqual(at(30))
  expect(nextLook({ ...times, isWaiting: true }, now)).toEqual(at(0.25))
  expect(nextLook({ ...times, isWaiting: true, settledAt: at(-4) }, now)).toEqual(at(6))
  expect(nextLook({ ...times, phase: 'decided', deadlineAt: at(-8 * 1_440) }, now)).toBeNull()
  expect(nextLook({ ...times, phase: 'ended' }, now)).toBeNull()
})
