import { useWords } from '../../../i18n/words.ts'
import { Note } from '../../../ui/Note.tsx'
import type { Stage } from '../stage.ts'
import { designWords } from './designWords.ts'
import { unmeasured } from './notMeasured.ts'

/** Says that nothing can measure the goal. */
export function Unmeasured({ stage }: { stage: Stage }) {
  const words = useWords(designWords)
  const names = unmeasured(stage)
  if (names.length === 0) return null
  return (
    <Note kind="warning">
      <p>{stage.surroundings.tracking === 'full' ? words.unmeasured(names.join(', ')) : words.unmeasuredAccount}</p>
    </Note>
  )
}
