import { useState, type FormEvent } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Choice.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { FilterChips, type Chip } from '../../ui/FilterChips.tsx'
import { isLinkState, linkStates } from './queries.ts'
import { linksWords } from './words.ts'

/** Everything that the address of the list can say. `bots`: `show` adds what is left out by default. */
export const noLinkFilters = { words: '', state: '', campaign: '', bots: '' } as const satisfies Record<string, string>
export type LinkFilterValues = { readonly [Name in keyof typeof noLinkFilters]: string }

type Props = { values: LinkFilterValues; change: (next: Partial<LinkFilterValues>) => void; clear: () => void }

export function LinkFilters({ values, change, clear }: Props) {
  const words = useWords(linksWords)
  return (
    <>
      <div className="filter-bar links-filters">
        <SearchForm change={change} />
        <Select
          label={words.state}
          options={[{ value: '', label: words.anyState }, ...linkStates.map((value) => ({ value, label: words.states[value].name }))]}
          value={values.state}
          onChange={(state) => change({ state })}
        />
        <Checkbox label={words.showBots} checked={values.bots === 'show'} onChange={(shows) => change({ bots: shows ? 'show' : '' })} />
      </div>
      <FilterChips chips={useChips(values, change)} onClear={clear} />
    </>
  )
}

function SearchForm({ change }: Pick<Props, 'change'>) {
  const words = useWords(linksWords)
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  const search = (event: FormEvent) => {
    event.preventDefault()
    const wanted = text.trim()
    if (!/[\p{L}\p{N}]/u.test(wanted)) return setWrong(true)
    change({ words: wanted })
    setText('')
  }
  return (
    <form role="search" className="links-search" onSubmit={search}>
      <TextField
        label={words.searchFor}
        title={words.searchHint}
        error={isWrong ? words.wrongSearch : undefined}
        maxLength={200}
        autoComplete="off"
        value={text}
        onChange={(next) => (setText(next), setWrong(false))}
      />
      <Button type="submit" icon="search">
        {words.search}
      </Button>
    </form>
  )
}

function useChips(values: LinkFilterValues, change: Props['change']): readonly Chip[] {
  const words = useWords(linksWords)
  const { words: sought, state, campaign, bots } = values
  return [
    { key: 'words', name: words.searchFor, value: sought, onRemove: () => change({ words: '' }) },
    {
      key: 'state',
      name: words.state,
      value: isLinkState(state) ? words.states[state].name : state,
      onRemove: () => change({ state: '' }),
    },
    { key: 'campaign', name: words.campaign, value: campaign, onRemove: () => change({ campaign: '' }) },
    { key: 'bots', name: words.bots, value: bots === '' ? '' : words.botsShown, onRemove: () => change({ bots: '' }) },
  ].filter(({ value }) => value !== '')
}
