import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { useSession } from '../../session.ts'
import { Select, TextField } from '../../ui/Field.tsx'
import { FilterChips, type Chip } from '../../ui/FilterChips.tsx'
import { isPhoneLike, type ContactFilterValues } from './filters.ts'
import { fieldNamesQuery, groupNamesQuery } from './queries.ts'
import { contactsWords } from './words.ts'

type Props = {
  values: ContactFilterValues
  change: (next: Partial<ContactFilterValues>) => void
  clear: () => void
}

/** What the list of contacts can be narrowed to; all of it stands in the address. */
export function ContactFilters({ values, change, clear }: Props) {
  return (
    <>
      <div className="filter-bar contact-filters" role="search">
        <Search text={values.search} onText={(search) => change({ search })} />
        <GroupFilter values={values} change={change} />
        <FieldFilter values={values} change={change} />
        <SuppressedFilter values={values} change={change} />
      </div>
      <Chips values={values} change={change} clear={clear} />
    </>
  )
}

const PAUSE_MS = 350

/** Searches when the typing pauses, so that not each letter asks the server. */
function Search({ text, onText }: { text: string; onText: (text: string) => void }) {
  const words = useWords(contactsWords)
  const isMasked = useSession().numbers === 'masked'
  const [typed, setTyped] = useState(text)
  const [former, setFormer] = useState(text)
  if (text !== former) {
    setFormer(text)
    if (text !== typed.trim()) setTyped(text)
  }
  useEffect(() => {
    if (typed.trim() === text) return undefined
    const timer = setTimeout(() => onText(typed.trim()), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [typed, text, onText])
  return (
    <div className="contact-search" title={isMasked ? words.searchMaskedHint : words.searchHint}>
      <TextField
        label={words.search}
        type="search"
        maxLength={200}
        placeholder={isMasked ? words.searchMasked : words.searchPlaceholder}
        value={typed}
        onChange={setTyped}
      />
    </div>
  )
}

function GroupFilter({ values, change }: Pick<Props, 'values' | 'change'>) {
  const words = useWords(contactsWords)
  const { data: groups = [] } = useQuery(groupNamesQuery)
  const known = groups.map(({ id, name }) => ({ value: id, label: name }))
  const isGone = values.group !== '' && !groups.some(({ id }) => id === values.group)
  const options = [{ value: '', label: words.anyGroup }, ...known, ...(isGone ? [{ value: values.group, label: words.unknownGroup }] : [])]
  return <Select label={words.group} options={options} value={values.group} onChange={(group) => change({ group })} />
}

function FieldFilter({ values, change }: Pick<Props, 'values' | 'change'>) {
  const words = useWords(contactsWords)
  const { data } = useQuery(fieldNamesQuery)
  const names = data?.fields ?? []
  if (names.length === 0 && values.field === '') return null
  const all = names.includes(values.field) || values.field === '' ? names : [...names, values.field]
  const options = [{ value: '', label: words.anyField }, ...all.map((name) => ({ value: name, label: name }))]
  return (
    <>
      <Select label={words.field} options={options} value={values.field} onChange={(field) => change({ field, value: '' })} />
      {values.field !== '' && (
        <TextField label={words.value} maxLength={200} value={values.value} onChange={(value) => change({ value })} />
      )}
    </>
  )
}

function SuppressedFilter({ values, change }: Pick<Props, 'values' | 'change'>) {
  const words = useWords(contactsWords)
  const options = [
    { value: '', label: words.either },
    { value: 'false', label: words.sendableOnly },
    { value: 'true', label: words.suppressedOnly },
  ]
  return <Select label={words.suppressed} options={options} value={values.suppressed} onChange={(suppressed) => change({ suppressed })} />
}

function Chips({ values, change, clear }: Props) {
  const words = useWords(contactsWords)
  const { data: groups = [] } = useQuery(groupNamesQuery)
  const { search, group, field, value, suppressed, country } = values
  const chips: Chip[] = [
    { key: 'search', name: isPhoneLike(search) ? words.chips.phone : words.chips.search, value: search },
    {
      key: 'group',
      name: words.chips.group,
      value: group === '' ? '' : (groups.find(({ id }) => id === group)?.name ?? words.unknownGroup),
    },
    { key: 'value', name: field, value: field === '' ? '' : value },
    { key: 'suppressed', name: words.chips.suppressed, value: suppressed === '' ? '' : suppressed === 'true' ? words.yes : words.no },
    { key: 'country', name: words.chips.country, value: country },
  ]
    .filter((chip) => chip.value !== '')
    .map((chip) => ({ ...chip, onRemove: () => change(chip.key === 'value' ? { field: '', value: '' } : { [chip.key]: '' }) }))
  return <FilterChips chips={chips} onClear={clear} />
}
