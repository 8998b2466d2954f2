import { expect, test } from 'vitest'
import { NO_NETWORK } from '../domain/tracking/network.ts'
import { createMissBudget } from './missBudget.ts'

function budgetAt(perMinute: number) {
  const clock = { ms: 0 }
  return { clock, budget: createMissBudget({ perMinute, now: () => clock.ms }) }
}

test('a network may miss so often in a minute, and is spent from the next on', () => {
  const { budget } = budgetAt(2)
  expect([budget.spend(7), budget.spend(7), budget.isSpent(7), budget.spend(7), budget.isSpent(7)]).toEqual([
    true,
    true,
    false,
    false,
    true,
  ])
  expect([budget.spend(8), budget.isSpent(8)]).toEqual([true, false])
})

test('the next minute starts anew, and says until when to wait', () => {
  const { budget, clock } = budgetAt(1)
  budget.spend(7)
  budget.spend(7)
  clock.ms = 50_500
  expect([budget.isSpent(7), budget.retryAfterS()]).toEqual([true, 10])
  clock.ms = 60_000
  expect([budget.isSpent(7), budget.spend(7)]).toEqual([false, true])
})

test('memory is bounded, and those who ask most are remembered', () => {
  const { budget } = budgetAt(1)
  for (let network = 0; network < 60_000; network++) {
    budget.spend(network)
    budget.spend(999_999)
  }
  expect(budget.isSpent(999_999)).toBe(true)
  expect(budget.spend(0)).toBe(true)
})

test('a client without an address has no flag', () => {
  const { budget } = budgetAt(1)
  budget.spend(NO_NETWORK)
  budget.spend(NO_NETWORK)
  expect(budget.isSpent(NO_NETWORK)).toBe(false)
})
