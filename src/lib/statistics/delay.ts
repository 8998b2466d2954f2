const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The upper ends of the classes of delay between a message and what came of it. What comes later than the last does not count. */
export const delayBoundsMs = [
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  3 * DAY,
  5 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
] as const

/** Messages of about the same age and what came of them. */
export interface Cohort {
  /** Of the youngest of its messages. */
  ageMs: number
  /** How many answers came in each class of delay, as many classes as `bounds`. */
  arrived: readonly number[]
}

/** Which part of all answers has come by the end of each class: rising, the last is 1. */
export interface DelayCurve {
  boundsMs: readonly number[]
  arrived: readonly number[]
}

/**
 * Finds the usual delay from cohorts that are not all old enough to have shown it.
 *
 * The chain ladder of insurance: how much the answers of a class grow in the next one is taken from those cohorts that have lived through
 * both, so that young ones, whose late answers are still to come, do not make it look faster than it is.
 * @param before a curve that is believed to begin with, as much as `weight` answers that followed it
 * @see T. Mack 1993, "Distribution-free calculation of the standard error of chain ladder reserve estimates"; for single times
 * S. W. Lagakos, L. M. Barraj and V. De Gruttola 1988
 */
export function delayCurve(cohorts: readonly Cohort[], { before, weight = 10 }: { before: DelayCurve; weight?: number }): DelayCurve {
  const { boundsMs } = before
  const arrived = boundsMs.map(() => 1)
  for (let index = boundsMs.length - 1; index > 0; index--) {
    const old = cohorts.filter(({ ageMs }) => ageMs >= (boundsMs[index] ?? Infinity))
    const until = (last: number) =>
      weight * (before.arrived[last] ?? 1) +
      old.reduce((sum, cohort) => sum + cohort.arrived.slice(0, last + 1).reduce((a, b) => a + b, 0), 0)
    arrived[index - 1] = until(index) === 0 ? (arrived[index] ?? 1) : ((arrived[index] ?? 1) * until(index - 1)) / until(index)
  }
  return { boundsMs, arrived }
}

/** Which part of all answers has come at this age, from 0 to 1; between two classes evenly. */
export function arrivedBy({ boundsMs, arrived }: DelayCurve, ageMs: number): number {
  const index = boundsMs.findIndex((bound) => ageMs < bound)
  if (index === -1) return 1
  const [from, to] = [boundsMs[index - 1] ?? 0, boundsMs[index] ?? 0]
  const [low, high] = [arrived[index - 1] ?? 0, arrived[index] ?? 1]
  return low + ((high - low) * Math.max(0, ageMs - from)) / (to - from)
}

/** How many messages count, each as the part of its answers that has usually come by its age. */
export function maturedOf(batches: readonly { messages: number; ageMs: number }[], curve: DelayCurve): number {
  return batches.reduce((sum, { messages, ageMs }) => sum + messages * arrivedBy(curve, ageMs), 0)
}

/**
 * What is assumed before anything has been seen: half of all answers within half an hour, nine in ten within a day, the rest within the
 * window. An assumption, not a finding: the first ten answers weigh as much as it does.
 * @param windowMs how long answers count, such as the attribution window; classes that begin later are left out
 */
export function assumedDelay(windowMs: number): DelayCurve {
  const boundsMs = [...delayBoundsMs.filter((bound) => bound < windowMs), windowMs]
  const part = (ms: number) => 1 - 1 / (1 + (ms / (30 * MINUTE)) ** 0.57)
  const whole = part(windowMs)
  return { boundsMs, arrived: boundsMs.map((bound) => Math.min(1, part(bound) / whole)) }
}
