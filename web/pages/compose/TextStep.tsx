import { lazy, Suspense, useMemo, useRef } from 'react'
import { useWords } from '../../i18n/words.ts'
import type { Stage } from './stage.ts'
import { Editor } from './Editor.tsx'
import { FieldPicker, insertAt, OptOutMenu } from './Insert.tsx'
import { Links } from './Links.tsx'
import type { Sides } from './measure.ts'
import { useEngine } from './useEngine.ts'
import { Measures } from './Measures.tsx'
import { AdviceList, TrackingOption } from './TrackingOption.tsx'
import { composeWords } from './words.ts'

// Most texts hold none of the characters that it is about.
const Forcing = lazy(async () => ({ default: (await import('./Forcing.tsx')).Forcing }))

type TextProps = { stage: Stage; refusal: string | undefined }

/** The text, and everything that follows from it as it is typed. */
export function TextStep({ stage, refusal }: TextProps) {
  const words = useWords(composeWords)
  return (
    <section className="compose-section" id="compose-text" aria-label={words.steps.text}>
      <TextParts stage={stage} refusal={refusal} label={words.text} />
      <Tracking stage={stage} />
    </section>
  )
}

type PartsProps = TextProps & { label: string; costNote?: string; onFocus?: () => void }

/** One text with its length, cost and links. */
export function TextParts({ stage, refusal, label, costNote, onFocus }: PartsProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const { draft, measured, surroundings, estimate, change, onText, sides } = stage
  return (
    <>
      <Editor
        label={label}
        {...(onFocus === undefined ? {} : { onFocus })}
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
          <Measures sides={sides} estimate={estimate} {...(costNote === undefined ? {} : { costNote })} />
          {measured.forcing.length > 0 && (
            <Suspense fallback={null}>
              <Forcing text={draft.text} measured={measured} onText={onText} />
            </Suspense>
          )}
          <Links links={measured.links} draft={draft} surroundings={surroundings} change={change} />
          <AdviceList measured={measured} text={draft.text} onText={onText} />
        </>
      )}
    </>
  )
}

/** Whether links are tracked, for all texts of a draft; what it changes is said of the one on the stage. */
export function Tracking({ stage }: { stage: Stage }) {
  const { draft, measured, surroundings, change } = stage
  const tracked = useTracked(stage)
  if (measured.kind !== 'composed' || tracked === undefined) return null
  return (
    <TrackingOption
      measured={measured}
      tracked={tracked}
      draft={draft}
      surroundings={surroundings}
      onChange={(isTracking) => change({ isTracking })}
    />
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
