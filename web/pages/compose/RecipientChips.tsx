import { useState } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { TextArea } from '../../ui/Field.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { uiWords } from '../../ui/words.ts'
import type { Draft, Named } from './draft.ts'
import { addNumbers, splitNumbers } from './numbers.ts'
import type { Change } from './stage.ts'
import { toWords } from './toWords.ts'

/** Numbers that get a chip of their own; the others stand behind a button that shows all. */
const SHOWN = 12

/** What was chosen, each with a way to take it out. */
export function RecipientChips({ draft, change }: { draft: Draft; change: Change }) {
  const words = useWords(toWords).recipients
  const { number } = useFormat()
  const [isEditing, setEditing] = useState(false)
  const { everybody, groups, segments, numbers, otherRules } = draft
  const without = (list: readonly Named[], id: string) => list.filter((each) => each.id !== id)
  const count = Number(everybody) + groups.length + segments.length + numbers.length + otherRules.length
  if (count === 0) return null
  return (
    <ul role="list" className="compose-chips">
      {everybody && <Chip name={words.everybody} onRemove={() => change({ everybody: false })} />}
      {groups.map(({ id, name }) => (
        <Chip key={`g${id}`} kind={words.group} name={name} onRemove={() => change({ groups: without(groups, id) })} />
      ))}
      {segments.map(({ id, name }) => (
        <Chip key={`s${id}`} kind={words.segment} name={name} onRemove={() => change({ segments: without(segments, id) })} />
      ))}
      {otherRules.length > 0 && (
        <Chip name={words.otherRules(otherRules.length)} title={words.otherRulesMeaning} onRemove={() => change({ otherRules: [] })} />
      )}
      {numbers.slice(0, SHOWN).map((each) => (
        <Chip key={each} name={each} onRemove={() => change({ numbers: numbers.filter((other) => other !== each) })} />
      ))}
      {numbers.length > 1 && (
        <li>
          <Button kind="bare" onClick={() => setEditing(true)}>
            {numbers.length > SHOWN ? words.moreNumbers(number(numbers.length - SHOWN)) : words.editNumbers}
          </Button>
        </li>
      )}
      {isEditing && <NumbersDialog numbers={numbers} onDone={(numbers) => change({ numbers })} onClose={() => setEditing(false)} />}
    </ul>
  )
}

export function Chip({ kind, name, title, onRemove }: { kind?: string; name: string; title?: string; onRemove: () => void }) {
  const words = useWords(uiWords)
  return (
    <li className="compose-chip" title={title}>
      {kind !== undefined && <span className="soft">{kind}</span>} <bdi>{name}</bdi>
      <button type="button" onClick={onRemove} aria-label={words.removed(name)} title={words.removed(name)}>
        <Icon name="close" size={12} />
      </button>
    </li>
  )
}

function NumbersDialog({
  numbers,
  onDone,
  onClose,
}: {
  numbers: readonly string[]
  onDone: (numbers: string[]) => void
  onClose: () => void
}) {
  const words = useWords(toWords).recipients
  const [text, setText] = useState(numbers.join('\n'))
  const done = () => {
    onDone(addNumbers([], splitNumbers(text)))
    onClose()
  }
  return (
    <Dialog
      title={words.editNumbers}
      onClose={onClose}
      footer={
        <Button kind="main" onClick={done}>
          {words.done}
        </Button>
      }
    >
      <TextArea label={words.numbersLabel} rows={14} value={text} onChange={setText} />
    </Dialog>
  )
}
