import './contacts.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Badge, type Shape, type Tone } from '../../ui/Badge.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { NumberText } from '../../ui/Figure.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { ContactTabs } from './ContactTabs.tsx'
import { importWords } from './importWords.ts'
import { importAgain, importsQuery, isUnderWay, type ContactImport } from './queries.ts'

/** Files that were imported, newest first. */
export default function ImportsPage() {
  const words = useWords(importWords)
  const mayWrite = useMay('contacts:write')
  const query = useInfiniteQuery({
    ...importsQuery,
    refetchInterval: ({ state: { data } }) => data?.pages.some(({ imports }) => imports.some(isUnderWay)) === true && importAgain(),
  })
  const columns = useColumns()
  const start = mayWrite && (
    <ButtonLink to={paths.newImport()} kind="main">
      {words.start}
    </ButtonLink>
  )
  const isEmpty = query.data?.pages[0]?.imports.length === 0
  return (
    <>
      <PageHeader title={words.title} actions={isEmpty ? undefined : start} />
      <ContactTabs />
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ pages }) => {
          const imports = pages.flatMap((page) => page.imports)
          if (imports.length === 0) return <EmptyState action={start}>{words.none}</EmptyState>
          return (
            <DataTable
              label={words.title}
              columns={columns}
              rows={imports}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.contactImport(id)}
            />
          )
        }}
      </QueryView>
      <LoadMore query={query} />
    </>
  )
}

function useColumns(): readonly Column<ContactImport>[] {
  const words = useWords(importWords)
  return [
    {
      key: 'file',
      header: words.file,
      cell: ({ id, file_name: name }) => (
        <Link href={paths.contactImport(id)} title={name ?? undefined}>
          <bdi>{name ?? words.unnamed}</bdi>
        </Link>
      ),
      width: 'rest',
      phone: 'title',
    },
    { key: 'state', header: words.state, cell: (one) => <ImportBadge state={one.state} progress={one.progress} />, width: 'fit' },
    { key: 'rows', header: words.rows, cell: ({ rows }) => <NumberText value={rows} />, align: 'end', width: 'fit' },
    { key: 'rejected', header: words.rejectedShort, cell: ({ rejected }) => <NumberText value={rejected} />, align: 'end', width: 'fit' },
    { key: 'when', header: words.when, cell: ({ created_at: at }) => <Time at={at} />, width: 'fit' },
  ]
}

const looks = {
  uploading: { tone: 'sent', shape: 'half' },
  queued: { tone: 'sent', shape: 'ring' },
  running: { tone: 'click', shape: 'play' },
  done: { tone: 'delivered', shape: 'tick' },
  failed: { tone: 'failed', shape: 'cross' },
  cancelled: { tone: 'over', shape: 'dash' },
} as const satisfies Record<ContactImport['state'], { tone: Tone; shape: Shape }>

/** The state of an import; of one that runs, how far it is. */
export function ImportBadge({ state, progress }: Pick<ContactImport, 'state' | 'progress'>) {
  const words = useWords(importWords)
  const format = useFormat()
  return (
    <Badge {...looks[state]}>{state === 'running' ? `${words.states.running}, ${format.percent(progress)}` : words.states[state]}</Badge>
  )
}
