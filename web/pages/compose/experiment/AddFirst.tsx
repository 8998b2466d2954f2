import { useWords } from '../../../i18n/words.ts'
import { Button } from '../../../ui/Button.tsx'
import type { Stage } from '../stage.ts'
import { usualDesign } from './design.ts'
import { withCopy } from './variants.ts'
import { variantWords } from './variantWords.ts'

/** Makes a second text of the only one, to compare them. */
export function AddFirst({ stage: { edit } }: { stage: Stage }) {
  const words = useWords(variantWords)
  return (
    <div className="compose-line">
      <Button onClick={() => edit((draft) => withCopy({ ...draft, design: draft.design ?? usualDesign }, draft.first.key))}>
        {words.addFirst}
      </Button>
      <span className="soft small">{words.addHint}</span>
    </div>
  )
}
