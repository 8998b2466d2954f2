import { useState, type FormEvent } from 'react'
import { useWords } from '../../i18n/words.ts'
import { useSession } from '../../session.ts'
import { badgeWords } from '../../ui/badgeWords.ts'
import { Button } from '../../ui/Button.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { searchKinds, states, type Filters, type SearchKind } from './filters.ts'
import { logbookWords } from './words.ts'

type BarProps = { values: Filters; change: (next: Partial<Filters>) => void }

/** What the logbook is searched and narrowed by; all of it stands in the address. */
export function FilterBar({ values, change }: BarProps) {
  const words = useWords(logbookWords)
  const [isOpen, setOpen] = useState(false)
  return (
    <div className={`logbook-filters${isOpen ? ' is-open' : ''}`}>
      <SearchForm change={change} />
      {/* Only a phone shows this button: a desk has room for all of them. */}
      <div className="logbook-fold">
        <Button kind="bare" icon={isOpen ? 'up' : 'down'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {words.filters}
        </Button>
      </div>
      <Choices values={values} change={change} />
    </div>
  )
}

const fits: Readonly<Record<SearchKind, (text: string) => boolean>> = {
  number: (text) => /^(?:\+|00)?[1-9]\d{0,14}$/.test(bare(text)),
  ends: (text) => /^\d{4,15}$/.test(bare(text)),
  words: (text) => /[\p{L}\p{N}]/u.test(text),
  label: (text) => text !== '',
  reference: (text) => text !== '',
  id: (text) => /^[1-9]\d{0,17}$/.test(text),
}
/** People write numbers with blanks, dashes and brackets. */
const bare = (text: string) => text.replaceAll(/[\s()./-]/g, '')
const MAX_LENGTH: Readonly<Record<SearchKind, number>> = { number: 30, ends: 30, words: 200, label: 100, reference: 100, id: 18 }

function SearchForm({ change }: Pick<BarProps, 'change'>) {
  const words = useWords(logbookWords)
  const seesNumbers = useSession().numbers === 'shown'
  const kinds = seesNumbers ? searchKinds : searchKinds.filter((kind) => kind !== 'number' && kind !== 'ends')
  const [kind, setKind] = useState<SearchKind>(seesNumbers ? 'number' : 'words')
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  const search = (event: FormEvent) => {
    event.preventDefault()
    const wanted = text.trim()
    if (!fits[kind](wanted)) return setWrong(true)
    change({ [kind]: kind === 'number' || kind === 'ends' ? bare(wanted) : wanted })
    setText('')
  }
  return (
    <form role="search" className="logbook-search" onSubmit={search}>
      <Select
        label={words.searchIn}
        options={kinds.map((value) => ({ value, label: words.kinds[value] }))}
        value={kind}
        onChange={(next) => (setKind(next), setWrong(false))}
      />
      <TextField
        label={words.searchFor}
        type={kind === 'number' || kind === 'ends' ? 'tel' : 'text'}
        title={words.hints[kind]}
        autoComplete="off"
        maxLength={MAX_LENGTH[kind]}
        error={isWrong ? words.wrong[kind] : undefined}
        value={text}
        onChange={(next) => (setText(next), setWrong(false))}
      />
      <Button type="submit" icon="search">
        {words.search}
      </Button>
    </form>
  )
}

function Choices({ values, change }: BarProps) {
  const words = useWords(logbookWords)
  const { messages } = useWords(badgeWords)
  const any = (label: string) => ({ value: '', label })
  return (
    <div className="filter-bar">
      <Select
        label={words.state}
        options={[any(words.anyState), ...states.map((value) => ({ value, label: messages[value].name }))]}
        value={values.state}
        onChange={(state) => change({ state })}
      />
      <Select
        label={words.clicks}
        options={[any(words.anyClicks), { value: 'yes', label: words.withClicks }, { value: 'no', label: words.withoutClicks }]}
        value={values.clicks}
        onChange={(clicks) => change({ clicks })}
      />
      <TextField label={words.fromDay} type="date" value={values.from} max={values.to} onChange={(from) => change({ from })} />
      <TextField label={words.toDay} type="date" value={values.to} min={values.from} onChange={(to) => change({ to, before: '' })} />
      <Select
        label={words.kind}
        options={[any(words.live), { value: 'only', label: words.tests }]}
        value={values.test}
        onChange={(test) => change({ test })}
      />
      <Select
        label={words.rows}
        options={[any(words.eachMessage), { value: 'campaigns', label: words.onePerCampaign }]}
        value={values.rows}
        onChange={(rows) => change({ rows })}
      />
    </div>
  )
}
