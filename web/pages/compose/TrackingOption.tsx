import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Checkbox } from '../../ui/Choice.tsx'
import { Note } from '../../ui/Note.tsx'
import { Button } from '../../ui/Button.tsx'
import type { Draft } from './draft.ts'
import type { Measured, Sides } from './measure.ts'
import type { Surroundings } from './surroundings.ts'
import { useEngine } from './useEngine.ts'
import { moveLast } from './moveLast.ts'
import { textWords } from './textWords.ts'

type Composed = Extract<Measured, { kind: 'composed' }>

/** Appears with the first link, and says what it changes: how much shorter or longer the text gets, and its parts. */
export function TrackingOption({
  measured,
  tracked,
  draft,
  surroundings,
  onChange,
}: {
  measured: Composed
  /** The text as it would be with tracking, whether it is on or not. */
  tracked: Sides
  draft: Draft
  surroundings: Surroundings
  onChange: (isTracking: boolean) => void
}) {
  const words = useWords(textWords).tracking
  if (!measured.links.some(({ kind }) => kind !== 'opt_out')) return null
  if (surroundings.tracking === 'off')
    return (
      <Note>
        <p>{words.accountOff}</p>
      </Note>
    )
  return (
    <div className="compose-tracking">
      <Checkbox
        label={words.label}
        about={
          <>
            {surroundings.tracking === 'aggregate' ? words.aggregate : words.about} <Effect sides={tracked} />
          </>
        }
        checked={draft.isTracking}
        onChange={onChange}
      />
    </div>
  )
}

function Effect({ sides: { before, after } }: { sides: Sides }) {
  const words = useWords(textWords).tracking
  const { number } = useFormat()
  const change = after.units - before.units
  const length = change === 0 ? words.sameLength : change < 0 ? words.shorter(number(-change)) : words.longer(number(change))
  const parts = after.parts === before.parts ? words.stillParts(after.parts) : words.partsInstead(after.parts, before.parts)
  const tone = after.parts > before.parts ? 'compose-warn' : after.parts < before.parts ? 'compose-good' : ''
  return (
    <strong className={tone}>
      {length[0]?.toUpperCase()}
      {length.slice(1)}, {parts}.
    </strong>
  )
}

/** What would make the text better, each with a press that does it where one can. */
export function AdviceList({ measured, text, onText }: { measured: Composed; text: string; onText: (text: string) => void }) {
  const words = useWords(textWords).advice
  const { adviceFor } = useEngine()
  const advice = adviceFor(measured.composed, measured.example)
  const moved = moveLast(text, measured.links)
  return (
    <ul role="list" className="compose-advice">
      {advice.map((each) => {
        switch (each.code) {
          case 'link_last':
            return (
              <li key={each.code}>
                {words.link_last}{' '}
                {moved !== undefined && (
                  <Button kind="bare" onClick={() => onText(moved)}>
                    {words.moveLast}
                  </Button>
                )}
              </li>
            )
          case 'several_links':
            return <li key={each.code}>{words.several_links(each.links)}</li>
          case 'link_shortened_already':
            return <li key={each.written}>{words.link_shortened_already(each.written)}</li>
          default:
            // Parts and UCS-2 are said where they are shown.
            return null
        }
      })}
    </ul>
  )
}
