import { expect, test } from 'vitest'
import { ordinaryRates, reactionOf } from './reactions.ts'
import { seededRandom } from './seededRandom.ts'

const reactions = (rates = ordinaryRates, count = 20_000) => {
  const random = seededRandom('reactions')
  return Array.from({ length: count }, () => reactionOf(random, rates))
}

test('people do what the rates say', () => {
  const all = reactions({ view: 0.5, tap: 0.2, convert: 0.25, optOut: 0.01 })
  const shareOf = (is: (one: (typeof all)[number]) => boolean, of = all) => of.filter(is).length / of.length
  const tappers = all.filter(({ tapsMs }) => tapsMs.length > 0)
  expect(shareOf(({ viewMs }) => viewMs !== undefined)).toBeCloseTo(0.5, 1)
  expect(tappers.length / all.length).toBeCloseTo(0.2, 1)
  expect(shareOf(({ convertMs }) => convertMs !== undefined, tappers)).toBeCloseTo(0.25, 1)
  expect(shareOf(({ optOutMs }) => optOutMs !== undefined)).toBeCloseTo(0.01, 2)
})

test('nobody buys or comes back before the first tap', () => {
  for (const { tapsMs, convertMs } of reactions()) {
    expect(tapsMs).toEqual(tapsMs.toSorted((a, b) => a - b))
    expect(convertMs ?? Infinity).toBeGreaterThan(tapsMs[0] ?? 0)
  }
})

test('rates of 0 and 1 leave nothing to chance', () => {
  for (const { viewMs, tapsMs, convertMs, optOutMs } of reactions({ view: 0, tap: 0, convert: 1, optOut: 0 }, 200))
    expect([viewMs, tapsMs, convertMs, optOutMs]).toEqual([undefined, [], undefined, undefined])
  for (const { viewMs, tapsMs, convertMs, optOutMs } of reactions({ view: 1, tap: 1, convert: 1, optOut: 1 }, 200))
    expect([viewMs, tapsMs.length, convertMs, optOutMs]).not.toContain(undefined)
})
