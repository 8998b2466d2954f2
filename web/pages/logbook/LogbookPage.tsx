import './logbook.css'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useUrlState } from '../../useUrlState.ts'
import { ButtonLink, Button } from '../../ui/Button.tsx'
import { useNow } from '../../ui/clock.ts'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FilterChips } from '../../ui/FilterChips.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { hrefOf, useColumns } from './columns.tsx'
import { FilterBar } from './FilterBar.tsx'
import { noFilters, type Filters } from './filters.ts'
import { useReturnToRow, useRowKeys } from './place.ts'
import { isLive, MAX_PAGES, messageList } from './queries.ts'
import { useChips } from './useChips.ts'
import { useEntries, type Entry } from './useEntries.ts'
import { logbookWords } from './words.ts'

const PHONE_ROW_PX = 92

/** Every message, newest first. */
export default function LogbookPage() {
  const words = useWords(logbookWords)
  const { values, change: write, clear, isFiltered } = useUrlState<Filters>(noFilters)
  const change = (next: Partial<Filters>) => write(folded(values, next))
  const chips = useChips(values, change)
  const list = useRef<HTMLDivElement>(null)
  useReturnToRow(list)
  useRowKeys(list)
  return (
    <>
      <PageHeader title={words.title} />
      <FilterBar values={values} change={change} />
      <FilterChips chips={chips} onClear={clear} />
      <div ref={list} className="logbook-list">
        <List values={values} change={change} isFiltered={isFiltered} />
      </div>
    </>
  )
}

/** Campaigns are one row each only while nothing but the time narrows the list: the other filters ask of single messages. */
function folded({ from, to, before }: Filters, next: Partial<Filters>): Partial<Filters> {
  if (next.rows === 'campaigns') return { ...noFilters, from, to, before, rows: 'campaigns' }
  const { from: _from, to: _to, before: _before, rows: _rows, ...others } = next
  return Object.values(others).some((value) => value !== '') ? { ...next, rows: '' } : next
}

type ListProps = { values: Filters; change: (next: Partial<Filters>) => void; isFiltered: boolean }

function List({ values, change, isFiltered }: ListProps) {
  const words = useWords(logbookWords)
  const columns = useColumns()
  const { query, entries, isReady } = useEntries(values)
  const skeleton = <SkeletonRows rows={16} />
  return (
    <QueryView query={query} skeleton={skeleton}>
      {({ pages }) =>
        entries === undefined || !isReady ? (
          skeleton
        ) : entries.length === 0 && !query.hasNextPage ? (
          <Empty values={values} isFiltered={isFiltered} />
        ) : (
          <>
            {!isLive(pages.length) && <Standing />}
            <DataTable
              label={words.list}
              columns={columns}
              rows={entries}
              rowKey={({ id }) => id}
              rowHref={hrefOf}
              virtual={{ phoneRow: PHONE_ROW_PX }}
            />
            <OnSight run={() => void query.fetchNextPage()} isOn={query.hasNextPage && !query.isFetchingNextPage && !query.isError}>
              <LoadMore query={query} />
            </OnSight>
            {pages.length >= MAX_PAGES && <GoOn last={entries.at(-1)} change={change} />}
          </>
        )
      }
    </QueryView>
  )
}

function Empty({ values, isFiltered }: { values: Filters; isFiltered: boolean }) {
  const words = useWords(logbookWords)
  if (isFiltered) return <EmptyState>{values.test === 'only' ? words.noTests : words.noMatch}</EmptyState>
  return (
    <EmptyState
      action={
        <ButtonLink to={paths.compose()} kind="main">
          {words.compose}
        </ButtonLink>
      }
    >
      {words.none}
    </EmptyState>
  )
}

/** Far down the list is not read anew: it says so, and how to come back. */
function Standing() {
  const words = useWords(logbookWords)
  const client = useQueryClient()
  const toTop = () => {
    window.scrollTo(0, 0)
    void client.resetQueries({ queryKey: messageList({}).queryKey.slice(0, 2), type: 'active' })
  }
  return (
    <p className="logbook-standing">
      {words.notLive} <Button onClick={toTop}>{words.toTop}</Button>
    </p>
  )
}

/** Loads what comes next shortly before it is reached; the button stays for those who do not scroll. */
function OnSight({ run, isOn, children }: { run: () => void; isOn: boolean; children: ReactNode }) {
  const mark = useRef<HTMLDivElement>(null)
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    if (!isOn || mark.current === null) return undefined
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting === true && latest.current(), { rootMargin: '1200px 0px' })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [isOn])
  return <div ref={mark}>{children}</div>
}

function GoOn({ last, change }: { last: Entry | undefined; change: ListProps['change'] }) {
  const words = useWords(logbookWords)
  const format = useFormat()
  const now = useNow()
  if (last?.kind !== 'message') return null
  const { created_at: at } = last.message
  const goOn = () => {
    // What came in the same millisecond may stand on either side.
    change({ before: new Date(Date.parse(at) + 1).toISOString() })
    window.scrollTo(0, 0)
  }
  return (
    <p className="logbook-standing">
      {words.goOn} <Button onClick={goOn}>{words.goOnFrom(format.dateTime(at, now))}</Button>
    </p>
  )
}
