import './contacts.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { ButtonLink } from '../../ui/Button.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { ContactTabs } from './ContactTabs.tsx'
import { segmentsQuery, type Segment } from './queries.ts'
import { useRuleSentence } from './ruleSentence.ts'
import { segmentWords } from './segmentWords.ts'

/** Saved rules, each said in words. */
export default function SegmentsPage() {
  const words = useWords(segmentWords)
  const mayWrite = useMay('contacts:write')
  const query = useInfiniteQuery(segmentsQuery)
  const columns = useColumns()
  const make = mayWrite && (
    <ButtonLink to={paths.newSegment()} kind="main">
      {words.make}
    </ButtonLink>
  )
  const isEmpty = query.data?.pages[0]?.segments.length === 0
  return (
    <>
      <PageHeader title={words.title} actions={isEmpty ? undefined : make} />
      <ContactTabs />
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ pages }) => {
          const segments = pages.flatMap((page) => page.segments)
          if (segments.length === 0) return <EmptyState action={make}>{words.none}</EmptyState>
          return (
            <DataTable
              label={words.title}
              columns={columns}
              rows={segments}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.segment(id)}
            />
          )
        }}
      </QueryView>
      <LoadMore query={query} />
    </>
  )
}

function useColumns(): readonly Column<Segment>[] {
  const words = useWords(segmentWords)
  const say = useRuleSentence()
  return [
    {
      key: 'name',
      header: words.name,
      cell: ({ id, name }) => (
        <Link href={paths.segment(id)} title={name}>
          <bdi>{name}</bdi>
        </Link>
      ),
      width: 'fit',
      phone: 'title',
    },
    { key: 'rule', header: words.rule, cell: ({ rule }) => <Rule text={say(rule)} />, width: 'rest', phone: 'line' },
    { key: 'changed', header: words.changed, cell: ({ updated_at: at }) => <Time at={at} />, width: 'fit', phone: 'hide' },
  ]
}

const Rule = ({ text }: { text: string }) => <bdi title={text}>{text}</bdi>
