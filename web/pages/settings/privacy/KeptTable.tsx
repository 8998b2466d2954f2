import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import type { retention } from '../../../../src/contract/retention.ts'
import { useWords } from '../../../i18n/words.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { retentionQuery } from '../queries.ts'
import { Section } from '../Shell.tsx'
import { privacyWords } from './words.ts'

type Kept = z.infer<typeof retention>['kept'][number]

/** What is kept for how long, as the server that keeps it says. */
export function KeptTable() {
  const words = useWords(privacyWords)
  const query = useQuery(retentionQuery)
  const columns = useColumns()
  return (
    <Section title={words.kept} about={words.keptAbout}>
      <QueryView query={query} skeleton={<SkeletonRows rows={9} />}>
        {({ kept }) => <DataTable label={words.kept} columns={columns} rows={kept} rowKey={({ what }) => what} />}
      </QueryView>
    </Section>
  )
}

function useColumns(): readonly Column<Kept>[] {
  const words = useWords(privacyWords)
  return [
    { key: 'what', header: words.what, cell: ({ what }) => words.things[what], width: 'rest', phone: 'title' },
    {
      key: 'for',
      header: words.howLong,
      cell: ({ for: time }) => (time === null ? words.asMessage : words[time.unit](time.count)),
      width: 'fit',
    },
    {
      ...{ key: 'setting', header: words.setting, width: 'fit' },
      cell: ({ setting }) => (setting === null ? <span className="soft">{words.fixed}</span> : <code>{setting}</code>),
    },
  ]
}
