import { expect, test } from 'vitest'
import { randomFrom } from './random.ts'
import { believeValues, valueCap, valueClass, valueMoments } from './values.ts'
import type { ValueCount } from './values.ts'

/** A variant whose messages brought in these values. */
function variant(messages: number, values: readonly number[], priceMicros = 0): ValueCount {
  const classes = new Map<number, { index: number; messages: number; sum: number }>()
  for (const value of values) {
    const index = valueClass(value)
    const own = classes.get(index) ?? { index, messages: 0, sum: 0 }
    classes.set(index, { index, messages: own.messages + 1, sum: own.sum + value })
  }
  return { messages, matured: messages, successes: values.length, classes: [...classes.values()], priceMicros }
}
const repeated = (value: number, times: number) => Array.from({ length: times }, () => value)

test('four classes double the value, and a 64-bit integer fits into 250 of them', () => {
  expect(valueClass(2_000) - valueClass(1_000)).toBe(4)
  expect(valueClass(1)).toBe(0)
  expect(valueClass(2 ** 62)).toBeLessThan(250)
})

test('mean and variance are those of all messages, with and without a value', () => {
  const values = [...repeated(1_000, 100), ...repeated(3_000, 100)]
  const [moments] = valueMoments([variant(100_000, values)], Infinity)
  expect(moments?.mean).toBeCloseTo(4, 10)
  const exact = (100 * 1_000 ** 2 + 100 * 3_000 ** 2) / 100_000 - 4 ** 2
  // Three orders more than there were.
  expect((moments?.variance ?? 0) / exact).toBeCloseTo(203 / 200, 2)
})

test('what a message costs is taken off', () => {
  const [cheap, dear] = valueMoments([variant(1_000, repeated(5_000, 10)), variant(1_000, repeated(5_000, 10), 20)], Infinity)
  expect((cheap?.mean ?? 0) - (dear?.mean ?? 0)).toBeCloseTo(20, 10)
  const [first, second] = believeValues([variant(1_000, repeated(5_000, 10)), variant(1_000, repeated(5_000, 10), 40)], {
    cap: Infinity,
    random: randomFrom(1),
  })
  expect(first?.best).toBeGreaterThan(0.8)
  expect((first?.mean ?? 0) - (second?.mean ?? 0)).toBeGreaterThan(35)
})

test('one huge order decides nothing: it counts as much as the cap', () => {
  const usual = variant(10_000, repeated(20_000, 300))
  const lucky = variant(10_000, [...repeated(20_000, 300), 50_000_000])
  const cap = valueCap([usual, lucky])
  expect(cap).toBeLessThan(30_000)
  const [, belief] = believeValues([usual, lucky], { cap, random: randomFrom(1) })
  expect(belief?.best).toBeLessThan(0.6)
  expect(valueCap([variant(10, [])])).toBe(Infinity)
})

test('equal variants are about equally probable to be best, and the same seed gives the same answer', () => {
  const variants = [1, 2, 3].map(() => variant(5_000, [...repeated(1_000, 90), ...repeated(9_000, 10)]))
  const beliefs = believeValues(variants, { cap: Infinity, random: randomFrom(1) })
  // Four standard errors with 20,000 draws.
  for (const { best } of beliefs) expect(Math.abs(best - 1 / 3)).toBeLessThan(0.014)
  expect(believeValues(variants, { cap: Infinity, random: randomFrom(1) })).toEqual(beliefs)
})

test('what is believed of many orders is normal around their mean', () => {
  const values = Array.from({ length: 4_000 }, (_, index) => 10_000 + (index % 100) * 100)
  const one = variant(100_000, values)
  const [belief] = believeValues([one], { cap: Infinity, random: randomFrom(1) })
  const [moments] = valueMoments([one], Infinity)
  const error = Math.sqrt((moments?.variance ?? 0) / 100_000)
  expect(belief?.mean).toBeCloseTo(moments?.mean ?? 0, -1)
  expect(((belief?.high ?? 0) - (belief?.low ?? 0)) / (2 * 1.96 * error)).toBeCloseTo(1, 1)
})

test('without any value every variant is worth the same', () => {
  const beliefs = believeValues([variant(100, []), variant(100, [])], { cap: Infinity, random: randomFrom(1) })
  expect(beliefs.map(({ mean }) => mean)).toEqual([0, 0])
  expect(valueMoments([variant(100, [])], Infinity)[0]).toMatchObject({ mean: 0, variance: 0 })
})
