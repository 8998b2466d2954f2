import { drawBeta } from './random.ts'
import type { Random } from './random.ts'
import { ratePosterior } from './best.ts'
import type { RateCount } from './counts.ts'
import type { Moments } from './counts.ts'
import type { Interval } from './fixedHorizon.ts'
import { normalQuantile } from './normal.ts'

/** Draws one value for each variant of what is believed of it; see also `valueSampler`. */
export type Sampler = (random: Random) => number[]

/** Draws the rates of variants. */
export function rateSampler(counts: readonly RateCount[]): Sampler {
  const posteriors = counts.map(ratePosterior)
  return (random) => posteriors.map(({ a, b }) => drawBeta(random, a, b))
}

/** What a batch is divided by. */
export interface Division {
  /** The part of a batch that is divided by fixed weights, whatever was seen: it stays comparable over time. 0.1 by default. */
  control: number
  /** The fixed weights, one for each variant, together 1. */
  weights: readonly number[]
  /** No variant gets less than this part, 0.02 by default; more than an even split is taken as one. */
  floor: number
}

const DRAWS = 2_000

/**
 * The shares of the next batch by Thompson sampling: each variant gets the part of draws in which it was the best, beside the control
 * share, and never less than the floor.
 *
 * Only what is drawn from the generator is random, so the same counts and the same seed give the same shares.
 * @returns shares that add up to 1, in steps of 0.0001
 * @see W. R. Thompson 1933; O. Chapelle and L. Li 2011, "An empirical evaluation of Thompson sampling" (delayed answers, batches)
 */
export function thompsonShares(sample: Sampler, { control, weights, floor }: Division, random: Random): number[] {
  const wins = weights.map(() => 0)
  for (let draw = 0; draw < DRAWS; draw++) {
    const values = sample(random)
    const winner = values.indexOf(Math.max(...values))
    wins[winner] = (wins[winner] ?? 0) + 1
  }
  return rounded(
    raised(
      weights.map((weight, index) => control * weight + (1 - control) * ((wins[index] ?? 0) / DRAWS)),
      floor,
    ),
  )
}

/** Raises shares to the floor and takes it from what the others have above it. */
function raised(shares: readonly number[], floor: number): number[] {
  const missing = shares.reduce((sum, share) => sum + Math.max(0, floor - share), 0)
  const above = shares.reduce((sum, share) => sum + Math.max(0, share - floor), 0)
  return shares.map((share) => (share <= floor ? floor : share - (missing * (share - floor)) / above))
}

/** To ten thousandths, by largest remainder, so that a share reads the same wherever it is stored; none falls below a floor of whole ones. */
function rounded(shares: readonly number[]): number[] {
  const scaled = shares.map((share) => Math.round(share * 1e8) / 1e4)
  const whole = scaled.map(Math.floor)
  const left = 10_000 - whole.reduce((sum, share) => sum + share, 0)
  const order = scaled
    .map((share, index) => ({ index, rest: share - Math.floor(share) }))
    .toSorted((a, b) => b.rest - a.rest || a.index - b.index)
  for (const { index } of order.slice(0, left)) whole[index] = (whole[index] ?? 0) + 1
  return whole.map((share) => share / 10_000)
}

/**
 * What no way to divide messages can lose less than in the long run, in successes; shown beside what a bandit lost.
 * @see T. L. Lai and H. Robbins 1985, "Asymptotically efficient adaptive allocation rules"
 */
export function laiRobbinsBound(rates: readonly number[], messages: number): number {
  const best = Math.max(...rates)
  return rates.reduce((sum, rate) => (rate === best ? sum : sum + (best - rate) / divergence(rate, best)), 0) * Math.log(messages)
}

/** How far apart two rates are, by Kullback and Leibler. */
function divergence(rate: number, best: number): number {
  const term = (p: number, q: number) => (p === 0 ? 0 : p * Math.log(p / q))
  return term(rate, best) + term(1 - rate, 1 - best)
}

/**
 * What changing shares gained over an even split of the same messages: successes, or micros of value.
 *
 * Each variant's mean times the messages that it got more (or fewer) than an even split gives. Bounds are of 95 %, right at one look.
 */
export function gainOverEvenSplit(variants: readonly (Moments & { sent: number })[]): Interval {
  const even = variants.reduce((sum, { sent }) => sum + sent, 0) / variants.length
  const estimate = variants.reduce((sum, { sent, mean }) => sum + (sent - even) * mean, 0)
  const variance = variants.reduce(
    (sum, { sent, messages, variance: each }) => sum + ((sent - even) ** 2 * each) / Math.max(1, messages),
    0,
  )
  const half = normalQuantile(0.975) * Math.sqrt(variance)
  return { estimate, low: estimate - half, high: estimate + half }
}
