import { alphaOfPair, differenceSequence } from './alwaysValid.ts'
import type { Allocation, Sequence, Watched } from './alwaysValid.ts'
import type { Belief } from './best.ts'

/** How sure a decision has to be. */
export interface Rule {
  /** In at most this part of all tests a winner is named that is not the best one, or one where all are equal. 0.05 by default. */
  alpha: number
  allocation: Allocation
  /** What may be given away by choosing the winner, at most, in the unit of the goal: a rate, or micros of value for each message. */
  lossThreshold: number
  /** Each variant needs so many matured messages before anything is decided. */
  minimumMessages: number
}

/** A variant with what was counted and what is believed of it. */
export interface Contender extends Watched {
  belief: Belief
}

/** Where a test stands. */
export interface Standing {
  /** Why there is a winner or not yet one. */
  state: 'winner' | 'too_few_messages' | 'not_sure' | 'loss_too_high'
  /** The variant with the highest mean, by its place; of equals the first. It has won where `state` is `winner`. */
  leader: number
  /** The leader against each other variant: its difference with bounds that are always valid for all pairs together. None for the leader itself. */
  against: (Sequence | undefined)[]
}

/**
 * Says whether a variant has won: it is better than each other one by bounds that are always valid, and what choosing it gives away on
 * average is below the threshold.
 *
 * Bounds are those of all pairs together, so each that is shown is true, and the wrong winner is rarer still.
 * @param contenders 2 to 6
 */
export function standingOf(contenders: readonly Contender[], { alpha, allocation, lossThreshold, minimumMessages }: Rule): Standing {
  const leader = leaderOf(contenders)
  const first = contenders[leader]
  if (!first) throw new RangeError('No variants to compare: a test has 2 to 6.')
  const each = { alpha: alphaOfPair(alpha, contenders.length), allocation }
  const against = contenders.map((other, index) => (index === leader ? undefined : differenceSequence(other, first, each)))
  const state = contenders.some(({ messages }) => messages < minimumMessages)
    ? 'too_few_messages'
    : against.some((sequence) => sequence && sequence.low <= 0)
      ? 'not_sure'
      : first.belief.loss > lossThreshold
        ? 'loss_too_high'
        : 'winner'
  return { state, leader, against }
}

function leaderOf(contenders: readonly Contender[]): number {
  return contenders.reduce((leader, { mean }, index) => (mean > (contenders[leader]?.mean ?? -Infinity) ? index : leader), 0)
}
