import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { Metric } from '../../../src/contract/metrics.ts'
import { useWords } from '../../i18n/words.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { Money, NumberText } from '../../ui/Figure.tsx'
import { reportWords } from './reportWords.ts'

export type Part = {
  key: string
  name: string
  title?: string | null
  /** null: counted in totals only. */
  people: number | null
  total_clicks: number
  views: number
  bots: number
  conversions: number
  values: CampaignReport['devices'][number]['values']
}

/** Columns that not every report needs. */
export type Shown = { bots: boolean; conversions: boolean; values: boolean }

type Look = {
  head: string
  parts: readonly Part[]
  chosen: string
  press: (part: Part) => void
  shown: Shown
  counts: 'clickers' | 'unique_clicks'
}

/** Name with a bar, people and clicks; conversions, what they were worth, and bots where there are any to see. */
export function useColumns({ head, parts, chosen, press, shown, counts }: Look): readonly Column<Part>[] {
  const words = useWords(reportWords)
  const longest = Math.max(1, ...parts.map(({ total_clicks: clicks }) => clicks))
  return [
    {
      key: 'name',
      header: head,
      cell: (part) => (
        <button
          type="button"
          className="bar-cell"
          aria-pressed={part.key === chosen}
          title={part.title ?? (part.key === chosen ? words.unfilter(part.name) : words.filterBy(part.name))}
          onClick={() => press(part)}
        >
          <span className="bar" style={{ width: `${(part.total_clicks / longest) * 100}%` }} aria-hidden="true" />
          <bdi>{part.name}</bdi>
        </button>
      ),
      width: 'rest',
      phone: 'title',
    },
    count(counts, words.people, ({ people }) => people),
    count('total_clicks', words.taps, ({ total_clicks: clicks }) => clicks),
    ...(shown.conversions ? [count('attributed', words.conversions, ({ conversions }) => conversions)] : []),
    ...(shown.values ? [valueColumn(words.value)] : []),
    ...(shown.bots ? [count('bots', words.bots, ({ bots }) => bots)] : []),
  ]
}

const count = (metric: Metric, header: string, of: (part: Part) => number | null): Column<Part> => ({
  ...{ key: metric, header, metric, width: 'fit', align: 'end' },
  cell: (part) => <NumberText value={of(part)} />,
})

const valueColumn = (header: string): Column<Part> => ({
  ...{ key: 'values', header, metric: 'values', width: 'fit', align: 'end' },
  cell: ({ values }) =>
    values.length === 0 ? <Money value={null} /> : values.map((value) => <Amount key={value.currency} value={value} />),
})

const Amount = ({ value }: { value: CampaignReport['devices'][number]['values'][number] }) => (
  <div>
    <Money value={value} />
  </div>
)
