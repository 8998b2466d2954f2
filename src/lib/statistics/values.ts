import type { Belief } from './best.ts'
import { PRUDENCE } from './counts.ts'
import type { Moments, RateCount } from './counts.ts'
import { drawBeta, drawStudent } from './random.ts'
import type { Random } from './random.ts'

/** Messages whose value falls into one class, and that value together. */
export interface ValueClass {
  /** See `valueClass`. */
  index: number
  messages: number
  /** In micros. */
  sum: number
}

/** What a variant has to show for a value: successes are messages with a value above 0, which the classes hold. */
export interface ValueCount extends RateCount {
  classes: readonly ValueClass[]
  /** What a message costs on average, in micros of the same currency, where the goal is value minus price. */
  priceMicros?: number
}

const CLASSES_PER_DOUBLING = 4

/**
 * The class of a value above 0: four for each doubling, so that at most 250 hold all that a 64-bit integer can.
 * Sums of classes are exact; within a class values differ by less than a fifth, which is what the variance gives away.
 */
export function valueClass(micros: number): number {
  return Math.floor(Math.log2(micros) * CLASSES_PER_DOUBLING)
}

/**
 * Where values are cut off: what a message brought in above it counts as much as this.
 *
 * The upper end of the class that holds this quantile of all messages with a value, of all variants together, so that no variant is
 * favoured. One order in a hundred is cut off; a single huge order then decides nothing. Infinity without any value.
 * @see J. W. Tukey 1962 (winsorizing); for experiments R. Kohavi, D. Tang and Y. Xu 2020, "Trustworthy online controlled experiments", ch. 22
 */
export function valueCap(variants: readonly ValueCount[], quantile = 0.99): number {
  const classes = variants.flatMap((variant) => variant.classes).toSorted((left, right) => left.index - right.index)
  const wanted = quantile * classes.reduce((sum, { messages }) => sum + messages, 0)
  let seen = 0
  for (const { index, messages } of classes) {
    seen += messages
    if (seen >= wanted) return 2 ** ((index + 1) / CLASSES_PER_DOUBLING)
  }
  return Infinity
}

/** Count, mean and variance of the values above 0, cut off. */
interface Orders {
  count: number
  mean: number
  variance: number
}

function ordersOf(classes: readonly ValueClass[], cap: number): Orders {
  let count = 0
  let sum = 0
  let squares = 0
  for (const { messages, sum: all } of classes) {
    const each = Math.min(cap, all / messages)
    count += messages
    sum += messages * each
    squares += messages * each * each
  }
  const mean = count === 0 ? 0 : sum / count
  return { count, mean, variance: count < 2 ? 0 : Math.max(0, (squares - count * mean * mean) / (count - 1)) }
}

/**
 * Mean and variance of the value of one message for each variant, those without any included, values cut off at `cap`, prices taken off.
 *
 * With a rate p and orders of mean m and variance v they are p m and p v + p (1 - p) m². Three orders like those of all variants
 * are added to the variance, so that a variant without any is never taken for certain.
 */
export function valueMoments(variants: readonly ValueCount[], cap: number): Moments[] {
  const all = ordersOf(
    variants.flatMap((variant) => variant.classes),
    cap,
  )
  return variants.map(({ classes, matured, messages, priceMicros = 0 }) => {
    const orders = ordersOf(classes, cap)
    const exposure = Math.max(matured, orders.count)
    const smoothed = (orders.count + PRUDENCE) / (exposure + 2 * PRUDENCE)
    const untilNow = (orders.count + PRUDENCE) / (Math.max(messages, exposure) + 2 * PRUDENCE)
    const mean = (orders.count * orders.mean + PRUDENCE * all.mean) / (orders.count + PRUDENCE)
    const spread = (orders.count * orders.variance + PRUDENCE * all.variance) / (orders.count + PRUDENCE)
    return {
      messages: exposure,
      mean: (exposure === 0 ? 0 : (orders.count * orders.mean) / exposure) - priceMicros,
      variance: smoothed * (spread + mean ** 2 * (1 - untilNow)),
    }
  })
}

/**
 * One draw for each variant of what is believed of the value of a message, cut off and with the price taken off.
 *
 * A rate (beta, uniform before) times the mean of the orders (normal with unknown mean and variance, before: one order like those of all
 * variants together). The mean of few orders is therefore Student's, with wide tails. Robust against single huge orders by the cut;
 * not against a change of what is ordered during the test.
 * @see Gelman et al., "Bayesian data analysis", 3rd ed., 3.3 (the conjugate model); Stucchio 2015 (rate times amount)
 */
export function valueSampler(variants: readonly ValueCount[], cap: number): (random: Random) => number[] {
  const before = ordersOf(
    variants.flatMap((variant) => variant.classes),
    cap,
  )
  const models = variants.map((variant) => ({
    ...modelOf(variant, ordersOf(variant.classes, cap), before),
    price: variant.priceMicros ?? 0,
  }))
  return (random) =>
    models.map(({ a, b, mean, scale, degrees, price }) => {
      const amount = scale === 0 ? mean : mean + scale * drawStudent(random, degrees)
      return drawBeta(random, a, b) * Math.max(0, amount) - price
    })
}

function modelOf({ matured }: RateCount, orders: Orders, before: Orders) {
  const weight = 1 + orders.count
  const mean = (before.mean + orders.count * orders.mean) / weight
  const spread =
    before.variance + Math.max(0, orders.count - 1) * orders.variance + (orders.count * (orders.mean - before.mean) ** 2) / weight
  return {
    a: 1 + orders.count,
    b: 1 + Math.max(0, matured - orders.count),
    mean,
    degrees: weight,
    scale: Math.sqrt(spread / weight / weight),
  }
}

/**
 * The beliefs about the values of 1 to 6 variants, by drawing: the same seed gives the same answer.
 * @returns probabilities with a standard error of at most 0.5 / √draws, 0.35 % with 20,000
 */
export function believeValues(
  variants: readonly ValueCount[],
  { cap, random, draws = 20_000 }: { cap: number; random: Random; draws?: number },
): Belief[] {
  const sample = valueSampler(variants, cap)
  const drawn = variants.map(() => new Float64Array(draws))
  const losses = variants.map(() => 0)
  const wins = variants.map(() => 0)
  for (let draw = 0; draw < draws; draw++) {
    const values = sample(random)
    const highest = Math.max(...values)
    const winner = values.indexOf(highest)
    values.forEach((value, index) => {
      const own = drawn[index]
      if (own) own[draw] = value
      losses[index] = (losses[index] ?? 0) + highest - value
    })
    wins[winner] = (wins[winner] ?? 0) + 1
  }
  return drawn.map((values, index) => {
    values.sort()
    return {
      mean: values.reduce((sum, value) => sum + value, 0) / draws,
      low: values[Math.floor(0.025 * draws)] ?? 0,
      high: values[Math.floor(0.975 * draws)] ?? 0,
      best: (wins[index] ?? 0) / draws,
      loss: (losses[index] ?? 0) / draws,
    }
  })
}
