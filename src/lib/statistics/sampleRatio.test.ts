import { expect, test } from 'vitest'
import { sampleRatioOf } from './sampleRatio.ts'

test('under the expected shares the evidence is 1 on average, which is what makes every look valid', () => {
  const shares = [0.2, 0.8]
  let mean = 0
  for (let first = 0; first <= 12; first++)
    for (let second = 0; second <= 6; second++) {
      const probability = binomial(12, first, 0.2) * binomial(6, second, 0.5)
      const later = { shares: [0.5, 0.5], counts: [second, 6 - second] }
      const { evidence } = sampleRatioOf([{ shares, counts: [first, 12 - first] }, later])
      mean += probability * evidence
    }
  expect(mean).toBeCloseTo(1, 10)
})

test('what was assigned as planned is no mismatch, in one period or in several', () => {
  expect(sampleRatioOf([{ shares: [0.5, 0.5], counts: [5_050, 4_950] }]).p).toBe(1)
  const periods = [
    { shares: [0.5, 0.5], counts: [500, 500] },
    { shares: [0.9, 0.1], counts: [900, 100] },
  ]
  expect(sampleRatioOf(periods)).toMatchObject({ p: 1, counts: [1_400, 600], expected: [1_400, 600] })
})

test('a mismatch that every period shares is found, small as it is in each', () => {
  const periods = Array.from({ length: 50 }, (_, index) => {
    const share = index % 2 === 0 ? 0.3 : 0.6
    return { shares: [share, 1 - share], counts: [1_000 * share - 25, 1_000 * (1 - share) + 25] }
  })
  expect(sampleRatioOf(periods).p).toBeLessThan(1e-6)
  expect(sampleRatioOf(periods.slice(0, 1)).p).toBeGreaterThan(0.05)
})

test('nothing assigned is no mismatch', () => {
  expect(sampleRatioOf([]).p).toBe(1)
  expect(sampleRatioOf([{ shares: [0.5, 0.5], counts: [0, 0] }]).p).toBe(1)
})

function binomial(n: number, k: number, p: number): number {
  let ways = 1
  for (let index = 0; index < k; index++) ways = (ways * (n - index)) / (index + 1)
  return ways * p ** k * (1 - p) ** (n - k)
}
