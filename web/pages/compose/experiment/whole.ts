import { senderFault } from '../../../ui/senderFault.ts'
import type { Draft } from '../draft.ts'
import type { Measured } from '../measure.ts'
import type { Sending } from '../surroundings.ts'
import { faultsIn } from './design.ts'
import { facing, shareFault, variantsOf } from './variants.ts'

/** Whether every text, sender and share of a draft, and the design if there is one, can be sent as they are, by all that a browser knows. */
export const isWhole = (draft: Draft, { measures, sending }: { measures: readonly Measured[]; sending: Sending }): boolean =>
  measures.every(({ kind }) => kind === 'composed') &&
  senderFault(draft.from, sending) === undefined &&
  variantsOf(draft).every((variant) => senderFault(facing(draft, variant).from, sending) === undefined && variant.name.trim() !== '') &&
  shareFault(variantsOf(draft)) === undefined &&
  (draft.design === undefined || draft.rivals.length === 0 || faultsIn(draft.design, { variants: draft.rivals.length + 1 }).length === 0)
