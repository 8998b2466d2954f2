import type { Draft } from './draft.ts'
import type { Estimate } from './estimate.ts'
import type { Measured, Sides } from './measure.ts'
import type { Sending, Surroundings } from './surroundings.ts'
import type { LeftOut, Recipients } from './useRecipients.ts'

/** Changes some of a draft. */
export type Change = (change: Partial<Draft>) => void

/** All that the steps of the composer share. */
export type Stage = {
  draft: Draft
  measured: Measured
  surroundings: Surroundings
  sending: Sending
  recipients: Recipients
  /** For all recipients; it follows the text a moment later. */
  estimate: Estimate | undefined
  /** Of the recipient with the longest text, at every key; of the text with its fallbacks while there is none. */
  sides: Sides | undefined
  leftOut: readonly LeftOut[]
  count: number
  change: Change
  onText: (text: string) => void
}
