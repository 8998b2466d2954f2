import './contacts.css'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { z } from 'zod'
import type { suppression } from '../../../src/contract/suppressions.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay, useSession } from '../../session.ts'
import { Button } from '../../ui/Button.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Select } from '../../ui/Field.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { useUrlState } from '../../useUrlState.ts'
import { ContactTabs } from './ContactTabs.tsx'
import { LiftDialog } from './LiftDialog.tsx'
import { NumberFilterBar } from './NumberFilterBar.tsx'
import { suppressionsQuery } from './queries.ts'
import { SuppressDialog } from './SuppressDialog.tsx'
import { suppressionWords } from './suppressionWords.ts'

type Suppression = z.infer<typeof suppression>
type Lifted = { phone: string; source: string }
const defaults = { source: '', phone: '' }

/** Numbers that nothing is sent to. */
export default function SuppressionsPage() {
  const words = useWords(suppressionWords)
  const { values, change, isFiltered } = useUrlState(defaults)
  const query = useInfiniteQuery(suppressionsQuery({ source: values.source, phone: values.phone }))
  return (
    <>
      <PageHeader title={words.title} actions={<Actions />} />
      <ContactTabs />
      <p className="soft">{words.about}</p>
      <Filters values={values} change={change} />
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.suppressions)
          if (rows.length > 0) return <SuppressionTable rows={rows} />
          return (
            <EmptyState>{values.phone !== '' ? words.notSuppressed(values.phone) : isFiltered ? words.noMatch : words.none}</EmptyState>
          )
        }}
      </QueryView>
      <LoadMore query={query} />
    </>
  )
}

function Actions() {
  const words = useWords(suppressionWords)
  const mayWrite = useMay('contacts:write')
  const [opened, open] = useState<'typed' | 'file'>()
  const close = () => open(undefined)
  return (
    <>
      <a className="button quiet" href="/v1/suppressions/export" download>
        {words.exportAll}
      </a>
      {mayWrite && <Button onClick={() => open('file')}>{words.importFile}</Button>}
      {mayWrite && (
        <Button kind="main" onClick={() => open('typed')}>
          {words.add}
        </Button>
      )}
      {opened !== undefined && <SuppressDialog from={opened} onClose={close} />}
    </>
  )
}

function Filters({ values, change }: { values: typeof defaults; change: (next: Partial<typeof defaults>) => void }) {
  const words = useWords(suppressionWords)
  const options = [{ value: '', label: words.anySource }, ...Object.entries(words.sources).map(([value, label]) => ({ value, label }))]
  return (
    <NumberFilterBar
      phone={values.phone}
      onPhone={(phone) => change({ phone })}
      words={{ label: words.findNumber, hint: words.findHint, masked: words.masked }}
    >
      <Select label={words.source} options={options} value={values.source} onChange={(source) => change({ source })} />
    </NumberFilterBar>
  )
}

function SuppressionTable({ rows }: { rows: readonly Suppression[] }) {
  const words = useWords(suppressionWords)
  const [lifting, lift] = useState<Lifted>()
  const columns = useColumns(lift)
  return (
    <>
      <DataTable label={words.title} columns={columns} rows={rows} rowKey={({ phone, created_at: at }) => `${phone ?? ''} ${at}`} />
      {lifting !== undefined && <LiftDialog {...lifting} onClose={() => lift(undefined)} />}
    </>
  )
}

function useColumns(lift: (lifted: Lifted) => void): readonly Column<Suppression>[] {
  const words = useWords(suppressionWords)
  const isShown = useSession().numbers === 'shown'
  const mayLift = useMay('contacts:write') && isShown
  return [
    { key: 'phone', header: words.number, cell: ({ phone }) => <Phone phone={phone} isShown={isShown} />, phone: 'title', width: 'fit' },
    { key: 'source', header: words.source, cell: ({ source }) => words.sources[source] ?? source, width: 'rest' },
    { key: 'since', header: words.since, cell: ({ created_at: at }) => <Time at={at} />, width: 'fit' },
    ...(mayLift
      ? [
          {
            key: 'lift',
            header: words.lift,
            width: 'fit' as const,
            cell: ({ phone, source }: Suppression) =>
              phone !== null && (
                <Button kind="bare" aria-label={`${words.lift}: ${phone}`} onClick={() => lift({ phone, source })}>
                  {words.lift}
                </Button>
              ),
          },
        ]
      : []),
  ]
}

function Phone({ phone, isShown }: { phone: string | null; isShown: boolean }) {
  const words = useWords(suppressionWords)
  if (phone === null)
    return (
      <span className="soft" title={words.erasedMeaning}>
        {words.erased}
      </span>
    )
  return isShown ? <Link href={paths.contact(phone)}>{phone}</Link> : <>{phone}</>
}
