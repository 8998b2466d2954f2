import { Link } from 'wouter'
import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { Metric } from '../../../src/contract/metrics.ts'
import { useWords } from '../../i18n/words.ts'
import type { Column } from '../../ui/DataTable.tsx'
import { Money, NumberText } from '../../ui/Figure.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { reportWords } from './reportWords.ts'

export type Part = {
  key: string
  name: string
  title?: string | null
  /** Tells it from others of the same name. */
  beside?: string
  /** A page of its own. */
  href?: string
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
          {part.beside !== undefined && <span className="bar-beside">{part.beside}</span>}
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
    ...(parts.some(({ href }) => href !== undefined) ? [pageColumn(words)] : []),
  ]
}

const count = (metric: Metric, header: string, of: (part: Part) => number | null): Column<Part> => ({
  ...{ key: metric, header, metric, width: 'fit', align: 'end' },
  cell: (part) => <NumberText value={of(part)} />,
})

/** A press on the row narrows the report down, so the page has a place of its own. */
const pageColumn = ({ page, pageOf }: { page: string; pageOf: (name: string) => string }): Column<Part> => ({
  ...{ key: 'page', header: page, head: <span className="unseen">{page}</span>, width: 'fit' },
  cell: (part) =>
    part.href !== undefined && (
      <Link href={part.href} className="part-page" title={pageOf(wholeName(part))}>
        <Icon name="right" />
        <span className="unseen">{pageOf(wholeName(part))}</span>
      </Link>
    ),
})

/** As a file and those who do not see the row know it. */
export const wholeName = ({ title, name, beside }: Part): string =>
  [title ?? name, ...(beside === undefined ? [] : [`(${beside})`])].join(' ')

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
