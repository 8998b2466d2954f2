import { useMemo, useRef } from 'react'
import { useWords } from '../../i18n/words.ts'
import type { Stage } from './stage.ts'
import { Editor } from './Editor.tsx'
import { Forcing } from './Forcing.tsx'
import { FieldPicker, insertAt, OptOutMenu } from './Insert.tsx'
import { Links } from './Links.tsx'
import type { Sides } from './measure.ts'
import { useEngine } from './useEngine.ts'
import { Measures } from './Measures.tsx'
import { AdviceList, TrackingOption } from './TrackingOption.tsx'
import { composeWords } from './words.ts'
import type { Refusal } from '../../ui/problems.ts'

/** The text, and everything that follows from it as it is typed. */
export function TextStep({ stage, refusal }: { stage: Stage; refusal: Refusal | undefined }) {
  const words = useWords(composeWords)
  const field = useRef<HTMLTextAreaElement>(null)
  const { draft, measured, surroundings, estimate, change, onText, sides } = stage
  const tracked = useTracked(stage)
  return (
    <section className="compose-section" id="compose-text" aria-label={words.steps.text}>
      <Editor
        text={draft.text}
        measured={measured}
        onText={onText}
        error={refusal}
        field={field}
        tools={
          <>
            <FieldPicker insert={(text) => insertAt(field, text, (text) => onText(draft.text + text))} />
            <OptOutMenu draft={draft} surroundings={surroundings} onText={onText} />
          </>
        }
      />
      {measured.kind === 'composed' && sides !== undefined && (
        <>
          <Measures sides={sides} estimate={estimate} />
          <Forcing text={draft.text} measured={measured} onText={onText} />
          <Links links={measured.links} draft={draft} surroundings={surroundings} change={change} />
          {tracked !== undefined && (
            <TrackingOption
              measured={measured}
              tracked={tracked}
              draft={draft}
              surroundings={surroundings}
              onChange={(isTracking) => change({ isTracking })}
            />
          )}
          <AdviceList measured={measured} text={draft.text} onText={onText} />
        </>
      )}
    </section>
  )
}

/** The text as it is with tracking, also while that is off: what the option says must not depend on itself. */
function useTracked({ draft, sides, surroundings }: Stage): Sides | undefined {
  const { measure } = useEngine()
  return useMemo(() => {
    if (draft.isTracking) return sides
    const other = measure({ ...draft, isTracking: true }, surroundings)
    return other.kind === 'composed' ? other.example : undefined
  }, [measure, draft, sides, surroundings])
}
