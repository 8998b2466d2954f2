import './contacts.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useWords } from '../../i18n/words.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Select } from '../../ui/Field.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { useUrlState } from '../../useUrlState.ts'
import { ContactTabs } from './ContactTabs.tsx'
import { NumberFilterBar } from './NumberFilterBar.tsx'
import { repliesQuery } from './queries.ts'
import { ReplyTable } from './ReplyTable.tsx'
import { replyWords } from './replyWords.ts'

const defaults = { kind: '', phone: '' }

/** What people wrote back, newest first. */
export default function RepliesPage() {
  const words = useWords(replyWords)
  const { values, change, isFiltered } = useUrlState(defaults)
  const query = useInfiniteQuery(repliesQuery({ kind: values.kind, phone: values.phone }))
  return (
    <>
      <PageHeader title={words.title} />
      <ContactTabs />
      <Filters values={values} change={change} />
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ pages }) => {
          const replies = pages.flatMap((page) => page.inbound)
          return replies.length === 0 ? (
            <EmptyState>{isFiltered ? words.noMatch : words.none}</EmptyState>
          ) : (
            <ReplyTable replies={replies} />
          )
        }}
      </QueryView>
      <LoadMore query={query} />
    </>
  )
}

function Filters({ values, change }: { values: typeof defaults; change: (next: Partial<typeof defaults>) => void }) {
  const words = useWords(replyWords)
  const kinds = ['opt_out', 'opt_in', 'help', 'text'] as const
  const options = [{ value: '', label: words.anyKind }, ...kinds.map((value) => ({ value, label: words.kinds[value] }))]
  return (
    <NumberFilterBar
      phone={values.phone}
      onPhone={(phone) => change({ phone })}
      words={{ label: words.number, hint: words.numberHint, masked: words.masked }}
    >
      <Select label={words.kind} options={options} value={values.kind} onChange={(kind) => change({ kind })} />
    </NumberFilterBar>
  )
}
