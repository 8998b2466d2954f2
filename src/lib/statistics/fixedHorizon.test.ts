import { expect, test } from 'vitest'
import { meanDifferenceInterval, rateDifferenceInterval, rateInterval } from './fixedHorizon.ts'

// Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the bounds of %d in %d are those that were published', (successes, messages, low, high) => {
  const interval = rateInterval({ messages, successes })
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

// Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
])('the bounds of %d in %d less %d in %d are those that were published', (a, m, b, n, low, high) => {
  const interval = rateDifferenceInterval({ messages: n, successes: b }, { messages: m, successes: a })
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

test('nothing sent says nothing, and everything reached has no upper bound but 1', () => {
  expect(rateInterval({ messages: 0, successes: 0 })).toEqual({ estimate: 0, low: 0, high: 1 })
  expect(rateInterval({ messages: 5, successes: 5 }).high).toBe(1)
})

test('the bounds of a difference of means are 1.96 standard errors away', () => {
  const interval = meanDifferenceInterval({ messages: 100, mean: 5, variance: 4 }, { messages: 400, mean: 6, variance: 36 })
  expect(interval.estimate).toBe(1)
  expect(interval.high - interval.estimate).toBeCloseTo(1.959964 * Math.sqrt(0.04 + 0.09), 6)
})
