import { expect, test } from 'vitest'
import { gainOverEvenSplit, laiRobbinsBound, rateSampler, thompsonShares } from './bandit.ts'
import { randomFrom } from './random.ts'

const count = (messages: number, successes: number) => ({ messages, matured: messages, successes })
const even = { control: 0.1, weights: [0.25, 0.25, 0.25, 0.25], floor: 0.02 }
const sample = rateSampler([count(2_000, 60), count(2_000, 80), count(2_000, 100), count(2_000, 120)])

test('the best gets most, nobody less than control share and floor, and all add up to 1', () => {
  const shares = thompsonShares(sample, even, randomFrom(1))
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.025)
  expect(shares[3]).toBeGreaterThan(0.8)
})

test('a floor above what is left is kept, and taken from those above it', () => {
  const shares = thompsonShares(sample, { ...even, control: 0, floor: 0.1 }, randomFrom(1))
  expect(shares.slice(0, 2)).toEqual([0.1, 0.1])
  expect(Math.min(...shares)).toBe(0.1)
  expect(thompsonShares(sample, { ...even, floor: 0.25 }, randomFrom(1))).toEqual([0.25, 0.25, 0.25, 0.25])
})

test('the same counts and the same seed give the same shares', () => {
  expect(thompsonShares(sample, even, randomFrom(7))).toEqual(thompsonShares(sample, even, randomFrom(7)))
  expect(thompsonShares(sample, even, randomFrom(7))).not.toEqual(thompsonShares(sample, even, randomFrom(8)))
})

test('before anything is known shares are about even', () => {
  const shares = thompsonShares(rateSampler([1, 2, 3, 4].map(() => count(0, 0))), even, randomFrom(1))
  for (const share of shares) expect(Math.abs(share - 0.25)).toBeLessThan(0.05)
})

test('the bound of Lai and Robbins is the sum of differences by divergences', () => {
  // For 0.9 and 0.6: 0.3 / (0.6 log(0.6 / 0.9) + 0.4 log(0.4 / 0.1)) = 0.96389; ten thousand messages: times 9.21034.
  expect(laiRobbinsBound([0.9, 0.6], 10_000)).toBeCloseTo(8.87776, 4)
  expect(laiRobbinsBound([0.5, 0.5], 10_000)).toBe(0)
})

test('an even split gains nothing over itself, and more of the better variant gains its difference', () => {
  const arm = (sent: number, mean: number) => ({ sent, messages: sent, mean, variance: mean * (1 - mean) })
  expect(gainOverEvenSplit([arm(500, 0.04), arm(500, 0.06)])).toEqual({ estimate: 0, low: 0, high: 0 })
  const gain = gainOverEvenSplit([arm(200, 0.04), arm(800, 0.06)])
  expect(gain.estimate).toBeCloseTo(300 * 0.02, 10)
  expect(gain.low).toBeLessThan(0)
})
