import { useQuery } from '@tanstack/react-query'
import type { Conversion } from '../../../../src/contract/conversions.ts'
import { useWords } from '../../../i18n/words.ts'
import { useUrlState } from '../../../useUrlState.ts'
import { useMay } from '../../../session.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { Money } from '../../../ui/Figure.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { Section } from '../Shell.tsx'
import { ConversionSheet } from './ConversionSheet.tsx'
import { recentQuery } from './queries.ts'
import { sheetWords } from './sheetWords.ts'
import { Reason } from './Trace.tsx'
import { conversionWords } from './words.ts'

/** Which conversion is open, in the address of the page. */
const noneOpen = { conversion: '' }

/** The newest real conversions: the proof that reporting works. They appear by themselves; a press on one tells all of it. */
export function Recent() {
  const words = useWords(conversionWords)
  const query = useQuery({ ...recentQuery, enabled: useMay('conversions:read') })
  const { values, change } = useUrlState(noneOpen)
  const open = (conversion: string) => change({ conversion })
  const columns = useColumns(open)
  return (
    <Section title={words.recent} about={words.recentAbout}>
      <QueryView query={query} skeleton={<SkeletonRows rows={3} />}>
        {({ conversions }) =>
          conversions.length === 0 ? (
            <p className="soft">{words.noRecent}</p>
          ) : (
            <DataTable label={words.recent} columns={columns} rows={conversions} rowKey={({ id }) => id} onRow={({ id }) => open(id)} />
          )
        }
      </QueryView>
      {isId(values.conversion) && (
        <ConversionSheet key={values.conversion} id={values.conversion} onClose={() => open('')} onOther={open} />
      )}
    </Section>
  )
}

const isId = (word: string) => /^[1-9]\d{0,17}$/.test(word)

const looks = {
  attributed: { tone: 'conversion', shape: 'tick' },
  unattributed: { tone: 'over', shape: 'dash' },
  pending: { tone: 'sent', shape: 'clock' },
  voided: { tone: 'over', shape: 'cross' },
} as const

function useColumns(open: (id: string) => void): readonly Column<Conversion>[] {
  const words = useWords(conversionWords)
  const sheet = useWords(sheetWords)
  return [
    {
      key: 'name',
      header: words.name,
      cell: ({ id, name, order_id: order }) => (
        <button type="button" className="link-button" title={sheet.show(name)} onClick={() => open(id)}>
          <code>{order === null ? name : `${name} ${order}`}</code>
        </button>
      ),
      phone: 'title',
    },
    { key: 'state', header: words.state, cell: ({ state }) => <Badge {...looks[state]}>{words.states[state]}</Badge>, width: 'fit' },
    {
      key: 'why',
      header: words.why,
      cell: ({ reason, detail }) => <Reason of={reason} otherwise={detail} />,
      width: 'rest',
      phone: 'line',
    },
    { key: 'source', header: words.source, cell: ({ source }) => words.sources[source], width: 'fit' },
    { key: 'value', header: words.value, cell: ({ value }) => <Money value={value} />, width: 'fit', align: 'end' },
    { key: 'when', header: words.when, cell: ({ at }) => <Time at={at} />, width: 'fit', align: 'end' },
  ]
}
