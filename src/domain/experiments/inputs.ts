import type { ExperimentDesign } from '../../contract/experimentDesign.ts'
import type { VariantFigures } from './analyse.ts'
import type { Share } from './outcome.ts'

/** A variant of a campaign, as a decision needs it. */
export type NamedVariant = { id: string; name: string; weight: number }

/** All that a look at the figures leads to a decision by. It is recorded, and nothing else is asked. */
export type LookInputs = {
  kind: 'look'
  /** Grows when the same inputs would give another outcome. */
  rules: typeof RULES
  number: number
  seed: number
  design: ExperimentDesign
  shares: Share[]
  /** Messages made so far. */
  made: number
  variants: (NamedVariant & VariantFigures & { sent: number; left_out: number })[]
  watch_seconds: number
  /** Whether recipients wait for this decision. */
  is_waiting: boolean
  /** Whether all that was sent was watched to its end. */
  is_settled: boolean
  /** Whether nobody is left who could get a variant. */
  is_through: boolean
  is_past_deadline: boolean
}
export type Inputs =
  | LookInputs
  | { kind: 'by_hand'; variant_id: string; variants: readonly NamedVariant[] }
  | { kind: 'stopped' | 'cancelled'; variants: readonly NamedVariant[] }

export const RULES = 1

/** A variant as its domain has it. */
export const nameVariants = (rows: readonly { id: bigint; name: string; weight: number }[]): NamedVariant[] =>
  rows.map(({ id, name, weight }) => ({ id: String(id), name, weight }))
