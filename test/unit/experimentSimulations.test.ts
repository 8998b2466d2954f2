import { expect, test } from 'vitest'
import { coversDifference, coversRate, coversValue } from '../../bench/experiments/coverage.ts'
import { everWrongWithDelay } from '../../bench/experiments/delayed.ts'
import { everWrong, everWrongInLift, everWrongInValue, mismatchFound } from '../../bench/experiments/looks.ts'
import { banditRun, evenRegret, meanOf } from '../../bench/experiments/regret.ts'
import { shareOf } from '../../bench/experiments/share.ts'
import { winnerOf } from '../../bench/experiments/winners.ts'
import { messagesNeeded, rateDifference } from '../../src/lib/statistics/plan.ts'

// Short forms of `npm run bench experiments`: seeds are fixed, so each has one outcome; limits leave room for four standard errors.

const planned = messagesNeeded(rateDifference(0.1, 0.15), { variants: 2, power: 0.95, alpha: 0.05, allocation: 'fixed' })

test('a test of the planned size names the better of two variants', () => {
  expect(shareOf(100, (seed) => winnerOf({ rates: [0.1, 0.15], planned }, seed) === 1).found).toBeGreaterThanOrEqual(87)
})

test('equal variants seldom have a winner, though somebody looks every 100 messages', () => {
  expect(shareOf(100, (seed) => winnerOf({ rates: [0.1, 0.1], planned }, seed) !== undefined).found).toBeLessThanOrEqual(12)
})

test.each(['fixed', 'adaptive'] as const)('always-valid bounds seldom leave out the truth at any look, shares %s', (allocation) => {
  const wrong = shareOf(200, (seed) => everWrong({ rates: [0.04, 0.05, 0.06], planned: 700, allocation }, seed))
  expect(wrong.found).toBeLessThanOrEqual(22)
})

test('nor when answers come late', () => {
  expect(shareOf(100, (seed) => everWrongWithDelay({ rates: [0.04, 0.05], messages: 2_500 }, seed)).found).toBeLessThanOrEqual(13)
})

test('nor for values with a heavy tail, nor for the lift over a hold-out', () => {
  const value = { rate: 0.02, spread: 1, cap: 10, planned: 1_000 }
  expect(shareOf(200, (seed) => everWrongInValue(value, seed)).found).toBeLessThanOrEqual(22)
  const lift = { sent: 0.02, heldOut: 0.015, people: 5_000 }
  expect(shareOf(200, (seed) => everWrongInLift(lift, seed)).found).toBeLessThanOrEqual(22)
})

test('bounds of one look hold the truth in 19 of 20 tests', () => {
  // 1,000 runs: 95 % with a standard error of 0.7 %.
  const shares = [
    shareOf(1_000, (seed) => coversRate({ rate: 0.04, messages: 1_000 }, seed)),
    shareOf(1_000, (seed) => coversDifference({ rates: [0.04, 0.05], messages: [1_000, 2_000] }, seed)),
    shareOf(1_000, (seed) => coversValue({ rate: 0.1, spread: 1, messages: 1_000 }, seed)),
  ]
  for (const { found } of shares) expect(Math.abs(found - 950)).toBeLessThanOrEqual(28)
})

test('a mismatch is found where there is one, and seldom where there is none', () => {
  const even = { real: [0.5, 0.5], messages: 5_000, alpha: 0.01 }
  expect(shareOf(100, (seed) => mismatchFound(even, seed)).found).toBeLessThanOrEqual(5)
  expect(shareOf(20, (seed) => mismatchFound({ ...even, real: [0.45, 0.55] }, seed)).found).toBe(20)
})

test('a bandit loses less than half of what an even split loses, and keeps its floor', () => {
  const rates = [0.03, 0.04, 0.05, 0.06]
  const runs = [0, 1, 2].map((seed) => banditRun({ rates, messages: 50_000, delay: 5, control: 0.1, floor: 0.02 }, seed))
  expect(meanOf(runs.map(({ regret }) => regret)).mean).toBeLessThan(evenRegret(rates, 50_000) / 2)
  expect(Math.min(...runs.map(({ smallestShare }) => smallestShare))).toBeGreaterThanOrEqual(0.02)
})
