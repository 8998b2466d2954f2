import { useQuery } from '@tanstack/react-query'
import { memo, useState, type ClipboardEvent } from 'react'
import { Link } from 'wouter'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useSections } from '../../sections.ts'
import { useMay } from '../../session.ts'
import { Combobox, type Choice } from '../../ui/Combobox.tsx'
import { addNumbers, looksLikeNumber, MAX_NUMBERS, splitNumbers } from './numbers.ts'
import type { Draft, Named } from './draft.ts'
import { groupsQuery, segmentsQuery } from './queries.ts'
import { RecipientChips } from './RecipientChips.tsx'
import type { Change } from './stage.ts'
import { toWords } from './toWords.ts'

/** Offers that a list shows; who types more sees fewer. */
const OFFERS = 30

/** Whom it goes to: numbers that are typed or pasted, groups, segments, everybody. */
export const Recipients = memo(function Recipients({ draft, change }: { draft: Draft; change: Change }) {
  const words = useWords(toWords).recipients
  const mayCampaign = useMay('campaigns:write')
  const hasContacts = useSections().has('contacts')
  const { text, setText, choices, choose, take, tooMany } = useAdding(draft, change, mayCampaign)
  const { number } = useFormat()
  const onPaste = (event: ClipboardEvent) => {
    const pasted = splitNumbers(event.clipboardData.getData('text'))
    // A single number is typed on as it is; several lines would lose what parts them.
    if (pasted.length < 2) return
    event.preventDefault()
    take(pasted)
  }
  return (
    <div className="compose-to" onPaste={onPaste}>
      <Combobox
        label={words.add}
        hint={mayCampaign ? words.hint : words.hintNumbers}
        error={tooMany ? words.tooMany(number(MAX_NUMBERS)) : undefined}
        placeholder={words.placeholder}
        text={text}
        onText={setText}
        choices={choices}
        onChoose={choose}
        onEnter={() => take(splitNumbers(text))}
      />
      <RecipientChips draft={draft} change={change} />
      {mayCampaign && hasContacts && (
        <Link href={paths.imports()} className="small">
          {words.import}
        </Link>
      )}
    </div>
  )
})

function useAdding(draft: Draft, change: Change, mayCampaign: boolean) {
  const [text, setText] = useState('')
  const [tooMany, setTooMany] = useState(false)
  const groups = useQuery({ ...groupsQuery, enabled: mayCampaign }).data ?? []
  const segments = useQuery({ ...segmentsQuery, enabled: mayCampaign }).data ?? []
  const offers = useOffers({ text, draft, groups: mayCampaign ? groups : [], segments: mayCampaign ? segments : [], mayCampaign })
  const take = (numbers: readonly string[]) => {
    if (numbers.length === 0) return
    setTooMany(new Set([...draft.numbers, ...numbers]).size > MAX_NUMBERS)
    change({ numbers: addNumbers(draft.numbers, numbers) })
    setText('')
  }
  const choose = ({ value }: Choice) => {
    const [kind, id = ''] = value.split(':')
    const named = (list: readonly Named[]) => list.filter((each) => each.id === id).map(({ name }) => ({ id, name }))
    if (kind === 'number') return take(splitNumbers(text))
    if (kind === 'all') change({ everybody: true })
    if (kind === 'group') change({ groups: [...draft.groups, ...named(groups)] })
    if (kind === 'segment') change({ segments: [...draft.segments, ...named(segments)] })
    setText('')
  }
  return { text, setText, choices: offers, choose, take, tooMany }
}

type Offered = { text: string; draft: Draft; groups: readonly Named[]; segments: readonly Named[]; mayCampaign: boolean }

/** A number that is typed comes first, then what is named like the text and is not chosen yet. */
function useOffers({ text, draft, groups, segments, mayCampaign }: Offered): Choice[] {
  const words = useWords(toWords).recipients
  const wanted = text.trim().toLowerCase()
  const fits = (name: string) => name.toLowerCase().includes(wanted)
  const offer = (kind: 'group' | 'segment', list: readonly Named[], chosen: readonly Named[]): Choice[] =>
    list
      .filter(({ id, name }) => fits(name) && !chosen.some((each) => each.id === id))
      .map(({ id, name }) => ({ value: `${kind}:${id}`, label: name, about: words[kind] }))
  const number: Choice[] = looksLikeNumber(text) ? [{ value: 'number', label: words.addNumber(text.trim()) }] : []
  const all: Choice[] = mayCampaign && !draft.everybody && fits(words.everybody) ? [{ value: 'all', label: words.everybody }] : []
  return [...number, ...all, ...offer('group', groups, draft.groups), ...offer('segment', segments, draft.segments)].slice(0, OFFERS)
}
