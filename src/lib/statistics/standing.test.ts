import { expect, test } from 'vitest'
import { believeRates } from './best.ts'
import { rateMoments } from './counts.ts'
import { standingOf } from './standing.ts'
import type { Rule } from './standing.ts'

const rule: Rule = { alpha: 0.05, allocation: 'fixed', lossThreshold: 0.001, minimumMessages: 500 }
const contenders = (counts: readonly (readonly [messages: number, successes: number])[]) => {
  const rates = counts.map(([messages, successes]) => ({ messages, matured: messages, successes }))
  const beliefs = believeRates(rates)
  return rates.flatMap((count, index) => (beliefs[index] ? [{ ...rateMoments(count), planned: 10_000, belief: beliefs[index] }] : []))
}

test('a variant wins that is better than each other one', () => {
  const standing = standingOf(
    contenders([
      [10_000, 400],
      [10_000, 390],
      [10_000, 600],
    ]),
    rule,
  )
  expect(standing).toMatchObject({ state: 'winner', leader: 2 })
  expect(standing.against.map((sequence) => sequence && sequence.low > 0)).toEqual([true, true, undefined])
})

test('one that is better than some only leads', () => {
  expect(
    standingOf(
      contenders([
        [10_000, 400],
        [10_000, 590],
        [10_000, 600],
      ]),
      rule,
    ),
  ).toMatchObject({ state: 'not_sure', leader: 2 })
})

test('nobody wins before each variant has its minimum', () => {
  expect(
    standingOf(
      contenders([
        [10_000, 400],
        [499, 100],
      ]),
      rule,
    ).state,
  ).toBe('too_few_messages')
})

test('nobody wins who might cost more than the threshold', () => {
  expect(
    standingOf(
      contenders([
        [10_000, 400],
        [10_000, 600],
      ]),
      { ...rule, lossThreshold: 0 },
    ).state,
  ).toBe('loss_too_high')
})

test('of equal ones the first leads', () => {
  expect(
    standingOf(
      contenders([
        [1_000, 40],
        [1_000, 40],
      ]),
      rule,
    ),
  ).toMatchObject({ state: 'not_sure', leader: 0 })
})
