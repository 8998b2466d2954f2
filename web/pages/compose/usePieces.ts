import { useMemo, useState } from 'react'
import type { ComposedText } from '../../../src/lib/composedText.ts'
import type { Draft } from './draft.ts'
import type { Estimate } from './estimate.ts'
import { facing, variantsOf } from './experiment/variants.ts'
import type { Measured } from './measure.ts'
import type { Piece, Stage } from './stage.ts'
import { useEngine } from './useEngine.ts'
import type { LeftOut, Recipients } from './useRecipients.ts'
import { useSettled } from '../../useSettled.ts'

/** Measuring a hundred people costs more than a key may: it waits until nobody types. */
const ESTIMATE_MS = 150

type Known = { measures: readonly Measured[]; recipients: Recipients }

/** The variants with what they come to, and who gets anything at all. */
export function usePieces(draft: Draft, known: Known): Pick<Stage, 'pieces' | 'leftOut' | 'count'> & { first: Piece } {
  const { sidesOrNone } = useEngine()
  const estimates = useEstimates(known)
  const pieces = useMemo(
    () =>
      variantsOf(draft).map((variant, at): Piece => {
        const measured = known.measures[at] ?? nothing
        const estimate = estimates[at]
        const longest = estimate?.longest
        const example = measured.kind === 'composed' ? measured.example : undefined
        const own = measured.kind === 'composed' && longest !== undefined ? sidesOrNone(measured.composed, longest) : undefined
        return { variant, draft: facing(draft, variant), measured, estimate, sides: own ?? example }
      }),
    [draft, known.measures, estimates, sidesOrNone],
  )
  const [first] = pieces
  if (first === undefined) throw new Error('a draft has a first variant')
  return { pieces, first, ...reached(known.recipients, estimates) }
}

const nothing: Measured = { kind: 'empty' }

function useEstimates({ measures, recipients }: Known): readonly (Estimate | undefined)[] {
  const { estimate } = useEngine()
  const settled = useSettled(measures, { key: measures, ms: ESTIMATE_MS }).value
  const [former] = useState(() => new WeakMap<Measured, Reckoned>())
  return useMemo(
    () => (recipients.state === 'known' ? settled.map((measured) => reckon(measured, { recipients, former, estimate })) : []),
    [settled, recipients, former, estimate],
  )
}

type KnownRecipients = Extract<Recipients, { state: 'known' }>
type Reckoned = Pick<KnownRecipients, 'recipients' | 'countries' | 'willReceive'> & { estimate: Estimate }

/** A key changes one text of several: what the others come to is not reckoned again. */
function reckon(
  measured: Measured,
  given: {
    recipients: KnownRecipients
    former: WeakMap<Measured, Reckoned>
    estimate: (composed: ComposedText, known: KnownRecipients) => Estimate
  },
): Estimate | undefined {
  if (measured.kind !== 'composed') return undefined
  const { recipients, countries, willReceive } = given.recipients
  const known = given.former.get(measured)
  if (known?.recipients === recipients && known.countries === countries && known.willReceive === willReceive) return known.estimate
  const estimate = given.estimate(measured.composed, given.recipients)
  given.former.set(measured, { recipients, countries, willReceive, estimate })
  return estimate
}

/** Who lacks a merge value gets nothing. Of several texts each has its own: only whoever lacks one of all of them is left out for sure, which the server counts. */
function reached(recipients: Recipients, estimates: readonly (Estimate | undefined)[]): Pick<Stage, 'leftOut' | 'count'> {
  if (recipients.state !== 'known') return { leftOut: [], count: 0 }
  const [only, ...others] = estimates
  if (only === undefined || others.length > 0) return { leftOut: recipients.leftOut, count: recipients.willReceive }
  const such = only.lacking.map(({ phone }) => phone)
  const lacking: LeftOut[] = such.length === 0 ? [] : [{ reason: 'merge_value_missing', count: such.length, such }]
  return { leftOut: [...recipients.leftOut, ...lacking], count: only.recipients }
}
