import './links.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useUrlState } from '../../useUrlState.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { DataTable } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { LinkDialog, type Asked } from './LinkDialog.tsx'
import { LinkFilters, noLinkFilters, type LinkFilterValues } from './LinkFilters.tsx'
import { useLinkColumns } from './linkColumns.tsx'
import { isLinkState, linkList } from './queries.ts'
import { linksWords } from './words.ts'

const PHONE_ROW_PX = 128

/** Every link of every text that was sent, with its figures, and what can be done about it. */
export default function LinksPage() {
  const words = useWords(linksWords)
  const { values, change, clear, isFiltered } = useUrlState<LinkFilterValues>(noLinkFilters)
  const [asked, ask] = useState<Asked>()
  return (
    <>
      <PageHeader title={words.title} />
      <p className="soft">{words.about}</p>
      <LinkFilters values={values} change={change} clear={clear} />
      <List values={values} isFiltered={isFiltered} ask={ask} />
      {asked !== undefined && <LinkDialog asked={asked} onClose={() => ask(undefined)} />}
    </>
  )
}

type ListProps = { values: LinkFilterValues; isFiltered: boolean; ask: (asked: Asked) => void }

function List({ values, isFiltered, ask }: ListProps) {
  const words = useWords(linksWords)
  const { words: sought, state, campaign, bots } = values
  const query = useInfiniteQuery(
    linkList({
      words: sought,
      state: isLinkState(state) ? state : undefined,
      campaign_id: /^[1-9]\d{0,17}$/.test(campaign) ? campaign : undefined,
    }),
  )
  const columns = useLinkColumns({ showsBots: bots === 'show', ask })
  return (
    <QueryView query={query} skeleton={<SkeletonRows rows={12} />}>
      {({ pages }) => {
        const links = pages.flatMap((page) => page.links)
        if (links.length === 0) return <Empty isFiltered={isFiltered} />
        return (
          <div className="links-list">
            <DataTable
              label={words.list}
              columns={columns}
              rows={links}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.link(id)}
              virtual={{ phoneRow: PHONE_ROW_PX }}
            />
            <LoadMore query={query} />
            {!query.hasNextPage && pages.at(-1)?.next_cursor !== null && <p className="soft">{words.end}</p>}
          </div>
        )
      }}
    </QueryView>
  )
}

function Empty({ isFiltered }: { isFiltered: boolean }) {
  const words = useWords(linksWords)
  if (isFiltered) return <EmptyState>{words.noMatch}</EmptyState>
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
