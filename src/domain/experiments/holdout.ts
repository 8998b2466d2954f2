import type { ExperimentDesign } from '../../contract/experimentDesign.ts'
import type { ExperimentLook } from '../../contract/experiments.ts'
import { rateMoments } from '../../lib/statistics/counts.ts'
import { liftOf } from '../../lib/statistics/lift.ts'
import { finite } from './analyse.ts'

/** What was counted of those who got nothing and of those who were sent to, by conversions that were reported with a number. */
export type HoldoutCounts = { heldConverted: number; sent: number; sentConverted: number; days: number }

/** A goal that somebody who got nothing can reach too. */
export const isMeasurable = ({ goal }: ExperimentDesign): boolean => goal.kind !== 'clickers'

const unknown = {
  ...{ sent: null, sent_converted: null, held_converted: null, difference: null, low: null, high: null },
  ...{ lift: null, lift_low: null, lift_high: null },
}

/**
 * What sending changes, by those who were left out; null where nobody is.
 * @param counts undefined where the goal is one that only those who were sent to can reach
 */
export function holdoutOf(
  design: ExperimentDesign,
  { counts, heldOut, planned }: { counts: HoldoutCounts | undefined; heldOut: number; planned: number | null },
): ExperimentLook['holdout'] {
  if (design.holdout_share === 0) return null
  if (counts === undefined) return { share: design.holdout_share, recipients: heldOut, days: null, state: 'not_measurable', ...unknown }
  const { heldConverted, sent, sentConverted, days } = counts
  const known = { share: design.holdout_share, recipients: heldOut, days }
  const seen = { sent, sent_converted: sentConverted, held_converted: heldConverted }
  if (heldOut === 0 || sent === 0 || planned === null) return { ...known, state: 'too_early', ...unknown, ...seen }
  const group = (messages: number, successes: number, part: number) => ({
    ...rateMoments({ messages, matured: messages, successes }),
    planned: Math.max(1, Math.round(planned * part)),
  })
  const { difference, relative } = liftOf(
    group(sent, sentConverted, 1),
    group(heldOut, heldConverted, design.holdout_share / (1 - design.holdout_share)),
  )
  return {
    ...{ ...known, state: 'measured', ...seen },
    ...{ difference: difference.estimate, low: finite(difference.low), high: finite(difference.high) },
    ...{ lift: relative?.estimate ?? null, lift_low: finite(relative?.low ?? NaN), lift_high: finite(relative?.high ?? NaN) },
  }
}
