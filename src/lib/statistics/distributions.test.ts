import fc from 'fast-check'
import { expect, test } from 'vitest'
import { betaCdf, betaDensity, betaQuantile, logGamma } from './beta.ts'
import { normalCdf, normalQuantile } from './normal.ts'
import { drawBeta, drawGamma, drawNormal, drawStudent, randomFrom } from './random.ts'

test.each([
  [0, 0.5],
  [1, 0.841344746068543],
  [1.96, 0.97500210485178],
  [-3, 0.00134989803163009],
  [-8, 6.22096057427178e-16],
])('the normal distribution at %d is that of the tables', (x, probability) => {
  // Far out fewer digits are right, of a probability below 1e-12.
  expect(normalCdf(x) / probability).toBeCloseTo(1, x < -7 ? 7 : 10)
})

test.each([
  [0.975, 1.95996398454005],
  [0.95, 1.64485362695147],
  [0.001, -3.09023230616781],
])('the normal quantile of %d is that of the tables', (probability, x) => {
  expect(normalQuantile(probability)).toBeCloseTo(x, 10)
})

test('the gamma function is the factorial of whole numbers and √π at one half', () => {
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12)
})

test('the beta distribution of whole numbers is a sum of binomial terms', () => {
  // P(X ≤ 0.3) for Beta(2, 5) is P(at least 2 of 6) at 0.3 (DLMF 8.17.5).
  expect(betaCdf(0.3, 2, 5)).toBeCloseTo(1 - 0.7 ** 6 - 6 * 0.3 * 0.7 ** 5, 12)
  expect(betaDensity(0.3, 2, 5)).toBeCloseTo(30 * 0.3 * 0.7 ** 4, 12)
})

test('a beta quantile is where the distribution has that probability, also for millions of messages', () => {
  const count = fc.double({ min: 1, max: 3_000_000, noNaN: true })
  fc.assert(
    fc.property(count, count, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, probability) => {
      expect(betaCdf(betaQuantile(probability, a, b), a, b)).toBeCloseTo(probability, 6)
    }),
    { seed: 1, numRuns: 60 },
  )
})

test('the same seed draws the same numbers, another one others', () => {
  const three = (seed: number) => {
    const random = randomFrom(seed)
    return [random(), random(), random()]
  }
  expect(three(5)).toEqual(three(5))
  expect(three(5)).not.toEqual(three(6))
  expect(three(5).every((value) => value >= 0 && value < 1)).toBe(true)
})

test.each([
  ['uniform', randomFrom(1), 0.5, 1 / 12],
  ['normal', drawing(drawNormal), 0, 1],
  ['gamma of shape 3', drawing((random) => drawGamma(random, 3)), 3, 3],
  ['gamma of shape 0.4', drawing((random) => drawGamma(random, 0.4)), 0.4, 0.4],
  ['beta of 3 and 7', drawing((random) => drawBeta(random, 3, 7)), 0.3, 21 / 1_100],
  ['Student of 10', drawing((random) => drawStudent(random, 10)), 0, 10 / 8],
] as const)('draws of %s have its mean and its variance', (_, draw, mean, variance) => {
  const values = Array.from({ length: 50_000 }, () => draw())
  const found = values.reduce((sum, value) => sum + value, 0) / values.length
  const spread = values.reduce((sum, value) => sum + (value - found) ** 2, 0) / values.length
  // Four standard errors of the mean; 4 % of the variance, whose own error is below 1 % here.
  expect(Math.abs(found - mean)).toBeLessThan(4 * Math.sqrt(variance / values.length))
  expect(Math.abs(spread / variance - 1)).toBeLessThan(0.04)
})

function drawing(draw: (random: () => number) => number): () => number {
  const random = randomFrom(2)
  return () => draw(random)
}
