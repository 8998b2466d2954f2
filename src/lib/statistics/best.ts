import { betaCdf, betaDensity, betaQuantile } from './beta.ts'
import type { RateCount } from './counts.ts'

/** What is believed of one variant among several. Means, losses and bounds are rates, or micros of value for each message. */
export interface Belief {
  mean: number
  /** The variant lies between these with a probability of 95 %, given prior and data: an equal-tailed credible interval. */
  low: number
  high: number
  /** The probability to be the best of all, from 0 to 1. They add up to 1. */
  best: number
  /** What is given away on average by choosing this variant: the mean of (the best variant - this one), 0 or more. */
  loss: number
}

/** What is believed of a rate: a beta distribution. */
export interface RatePosterior {
  a: number
  b: number
}

/**
 * What is believed of a rate after these counts, beginning with the uniform distribution (Bayes and Laplace).
 * Messages that are still young count in part, see counts.ts.
 */
export function ratePosterior({ matured, successes }: RateCount): RatePosterior {
  return { a: 1 + successes, b: 1 + Math.max(0, matured - successes) }
}

/**
 * The probability to be best, the expected loss and the credible interval of 1 to 6 rates, by quadrature.
 *
 * With F the distributions and f the densities, P(k is best) is the integral of f_k times the product of the other F, and the mean of
 * the best is the upper end less the integral of the product of all F. Exact to about 2e-5: the step is a fraction of the narrowest density.
 * @see C. Stucchio 2015, "Bayesian A/B testing at VWO" (expected loss); E. Miller 2014, "Formulas for Bayesian A/B testing" (closed forms)
 */
export function believeRates(counts: readonly RateCount[]): Belief[] {
  const posteriors = counts.map(ratePosterior)
  const grid = gridOf(posteriors)
  const distributions = posteriors.map(({ a, b }) => grid.map((x) => betaCdf(x, a, b)))
  const best = posteriors.map((_, index) => probabilityOfBest(distributions, index))
  const total = best.reduce((sum, value) => sum + value, 0)
  const meanOfBest = grid.slice(1).reduce(
    (sum, x, index) => {
      const width = x - (grid[index] ?? 0)
      return sum - (width * (productAt(distributions, index) + productAt(distributions, index + 1))) / 2
    },
    grid.at(-1) ?? 0,
  )
  return posteriors.map(({ a, b }, index) => ({
    mean: a / (a + b),
    low: betaQuantile(0.025, a, b),
    high: betaQuantile(0.975, a, b),
    best: (best[index] ?? 0) / total,
    loss: Math.max(0, meanOfBest - a / (a + b)),
  }))
}

/** The density of what is believed of a rate, for a picture: at evenly spaced points from `low` to `high`. */
export function densityOf({ a, b }: RatePosterior, { low, high, points }: { low: number; high: number; points: number }): number[] {
  return Array.from({ length: points }, (_, index) => betaDensity(low + ((high - low) * index) / (points - 1), a, b))
}

const STEPS = 600

/** Points that are dense where the densities are: evenly spaced in the quantiles of the mixture would cost more than it gives. */
function gridOf(posteriors: readonly RatePosterior[]): number[] {
  const points = posteriors.flatMap(({ a, b }) => {
    const mean = a / (a + b)
    const spread = Math.sqrt((mean * (1 - mean)) / (a + b + 1))
    // Half of the points within 3 deviations, half out to 10: a beta distribution has a longer tail than a normal one.
    return Array.from({ length: Math.ceil(STEPS / posteriors.length) }, (_, index, all = STEPS / posteriors.length) => {
      const position = (2 * index) / (all - 1) - 1
      return mean + spread * (3 * position + 7 * position ** 3)
    })
  })
  return [0, ...points.filter((x) => x > 0 && x < 1).toSorted((left, right) => left - right), 1]
}

function probabilityOfBest(distributions: readonly (readonly number[])[], index: number): number {
  const own = distributions[index] ?? []
  const others = distributions.filter((_, other) => other !== index)
  // The integral over dF, so that the step needs not follow the density.
  return own.slice(1).reduce((sum, value, step) => {
    const mass = value - (own[step] ?? 0)
    return sum + (mass * (productAt(others, step) + productAt(others, step + 1))) / 2
  }, 0)
}

function productAt(distributions: readonly (readonly number[])[], point: number): number {
  return distributions.reduce((product, distribution) => product * (distribution[point] ?? 1), 1)
}
