import fc from 'fast-check'
import { expect, test } from 'vitest'
import { alphaOfPair, boundary, differenceSequence } from './alwaysValid.ts'
import type { Watched } from './alwaysValid.ts'

const fixed = { alpha: 0.05, allocation: 'fixed' } as const
const adaptive = { alpha: 0.05, allocation: 'adaptive' } as const
const arm = (mean: number, messages = 1_000): Watched => ({ messages, mean, variance: 0.04, planned: 1_000 })

test('with even shares the bounds are those of the normal mixture of Robbins', () => {
  // Howard et al. 2021, eq. 14, two-sided: √((v + ρ) log((v + ρ) / (ρ α²))), here with v = 1 and ρ = 0.07 at the planned size.
  const { high, estimate } = differenceSequence(arm(0.04), arm(0.05), fixed)
  const deviations = Math.sqrt(1.07 * Math.log(1.07 / (0.07 * 0.05 ** 2)))
  expect((high - estimate) / Math.sqrt((2 * 0.04) / 1_000)).toBeCloseTo(deviations, 10)
  expect(boundary(1, fixed)).toBeCloseTo(deviations, 10)
})

test('a difference is left out exactly where its p is below alpha', () => {
  const mean = fc.double({ min: 0, max: 0.2, noNaN: true })
  const messages = fc.integer({ min: 1, max: 100_000 })
  fc.assert(
    fc.property(mean, mean, messages, messages, fc.constantFrom(fixed, adaptive), (a, b, m, n, guard) => {
      const { low, high, p } = differenceSequence(arm(a, m), arm(b, n), guard)
      expect(low > 0 || high < 0).toBe(p < 0.05)
    }),
    { seed: 1 },
  )
})

test('bounds are wider where shares follow the data, and where one variant has few messages', () => {
  const width = (second: Watched, guard: typeof fixed | typeof adaptive) => {
    const { low, high } = differenceSequence(arm(0.04), second, guard)
    return high - low
  }
  expect(width(arm(0.04), adaptive)).toBeGreaterThan(width(arm(0.04), fixed))
  expect(width(arm(0.04, 100), adaptive)).toBeGreaterThan(2 * width(arm(0.04), adaptive))
})

test('before anything was seen nothing is said', () => {
  const nothing = { estimate: 0.04, low: -Infinity, high: Infinity, p: 1 }
  expect(differenceSequence({ ...arm(0), messages: 0 }, arm(0.04), fixed)).toEqual(nothing)
  expect(differenceSequence({ ...arm(0), variance: 0 }, { ...arm(0.04), variance: 0 }, fixed)).toEqual(nothing)
})

test('the error is divided among all pairs', () => {
  expect([2, 3, 6].map((variants) => alphaOfPair(0.05, variants))).toEqual([0.05, 0.05 / 3, 0.05 / 15])
})
