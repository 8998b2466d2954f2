import { useMemo } from 'react'
import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { useNow } from '../../ui/clock.ts'
import { CsvButton } from '../../ui/CsvButton.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { NumberText } from '../../ui/Figure.tsx'
import { Chart } from './Chart.tsx'
import { seriesOf, type Bucket, type Series } from './hours.ts'
import { Plots } from './Plots.tsx'
import { reportWords } from './reportWords.ts'

/** How it is shown, as it stands in the address. */
export type Shape = { bots: string; table: string }
type Props = { name: string; hours: CampaignReport['hours']; filter: Shape; change: (next: Partial<Shape>) => void }

/** Clicks and below them conversions, hour by hour or day by day; `name` is what they are of. */
export function OverTime({ name, hours, filter, change }: Props) {
  const words = useWords(reportWords)
  const { zone } = useFormat()
  const series = useMemo(() => seriesOf(hours, zone), [hours, zone])
  const withBots = filter.bots === 'in'
  const rows = () => [
    [`${words.at} (UTC)`, words.clicks, words.conversions, words.views, words.bots],
    ...series.buckets.map(({ at, clicks, conversions, views, bots }) => [
      new Date(at * 1_000).toISOString(),
      clicks,
      conversions,
      views,
      bots,
    ]),
  ]
  return (
    <Chart
      title={words.overTime}
      about={`${series.step === 'hour' ? words.byHour : words.byDay}, ${zone}`}
      isEmpty={!series.buckets.some(({ clicks, conversions, bots }) => clicks > 0 || conversions > 0 || (withBots && bots > 0))}
      isTable={filter.table === 'time'}
      onTable={(table) => change({ table: table ? 'time' : '' })}
      table={<SeriesTable series={series} />}
      actions={<CsvButton name={`${name} ${words.overTime}`} what={words.overTime} rows={rows} />}
    >
      <Plots series={series} withBots={withBots} />
      {hours.length === 1_000 && <p className="soft small">{words.lastHours}</p>}
    </Chart>
  )
}

function SeriesTable({ series }: { series: Series }) {
  const words = useWords(reportWords)
  const columns = useColumns(series)
  return (
    // A focus of its own, so that the keyboard can scroll it.
    <div className="chart-table" tabIndex={0} role="region" aria-label={words.overTime}>
      <DataTable label={words.overTime} columns={columns} rows={series.buckets} rowKey={({ at }) => String(at)} />
    </div>
  )
}

function useColumns({ step }: Series): readonly Column<Bucket>[] {
  const words = useWords(reportWords)
  const format = useFormat()
  const now = useNow()
  return [
    {
      key: 'at',
      header: words.at,
      cell: ({ at }) => (step === 'hour' ? format.dateTime : format.date)(new Date(at * 1_000), now),
      width: 'rest',
      phone: 'title',
    },
    {
      key: 'clicks',
      header: words.clicks,
      metric: 'total_clicks',
      cell: ({ clicks }) => <NumberText value={clicks} />,
      align: 'end',
      width: 'fit',
    },
    {
      key: 'conversions',
      header: words.conversions,
      metric: 'attributed',
      cell: ({ conversions }) => <NumberText value={conversions} />,
      align: 'end',
      width: 'fit',
    },
    { key: 'views', header: words.views, metric: 'views', cell: ({ views }) => <NumberText value={views} />, align: 'end', width: 'fit' },
    { key: 'bots', header: words.bots, metric: 'bots', cell: ({ bots }) => <NumberText value={bots} />, align: 'end', width: 'fit' },
  ]
}
