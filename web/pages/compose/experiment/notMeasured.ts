import { trackingOf } from '../draft.ts'
import type { Stage } from '../stage.ts'

/** The variants of a comparison whose recipients nobody could follow: without a link that is tracked for each of them, they do nothing that is seen. */
export function unmeasured({ draft, pieces, surroundings }: Pick<Stage, 'draft' | 'pieces' | 'surroundings'>): string[] {
  if (draft.design === undefined || pieces.length < 2) return []
  const isFollowed = trackingOf(draft, surroundings) === 'full'
  return pieces.flatMap(({ variant, measured }) => {
    // A text that is not there yet is said to be missing elsewhere.
    if (measured.kind !== 'composed') return []
    return isFollowed && measured.links.some(({ kind }) => kind === 'tracked') ? [] : [variant.name]
  })
}
