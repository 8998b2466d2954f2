import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import type { Measured } from './measure.ts'
import { useEngine } from './useEngine.ts'
import { textWords } from './textWords.ts'

/** Different characters that get a button of their own. */
const SHOWN = 6

type Composed = Extract<Measured, { kind: 'composed' }>

/** The characters that make a text UCS-2, what they cost, and a press for each that replaces it. */
export function Forcing({ text, measured, onText }: { text: string; measured: Composed; onText: (text: string) => void }) {
  const words = useWords(textWords).forcing
  const { partsInGsm7, replaceForcing, replaceOutsideLinks } = useEngine()
  const { forcing, example } = measured
  const distinct = [...new Map(forcing.map((each) => [each.character, each.replacement])).entries()]
  const hopeful = distinct.filter(([, replacement]) => replacement !== undefined)
  const [after, plain] = [example.after.parts, partsInGsm7(example.text)]
  return (
    <div className="compose-forcing">
      <p>{words.title(forcing.length, plain < after ? words.instead(after, plain) : words.same(after))}</p>
      <div className="compose-line">
        {distinct.slice(0, SHOWN).map(([character, replacement]) =>
          replacement === undefined ? (
            <span key={character} className="compose-character" title={words.noReplacement}>
              {visible(character)}
            </span>
          ) : (
            <Button
              key={character}
              aria-label={replacement === '' ? words.remove(visible(character)) : words.replace(character, replacement)}
              onClick={() => onText(replaceOutsideLinks(text, { character, replacement }))}
            >
              <span className="mono">
                {visible(character)} <Icon name={replacement === '' ? 'close' : 'right'} size={12} /> {replacement}
              </span>
            </Button>
          ),
        )}
        {hopeful.length > 1 && <Button onClick={() => onText(replaceForcing(text))}>{words.replaceAll}</Button>}
      </div>
    </div>
  )
}

/** Characters that nobody sees are named by their code. */
const visible = (character: string): string =>
  /^[\p{C}\p{Z}\p{M}]+$/u.test(character) ? `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}` : character
