import { useState } from 'react'
import type { Draft } from './draft.ts'
import { facing, variantsOf } from './experiment/variants.ts'
import type { Measured } from './measure.ts'
import type { Surroundings } from './surroundings.ts'
import { useEngine } from './useEngine.ts'

/** Each variant of a draft as measured, in their order. What a key has not changed is not measured again, and stays the same object. */
export function useMeasures(draft: Draft, surroundings: Surroundings): readonly Measured[] {
  const { measure } = useEngine()
  const [measureAll] = useState(() => remembering(measure))
  return measureAll(draft, surroundings)
}

type Measure = (draft: Draft, surroundings: Surroundings) => Measured
type Known = { by: readonly unknown[]; measured: Measured }

function remembering(measure: Measure) {
  let known: readonly Known[] = []
  let answer: readonly Measured[] = []
  return (draft: Draft, surroundings: Surroundings): readonly Measured[] => {
    known = variantsOf(draft).map((variant, at) => {
      const { text, untracked, linkUtm } = variant
      const by = [text, untracked, linkUtm, draft.isTracking, draft.shortDomain, draft.linkForm, draft.utm, surroundings]
      const former = known[at]
      if (former !== undefined && by.every((each, place) => each === former.by[place])) return former
      return { by, measured: measure(facing(draft, variant), surroundings) }
    })
    if (known.length !== answer.length || known.some(({ measured }, at) => measured !== answer[at]))
      answer = known.map(({ measured }) => measured)
    return answer
  }
}
