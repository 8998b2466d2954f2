import type { Moments } from './counts.ts'
import { normalQuantile } from './normal.ts'

/** An estimate with its bounds. */
export interface Interval {
  estimate: number
  low: number
  high: number
}

/** A rate with its whole numbers: nothing is young any more when the figure is looked at once, at the end. */
export interface Proportion {
  messages: number
  successes: number
}

/**
 * Bounds of a rate, right if looked at once, at a time fixed before.
 * @param alpha the part of such intervals that miss the truth, 0.05 by default
 * @see E. B. Wilson 1927; recommended by Newcombe 1998, Statistics in Medicine 17, 857-872 (method 3)
 */
export function rateInterval({ messages, successes }: Proportion, alpha = 0.05): Interval {
  if (messages === 0) return { estimate: 0, low: 0, high: 1 }
  const z = normalQuantile(1 - alpha / 2)
  const rate = successes / messages
  const middle = (2 * successes + z * z) / (2 * (messages + z * z))
  const half = (z * Math.sqrt(z * z + 4 * successes * (1 - rate))) / (2 * (messages + z * z))
  return { estimate: rate, low: successes === 0 ? 0 : middle - half, high: successes === messages ? 1 : middle + half }
}

/**
 * Bounds of the difference of two rates (the second less the first), right if looked at once, at a time fixed before.
 * @see R. G. Newcombe 1998, Statistics in Medicine 17, 873-890 (method 10: the bounds of each rate, put together)
 */
export function rateDifferenceInterval(first: Proportion, second: Proportion, alpha = 0.05): Interval {
  const a = rateInterval(first, alpha)
  const b = rateInterval(second, alpha)
  const estimate = b.estimate - a.estimate
  return {
    estimate,
    low: estimate - Math.hypot(b.estimate - b.low, a.high - a.estimate),
    high: estimate + Math.hypot(b.high - b.estimate, a.estimate - a.low),
  }
}

/**
 * Bounds of the difference of two means (the second less the first), such as of a value, right if looked at once, at a time fixed before.
 * @see B. L. Welch 1938; with the hundreds of messages of any test here Student's distribution is the normal one
 */
export function meanDifferenceInterval(first: Moments, second: Moments, alpha = 0.05): Interval {
  const estimate = second.mean - first.mean
  const half = normalQuantile(1 - alpha / 2) * Math.sqrt(first.variance / first.messages + second.variance / second.messages)
  return { estimate, low: estimate - half, high: estimate + half }
}
