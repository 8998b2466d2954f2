import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Icon } from '../../ui/Icon.tsx'
import { variantWords } from './experiment/variantWords.ts'
import type { Stage } from './stage.ts'
import { whenOf } from './draft.ts'
import { textWords } from './textWords.ts'
import { toWords } from './toWords.ts'
import { useWhenText } from './useWhenText.ts'
import { composeWords } from './words.ts'

/** What there is to do and what stands there already; a press leads to it. */
export function Steps({ stage, isReady, onReview }: { stage: Stage; isReady: boolean; onReview: () => void }) {
  const words = useWords(composeWords)
  const to = useWords(toWords).recipients
  const { number } = useFormat()
  const when = useWhenText(whenOf(stage.draft))
  const { count, pieces } = stage
  const texts = useTextState(pieces)
  const steps = [
    { id: 'compose-to', name: words.steps.to, state: count > 0 ? to.willGet(number(count), count === 1) : undefined },
    { id: 'compose-text', name: words.steps.text, state: texts },
    { id: 'compose-when', name: words.steps.when, state: when },
  ]
  return (
    <nav className="compose-steps" aria-label={words.steps.label}>
      <ol role="list">
        {steps.map(({ id, name, state }) => (
          <li key={id}>
            <button type="button" onClick={() => goTo(id)}>
              <Mark isDone={state !== undefined} />
              <span>
                {name}
                <span className="compose-step-state">{state ?? words.stepTodo}</span>
              </span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={onReview} disabled={!isReady}>
            <Mark isDone={false} />
            <span>{words.steps.review}</span>
          </button>
        </li>
      </ol>
    </nav>
  )
}

/** The parts of a text; of several, how many they are once each can be sent. */
function useTextState(pieces: Stage['pieces']): string | undefined {
  const measures = useWords(textWords).measures
  const variants = useWords(variantWords)
  const { number } = useFormat()
  if (pieces.some(({ sides }) => sides === undefined)) return undefined
  if (pieces.length > 1) return variants.count(number(pieces.length))
  const parts = pieces[0]?.sides?.after.parts ?? 0
  return measures.parts(number(parts), parts === 1)
}

const Mark = ({ isDone }: { isDone: boolean }) => (
  <span className={`compose-step-mark${isDone ? ' is-done' : ''}`}>{isDone && <Icon name="tick" size={12} />}</span>
)

/** To the first field of a part. */
function goTo(id: string): void {
  const part = document.getElementById(id)
  part?.scrollIntoView({ block: 'center' })
  part?.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
}
