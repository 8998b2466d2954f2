import { logGamma } from './beta.ts'

/** Messages that were assigned while the shares stayed the same. */
export interface Assigned {
  /** The share of each variant, above 0, together 1. */
  shares: readonly number[]
  counts: readonly number[]
}

/** Whether the variants got what the shares say. */
export interface SampleRatio {
  /** Always valid: below 0.01 something is wrong with the assignment or with what is counted, and no figure can be trusted. */
  p: number
  /** How many times as probable the counts are with other shares; 1 on average while nothing is wrong. */
  evidence: number
  counts: number[]
  expected: number[]
}

// As sure of the shares beforehand as after 1,000 messages: finds a mismatch of a hundredth soon, one of a quarter a little later.
const SURE = 1_000

/**
 * A test for sample ratio mismatch that may be looked at at any time.
 *
 * The probability of the counts under shares drawn around those expected (Dirichlet), against that under the expected ones. Where shares
 * changed, the shares of each period are drawn around the expected ones tilted by what was seen in earlier periods.
 * @param periods in their order; those with the same shares in a row may be put together or not
 * @see M. Lindon and A. Malek 2022, "Anytime-valid inference for multinomial count data"
 */
export function sampleRatioOf(periods: readonly Assigned[]): SampleRatio {
  const variants = periods[0]?.counts.length ?? 0
  const counts = Array.from({ length: variants }, () => 0)
  const expected = Array.from({ length: variants }, () => 0)
  let logEvidence = 0
  for (const { shares, counts: now } of periods) {
    const tilted = shares.map((share, index) => (share * ((counts[index] ?? 0) + SURE)) / ((expected[index] ?? 0) + SURE))
    const total = tilted.reduce((sum, share) => sum + share, 0)
    const known = SURE + counts.reduce((sum, count) => sum + count, 0)
    const weights = tilted.map((share) => (known * share) / total)
    logEvidence += logPredicted(now, weights) - now.reduce((sum, count, index) => sum + count * Math.log(shares[index] ?? 1), 0)
    const sent = now.reduce((sum, count) => sum + count, 0)
    now.forEach((count, index) => {
      counts[index] = (counts[index] ?? 0) + count
      expected[index] = (expected[index] ?? 0) + sent * (shares[index] ?? 0)
    })
  }
  return { p: Math.min(1, Math.exp(-logEvidence)), evidence: Math.exp(logEvidence), counts, expected }
}

/** The probability of these counts in one order, with shares drawn from a Dirichlet distribution. */
function logPredicted(counts: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const all = counts.reduce((sum, count) => sum + count, 0)
  return counts.reduce(
    (sum, count, index) => {
      const weight = weights[index] ?? 0
      return sum + logGamma(weight + count) - logGamma(weight)
    },
    logGamma(total) - logGamma(total + all),
  )
}
