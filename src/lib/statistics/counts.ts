/**
 * What a variant has to show for a rate.
 *
 * The goal of a message is reached once or never: a clicker, not a click; somebody who ordered, not an order.
 */
export interface RateCount {
  /** Messages that were sent, tests left out. */
  messages: number
  /**
   * How many of them are old enough: each counts as the part of its answers that has usually come in by its age, from 0 to 1.
   * The same as `messages` once all are old; see delay.ts.
   */
  matured: number
  /** Messages that reached the goal until now. */
  successes: number
}

/** What a variant has to show, reduced to what every test here needs. */
export interface Moments {
  /** Matured messages, not a whole number while some are young. */
  messages: number
  /** Of one message: a rate, or a value in micros. */
  mean: number
  /** Of one message, not of the mean. */
  variance: number
}

/** How many successes, and as many failures, are added where a variance is estimated. */
export const PRUDENCE = 3

/**
 * Mean and variance of a rate.
 *
 * The rate is successes by matured messages (Vernade, Cappé and Perchet 2017 for a known delay). The variance is that of a young
 * message too, which reaches the goal until now with a smaller probability. Three successes and three failures are added to it: a variant
 * that had bad luck with its first messages would else look certain of its low rate, and bounds would leave the truth out too often where a
 * bandit then sends it few more (with half a success added, in up to 10 % of tests; with three in at most 2.3 %).
 * @see A. Agresti and B. Coull 1998 (adding successes and failures)
 */
export function rateMoments({ messages, matured, successes }: RateCount): Moments {
  // More successes than matured messages happen in the first minutes, when the usual delay says that nothing can be in.
  const exposure = Math.max(matured, successes)
  if (exposure === 0) return { messages: 0, mean: 0, variance: 0.25 }
  const rate = successes / exposure
  const smoothed = (successes + PRUDENCE) / (exposure + 2 * PRUDENCE)
  const untilNow = (successes + PRUDENCE) / (Math.max(messages, exposure) + 2 * PRUDENCE)
  return { messages: exposure, mean: rate, variance: smoothed * (1 - untilNow) }
}
