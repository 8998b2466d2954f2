import type { Belief, DecisionReason, ExperimentPhase } from '../../contract/experiments.ts'

/** By which variants are drawn; they add up to 1. */
export type Share = { variant_id: string; share: number }

/** What the sentence of a decision names. */
export type Figures = Record<string, string | number | null>

/** What was decided, and what follows from it. */
export type Outcome = {
  reason: DecisionReason
  /** Which variant has won, or gets the rest; null: several, or none. */
  variant_id: string | null
  figures: Figures
  /** What was believed of each variant then; none where figures had no part in it. */
  beliefs: Belief[]
  phase: ExperimentPhase
  /** From here on. */
  shares: Share[]
  /** Messages that may be made before the next decision; null: all. */
  allowance: number | null
  /** Whether those who wait go on waiting: for a person. */
  is_waiting: boolean
}

/** Whether it says how the experiment ended. */
export const isVerdict = ({ phase }: Pick<Outcome, 'phase'>): boolean => phase !== 'running'
