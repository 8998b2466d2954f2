import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messagesNeeded, powerOf, rateDifference, rateTold, valueDifference } from './plan.ts'
import type { Question } from './plan.ts'
import { randomFrom } from './random.ts'

const question: Question = { variants: 2, power: 0.95, alpha: 0.05, allocation: 'fixed' }
const worth = rateDifference(0.04, 0.05)

test('a test that may be looked at at any time needs about half as much again as one that may not', () => {
  // Fixed horizon: (1.96 + 1.645)² (0.04 · 0.96 + 0.05 · 0.95) / 0.01² = 11,163.
  const needed = messagesNeeded(worth, question)
  expect(needed).toBeGreaterThan(1.4 * 11_163)
  expect(needed).toBeLessThan(1.6 * 11_163)
})

test('more variants, more power, a smaller error, moving shares and a smaller difference need more', () => {
  const needed = messagesNeeded(worth, question)
  const harder: Partial<Question>[] = [{ variants: 3 }, { power: 0.99 }, { alpha: 0.01 }, { allocation: 'adaptive' }]
  for (const change of harder) expect(messagesNeeded(worth, { ...question, ...change })).toBeGreaterThan(needed)
  expect(messagesNeeded(rateDifference(0.04, 0.045), question)).toBeGreaterThan(3.5 * needed)
  expect(messagesNeeded(rateDifference(0.04, 0.04), question)).toBe(Infinity)
})

test('what is planned has the power that was asked for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 6 }), fc.double({ min: 0.5, max: 0.99, noNaN: true }), (variants, power) => {
      const messages = messagesNeeded(worth, { ...question, variants, power })
      expect(powerOf(worth, { ...question, variants, messages })).toBeCloseTo(power, 3)
    }),
    { seed: 1, numRuns: 50 },
  )
})

test('the smallest rate that is told apart is the one that needs so many messages', () => {
  const best = rateTold(0.04, { ...question, messages: messagesNeeded(worth, question) })
  expect(best).toBeCloseTo(0.05, 6)
  expect(rateTold(0.04, { ...question, messages: 1 })).toBeUndefined()
})

test('a difference in value needs more messages the more orders differ, and as many as that of rates where they do not', () => {
  const needed = (mean: number, variance: number) => messagesNeeded(valueDifference({ mean, variance })(0.04, 0.05), question)
  expect(needed(30, 0)).toBe(messagesNeeded(worth, question))
  // Orders as varied as exponential ones (variance = mean²) about double it: p (2 - p) instead of p (1 - p).
  expect(needed(30, 900) / needed(30, 0)).toBeCloseTo((0.04 * 1.96 + 0.05 * 1.95) / (0.04 * 0.96 + 0.05 * 0.95), 3)
})

test('the variance of a value is that of simulated messages', () => {
  const random = randomFrom(7)
  const [rate, messages] = [0.2, 200_000]
  // Half of the orders bring in 10, half 30: mean 20, variance 100.
  const values = Array.from({ length: messages }, () => (random() < rate ? (random() < 0.5 ? 10 : 30) : 0))
  const mean = values.reduce<number>((sum, value) => sum + value, 0) / messages
  const variance = values.reduce<number>((sum, value) => sum + (value - mean) ** 2, 0) / messages
  const planned = valueDifference({ mean: 20, variance: 100 })(rate, rate).variance
  expect(Math.abs(variance / planned - 1)).toBeLessThan(0.02)
})

test('the smallest difference in value that is told apart is the one that needs so many messages', () => {
  const worthOf = valueDifference({ mean: 25, variance: 400 })
  const messages = messagesNeeded(worthOf(0.03, 0.04), question)
  expect(rateTold(0.03, { ...question, messages, worthOf })).toBeCloseTo(0.04, 6)
})
