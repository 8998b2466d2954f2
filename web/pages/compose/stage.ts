import type { Draft, Variant } from './draft.ts'
import type { Estimate } from './estimate.ts'
import { changeFacing, withVariantText } from './experiment/variants.ts'
import type { Measured, Sides } from './measure.ts'
import type { Sending, Surroundings } from './surroundings.ts'
import type { Home } from './useDraft.ts'
import type { LeftOut, Recipients } from './useRecipients.ts'

/** Changes some of a draft. */
export type Change = (change: Partial<Draft>) => void

/** One variant with what follows from its text; `draft` is the draft as if that were all of it. */
export type Piece = {
  variant: Variant
  draft: Draft
  measured: Measured
  /** For all recipients, as if they all got this; it follows the text a moment later. */
  estimate: Estimate | undefined
  /** Of the recipient with the longest text, at every key; of the text with its fallbacks while there is none. */
  sides: Sides | undefined
}

/** All that the steps of the composer share. */
export type Stage = {
  draft: Draft
  /** The variants, at least one. `measured`, `estimate` and `sides` are those of the first. */
  pieces: readonly Piece[]
  /** The campaign of the server that it is saved to. */
  home: Home | undefined
  /** Whether all of them, and how they compete, can be sent as they are, by all that a browser knows. */
  isWhole: boolean
  measured: Measured
  surroundings: Surroundings
  sending: Sending
  recipients: Recipients
  estimate: Estimate | undefined
  sides: Sides | undefined
  leftOut: readonly LeftOut[]
  count: number
  change: Change
  /** Changes a draft by what it is then. */
  edit: (change: (draft: Draft) => Draft) => void
  onText: (text: string) => void
}

/** The stage as if one variant were all of the draft: what is changed of its text is changed there. */
export const stageOf = (stage: Stage, piece: Piece): Stage => ({
  ...stage,
  ...{ draft: piece.draft, measured: piece.measured, estimate: piece.estimate, sides: piece.sides },
  change: (change) => stage.edit((draft) => changeFacing(draft, piece.variant.key, change)),
  onText: (text) => stage.edit((draft) => withVariantText(draft, piece.variant.key, text)),
})
