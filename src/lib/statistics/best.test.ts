import { expect, test } from 'vitest'
import { rateSampler } from './bandit.ts'
import { believeRates, densityOf, ratePosterior } from './best.ts'
import { betaQuantile, logBeta } from './beta.ts'
import type { RateCount } from './counts.ts'
import { randomFrom } from './random.ts'

const count = (messages: number, successes: number): RateCount => ({ messages, matured: messages, successes })

/** E. Miller 2014, eq. 6: the chance that the second of two rates is higher, for whole counts. */
function closedForm(first: RateCount, second: RateCount): number {
  const [a, b] = [ratePosterior(first), ratePosterior(second)]
  return Array.from({ length: b.a }, (_, index) =>
    Math.exp(logBeta(a.a + index, a.b + b.b) - Math.log(b.b + index) - logBeta(1 + index, b.b) - logBeta(a.a, a.b)),
  ).reduce((sum, term) => sum + term, 0)
}

test.each([
  [count(100, 10), count(100, 15)],
  [count(20, 0), count(30, 2)],
  [count(50_000, 2_000), count(50_000, 2_080)],
  [count(3, 3), count(100_000, 99_000)],
])('the probability to be the better of two is that of the closed form', (first, second) => {
  const beliefs = believeRates([first, second])
  expect(beliefs[1]?.best).toBeCloseTo(closedForm(first, second), 4)
})

test('equal variants are equally probable to be best, and lose the same', () => {
  const beliefs = believeRates(Array.from({ length: 6 }, () => count(1_000, 40)))
  for (const { best, loss } of beliefs) {
    expect(best).toBeCloseTo(1 / 6, 6)
    expect(loss).toBeCloseTo(beliefs[0]?.loss ?? 0, 10)
  }
})

test('probabilities and losses of four variants are those of a million draws', () => {
  const counts = [count(900, 27), count(1_000, 42), count(400, 21), count(60, 3)]
  const beliefs = believeRates(counts)
  const draw = rateSampler(counts)
  const random = randomFrom(3)
  const DRAWS = 200_000
  const wins = counts.map(() => 0)
  const losses = counts.map(() => 0)
  for (let drawn = 0; drawn < DRAWS; drawn++) {
    const rates = draw(random)
    const best = Math.max(...rates)
    rates.forEach((rate, index) => {
      wins[index] = (wins[index] ?? 0) + (rate === best ? 1 : 0)
      losses[index] = (losses[index] ?? 0) + best - rate
    })
  }
  beliefs.forEach(({ best, loss }, index) => {
    // Four standard errors: 0.0045 of a probability, below 0.0003 of a loss.
    expect(Math.abs(best - (wins[index] ?? 0) / DRAWS)).toBeLessThan(0.0045)
    expect(Math.abs(loss - (losses[index] ?? 0) / DRAWS)).toBeLessThan(0.0003)
  })
})

test('a single variant is the best and loses nothing', () => {
  expect(believeRates([count(100, 4)])[0]).toMatchObject({ best: 1 })
  expect(believeRates([count(100, 4)])[0]?.loss).toBeCloseTo(0, 6)
})

test('young messages count in part, and more answers than they can explain make no negative failures', () => {
  expect(ratePosterior({ messages: 100, matured: 40.5, successes: 2 })).toEqual({ a: 3, b: 39.5 })
  expect(ratePosterior({ messages: 100, matured: 1, successes: 2 })).toEqual({ a: 3, b: 1 })
})

test('bounds are the quantiles of what is believed, and densities follow it', () => {
  const [belief] = believeRates([count(263, 81)])
  expect(belief?.low).toBeCloseTo(betaQuantile(0.025, 82, 183), 12)
  const densities = densityOf({ a: 82, b: 183 }, { low: 0, high: 1, points: 101 })
  expect(densities.indexOf(Math.max(...densities))).toBe(31)
  expect(densities.reduce((sum, density) => sum + density, 0) / 100).toBeCloseTo(1, 6)
})
