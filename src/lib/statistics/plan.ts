import { alphaOfPair, boundary } from './alwaysValid.ts'
import type { Allocation } from './alwaysValid.ts'
import { normalCdf } from './normal.ts'

/** What is asked of a test before it begins. */
export interface Question {
  /** 2 to 6, all with the same share. */
  variants: number
  /** The chance to find a difference that is there, 0.5 to 0.99; 0.8 or 0.95 by habit. */
  power: number
  /** In at most this part of tests something false is said; 0.05 by habit. */
  alpha: number
  allocation: Allocation
}

/** A difference that is worth having: variances are those of one message. */
export interface WorthHaving {
  difference: number
  /** Of the variants that are not the best, and of the best one. */
  variance: number
  varianceOfBest: number
}

/** What those who did it brought in, on average, and how that varies, in any unit of money. */
export interface Amounts {
  mean: number
  variance: number
}

/** The difference between two rates, for the planner. */
export const rateDifference = (rate: number, best: number): WorthHaving => valueDifference({ mean: 1, variance: 0 })(rate, best)

/**
 * The difference in value between two rates, where each order brings in the same on average.
 *
 * With a rate p and orders of mean m and variance v the value of a message has the mean p m and the variance p v + p (1 - p) m².
 */
export const valueDifference =
  ({ mean, variance }: Amounts) =>
  (rate: number, best: number): WorthHaving => {
    const varianceAt = (of: number) => of * variance + of * (1 - of) * mean ** 2
    return { difference: Math.abs(best - rate) * mean, variance: varianceAt(rate), varianceOfBest: varianceAt(best) }
  }

/**
 * How many matured messages each variant needs, so that the always-valid test names the better one with the wished power; the unfavourable
 * case, where one is better by the difference and all others are equal.
 *
 * The chance to cross the bounds is that to cross the line that touches them at the planned size, which is known in closed form. The line
 * lies above the bounds, so the chance is a little higher than asked for. With more than two variants the best must beat each other one:
 * chances to fail are added up.
 * @returns messages for each variant, whole; Infinity without a difference
 * @see H. E. Daniels 1996 (tangents), D. Siegmund 1985, "Sequential analysis", 3.3 (a line); simulated in bench/experiments.ts
 */
export function messagesNeeded({ difference, variance, varianceOfBest }: WorthHaving, question: Question): number {
  return Math.ceil((driftNeeded(question) ** 2 * (variance + varianceOfBest)) / difference ** 2)
}

/**
 * The chance that the test names the best variant within so many matured messages of each.
 */
export function powerOf(
  { difference, variance, varianceOfBest }: WorthHaving,
  { messages, ...question }: Omit<Question, 'power'> & { messages: number },
): number {
  const drift = difference / Math.sqrt((variance + varianceOfBest) / messages)
  return Math.max(0, 1 - (question.variants - 1) * (1 - chanceToCross(drift, question)))
}

/**
 * The smallest rate above `rate` that so many messages of each variant tell apart; `undefined` if not even 100 % could be told apart.
 * @param worthOf what two rates differ in
 */
export function rateTold(
  rate: number,
  { messages, worthOf = rateDifference, ...question }: Question & { messages: number; worthOf?: typeof rateDifference },
): number | undefined {
  // Near 100 % hardly anything varies, which a handful of messages cannot know: from one half on the variance of one half counts.
  const enough = (best: number) => {
    const { varianceOfBest } = worthOf(rate, Math.min(best, 0.5))
    return messagesNeeded({ ...worthOf(rate, best), varianceOfBest }, question) <= messages
  }
  if (!enough(1)) return undefined
  let [low, high] = [rate, 1]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

/** How many deviations of the difference, at the planned size, the true difference has to be. */
function driftNeeded({ power, ...question }: Question): number {
  const wanted = 1 - (1 - power) / (question.variants - 1)
  let [low, high] = [0, 20]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (chanceToCross(middle, question) < wanted) low = middle
    else high = middle
  }
  return high
}

function chanceToCross(drift: number, { variants, alpha, allocation }: Omit<Question, 'power'>): number {
  const at = (part: number) => boundary(part, { alpha: alphaOfPair(alpha, variants), allocation })
  const step = 1e-4
  const slope = (at(1 + step) - at(1 - step)) / (2 * step)
  const start = at(1) - slope
  const above = drift - slope
  return normalCdf(above - start) + Math.exp(Math.min(700, 2 * start * above)) * normalCdf(-start - above)
}
