import { useQuery } from '@tanstack/react-query'
import { memo, useState } from 'react'
import { Link } from 'wouter'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useSections } from '../../sections.ts'
import { useMay } from '../../session.ts'
import { Combobox, type Choice } from '../../ui/Combobox.tsx'
import { Exclusions } from './Exclusions.tsx'
import { addNumbers, MAX_NUMBERS, splitNumbers } from './numbers.ts'
import { useOffers } from './offers.ts'
import { isCampaign, type Draft, type Named } from './draft.ts'
import { groupsQuery, segmentsQuery } from './queries.ts'
import { pasteNumbers } from './pasteNumbers.ts'
import { RecipientChips } from './RecipientChips.tsx'
import type { Change } from './stage.ts'
import { toWords } from './toWords.ts'

/** Whom it goes to: numbers that are typed or pasted, groups, segments, everybody. */
export const Recipients = memo(function Recipients({ draft, change }: { draft: Draft; change: Change }) {
  const words = useWords(toWords).recipients
  const mayCampaign = useMay('campaigns:write')
  const hasContacts = useSections().has('contacts')
  const { text, setText, choices, choose, take, tooMany } = useAdding(draft, change, mayCampaign)
  const { number } = useFormat()
  return (
    <div className="compose-to">
      <div onPaste={pasteNumbers(take)}>
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
      </div>
      <Exclusions isOffered={isCampaign(draft)} exclude={draft.exclude} onExclude={(exclude) => change({ exclude })}>
        {mayCampaign && hasContacts && <Link href={paths.imports()}>{words.import}</Link>}
      </Exclusions>
    </div>
  )
})

function useAdding(draft: Draft, change: Change, mayCampaign: boolean) {
  const [text, setText] = useState('')
  const [tooMany, setTooMany] = useState(false)
  const groups = useQuery({ ...groupsQuery, enabled: mayCampaign }).data ?? []
  const segments = useQuery({ ...segmentsQuery, enabled: mayCampaign }).data ?? []
  const isLeft = (chosen: readonly Named[]) => (each: Named) => !chosen.some(({ id }) => id === each.id)
  const offers = useOffers({
    text,
    groups: groups.filter(isLeft(draft.groups)),
    segments: segments.filter(isLeft(draft.segments)),
    hasEverybody: mayCampaign && !draft.everybody,
  })
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
