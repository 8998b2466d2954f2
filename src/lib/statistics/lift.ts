import { differenceSequence } from './alwaysValid.ts'
import type { Sequence, Watched } from './alwaysValid.ts'
import type { Interval } from './fixedHorizon.ts'

/** What sending did, against a group that got nothing. */
export interface Lift {
  /** More for each message, always valid. */
  difference: Sequence
  /** What came of all messages that would not have come without them: the difference times the messages. */
  gained: Interval
  /**
   * The difference as a part of what came without any message, always valid; `undefined` where nothing came without one.
   * Its bounds are ±Infinity where the group without messages is too small to say.
   */
  relative: Interval | undefined
}

/**
 * The lift of those who were sent something over a hold-out group.
 * @param sent,heldOut moments of the same thing in both groups, for each person: conversions posted by number, attributed or not
 * @see alwaysValid.ts for the bounds; E. C. Fieller 1954 for those of a ratio, here with the bound of every look
 */
export function liftOf(sent: Watched, heldOut: Watched, { alpha = 0.05 }: { alpha?: number } = {}): Lift {
  const difference = differenceSequence(heldOut, sent, { alpha, allocation: 'fixed' })
  const times = (value: number) => value * sent.messages
  return {
    difference,
    gained: { estimate: times(difference.estimate), low: times(difference.low), high: times(difference.high) },
    relative: relativeOf(sent, heldOut, { alpha }),
  }
}

/** All ratios r that are not left out when the difference of `sent` and r times `heldOut` is watched; it is a square equation in r. */
function relativeOf(sent: Watched, heldOut: Watched, { alpha }: { alpha: number }): Interval | undefined {
  if (heldOut.mean <= 0) return undefined
  // A variant against nothing has the bound of its own: half a width, squared.
  const own = (arm: Watched) => squaredWidth(arm, sent, heldOut, alpha)
  const a = heldOut.mean ** 2 - own(heldOut)
  const b = sent.mean * heldOut.mean
  const c = sent.mean ** 2 - own(sent)
  const root = Math.sqrt(Math.max(0, b * b - a * c))
  const estimate = sent.mean / heldOut.mean - 1
  if (!(a > 0)) return { estimate, low: -Infinity, high: Infinity }
  return { estimate, low: (b - root) / a - 1, high: (b + root) / a - 1 }
}

/** The part of one group in the squared half width of the difference: widths of independent groups add up squared. */
function squaredWidth(arm: Watched, sent: Watched, heldOut: Watched, alpha: number): number {
  const still = (other: Watched) => (other === arm ? other : { ...other, variance: 0 })
  const { high, estimate } = differenceSequence(still(heldOut), still(sent), { alpha, allocation: 'fixed' })
  return (high - estimate) ** 2
}
