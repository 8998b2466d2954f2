import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { badgeWords } from '../../ui/badgeWords.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Select, TextField } from '../../ui/Field.tsx'
import { FilterChips } from '../../ui/FilterChips.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { uiWords } from '../../ui/words.ts'
import { useUrlState } from '../../useUrlState.ts'
import './campaigns.css'
import { CampaignTable, CampaignsCsv } from './CampaignTable.tsx'
import { noListFilter, readListFilter, type ListFilter } from './filters.ts'
import { campaignsQuery } from './queries.ts'
import { campaignStateNames } from './states.ts'
import { useSettled } from './useSettled.ts'
import { campaignWords } from './words.ts'

/** All campaigns, newest first. */
export default function CampaignsPage() {
  const words = useWords(campaignWords)
  const { values, change, clear, isFiltered } = useUrlState(noListFilter)
  const filter = readListFilter(values)
  const query = useInfiniteQuery(campaignsQuery(filter))
  const rows = query.data?.pages.flatMap(({ campaigns }) => campaigns) ?? []
  const isEmpty = rows.length === 0 && query.data !== undefined && !query.isPlaceholderData
  return (
    <>
      <PageHeader title={words.title} actions={<Compose />} />
      {!(isEmpty && !isFiltered) && <Filters filter={filter} change={change} rows={rows} />}
      <Chips filter={filter} change={change} clear={clear} />
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {() => (isEmpty ? <Empty isFiltered={isFiltered} /> : <CampaignTable rows={rows} isStale={query.isPlaceholderData} />)}
      </QueryView>
      <LoadMore query={query} />
    </>
  )
}

function Compose() {
  const words = useWords(campaignWords)
  const may = useMay('campaigns:write')
  if (!may) return null
  return (
    <ButtonLink to={paths.compose()} kind="main" icon="compose">
      {words.compose}
    </ButtonLink>
  )
}

type Changing = { filter: ListFilter; change: (next: Partial<ListFilter>) => void }

function Filters({ filter, change, rows }: Changing & { rows: Parameters<typeof CampaignsCsv>[0]['rows'] }) {
  const words = useWords(campaignWords)
  const states = useWords(badgeWords).campaigns
  const [typed, setTyped] = useState(filter.q)
  useSettled(typed, (q) => change({ q }), filter.q, setTyped)
  const options = [
    { value: '', label: words.anyState },
    ...campaignStateNames.flatMap((name) => (isStateName(name, states) ? [{ value: name, label: states[name].name }] : [])),
  ]
  return (
    <search className="campaign-filters">
      <TextField label={words.search} type="search" value={typed} maxLength={200} onChange={setTyped} />
      <Select label={words.state} options={options} value={filter.state} onChange={(state) => change({ state })} />
      <CampaignsCsv rows={rows} />
    </search>
  )
}

const isStateName = <T extends object>(name: string, states: T): name is string & keyof T => Object.hasOwn(states, name)

function Chips({ filter, change, clear }: Changing & { clear: () => void }) {
  const words = useWords(campaignWords)
  const states = useWords(badgeWords).campaigns
  const chips = [
    ...(filter.q === '' ? [] : [{ key: 'q', name: words.name, value: filter.q, onRemove: () => change({ q: '' }) }]),
    ...(isStateName(filter.state, states)
      ? [{ key: 'state', name: words.state, value: states[filter.state].name, onRemove: () => change({ state: '' }) }]
      : []),
  ]
  return <FilterChips chips={chips} onClear={clear} />
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  const words = useWords(campaignWords)
  const ui = useWords(uiWords)
  const may = useMay('campaigns:write')
  // What to do then stands above: the filters, each with a way to take it off.
  if (isFiltered) return <EmptyState>{ui.noMatch}</EmptyState>
  const action = may ? (
    <ButtonLink to={paths.compose()} kind="main">
      {words.first}
    </ButtonLink>
  ) : undefined
  return <EmptyState action={action}>{words.none}</EmptyState>
}
