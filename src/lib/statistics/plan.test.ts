import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messagesNeeded, powerOf, rateDifference, rateTold } from './plan.ts'
import type { Question } from './plan.ts'

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
