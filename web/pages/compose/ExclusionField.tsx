import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Combobox, type Choice } from '../../ui/Combobox.tsx'
import type { Named, Rule } from './draft.ts'
import { withNumbers, withoutNumber } from './exclude.ts'
import { splitNumbers } from './numbers.ts'
import { useOffers } from './offers.ts'
import { pasteNumbers } from './pasteNumbers.ts'
import { groupsQuery, segmentsQuery } from './queries.ts'
import { Chip } from './RecipientChips.tsx'
import { toWords } from './toWords.ts'

export type ExclusionProps = { exclude: readonly Rule[]; onExclude: (exclude: readonly Rule[]) => void }

/** Whom to leave out, and who is left out so far. */
export function ExclusionField({ exclude, onExclude, isFresh }: ExclusionProps & { isFresh: boolean }) {
  const words = useWords(toWords).recipients
  const { groups, segments } = useNamed()
  const [text, setText] = useState('')
  const root = useFocusOnce(isFresh)
  const offers = useOffers({
    text,
    groups: groups.filter(({ id }) => !exclude.some((rule) => rule.kind === 'group' && rule.group_id === id)),
    segments: segments.filter(({ id }) => !exclude.some((rule) => rule.kind === 'segment' && rule.segment_id === id)),
    hasEverybody: false,
  })
  const take = (rules: readonly Rule[]) => {
    onExclude(rules)
    setText('')
  }
  const takeNumbers = (numbers: readonly string[]) => {
    if (numbers.length > 0) take(withNumbers(exclude, numbers))
  }
  const choose = ({ value }: Choice) => {
    const [kind, id = ''] = value.split(':')
    if (kind === 'number') takeNumbers(splitNumbers(text))
    if (kind === 'group') take([...exclude, { kind, group_id: id }])
    if (kind === 'segment') take([...exclude, { kind, segment_id: id }])
  }
  return (
    <div ref={root} onPaste={pasteNumbers(takeNumbers)}>
      <Combobox
        label={words.excludeLabel}
        hint={words.excludeHint}
        {...{ text, onText: setText, choices: offers, onChoose: choose, onEnter: () => takeNumbers(splitNumbers(text)) }}
      />
      <ExclusionChips exclude={exclude} names={[...groups, ...segments]} onExclude={onExclude} />
    </div>
  )
}

function ExclusionChips({ exclude, names, onExclude }: ExclusionProps & { names: readonly Named[] }) {
  const words = useWords(toWords).recipients
  if (exclude.length === 0) return null
  const without = (rule: Rule) => () => onExclude(exclude.filter((each) => each !== rule))
  const nameOf = (id: string) => names.find((each) => each.id === id)?.name ?? id
  return (
    <ul role="list" className="compose-chips" aria-label={words.excludeLabel}>
      {exclude.flatMap((rule) => {
        if (rule.kind === 'phones')
          return rule.phones.map((phone) => <Chip key={phone} name={phone} onRemove={() => onExclude(withoutNumber(exclude, phone))} />)
        if (rule.kind === 'group')
          return <Chip key={`g${rule.group_id}`} kind={words.group} name={nameOf(rule.group_id)} onRemove={without(rule)} />
        if (rule.kind === 'segment')
          return <Chip key={`s${rule.segment_id}`} kind={words.segment} name={nameOf(rule.segment_id)} onRemove={without(rule)} />
        return <Chip key={JSON.stringify(rule)} name={words.otherRules(1)} title={words.otherRulesMeaning} onRemove={without(rule)} />
      })}
    </ul>
  )
}

function useNamed(): { groups: readonly Named[]; segments: readonly Named[] } {
  return { groups: useQuery(groupsQuery).data ?? [], segments: useQuery(segmentsQuery).data ?? [] }
}

/** Whoever opened the field goes on in it. */
function useFocusOnce(isWanted: boolean) {
  const root = useRef<HTMLDivElement>(null)
  const [atFirst] = useState(isWanted)
  useEffect(() => {
    if (atFirst) root.current?.querySelector('input')?.focus()
  }, [atFirst])
  return root
}
