import { Link } from 'wouter'
import type { CampaignListRow } from '../../../src/contract/campaigns.ts'
import { useFormat } from '../../i18n/format.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { CampaignBadge } from '../../ui/Badge.tsx'
import { CsvButton } from '../../ui/CsvButton.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { NumberText, Percent } from '../../ui/Figure.tsx'
import { Time } from '../../ui/Time.tsx'
import { ProgressCell } from './ProgressCell.tsx'
import { campaignWords } from './words.ts'

/** Campaigns with how far they have come and what came of them. */
export function CampaignTable({ rows, isStale }: { rows: readonly CampaignListRow[]; isStale: boolean }) {
  const words = useWords(campaignWords)
  const columns = useColumns()
  return (
    <div className="campaign-table" aria-busy={isStale}>
      <DataTable label={words.title} columns={columns} rows={rows} rowKey={({ id }) => id} rowHref={({ id }) => paths.campaign(id)} />
    </div>
  )
}

function useColumns(): readonly Column<CampaignListRow>[] {
  const words = useWords(campaignWords)
  return [
    {
      key: 'name',
      header: words.name,
      cell: ({ id, name }) => (
        <Link href={paths.campaign(id)} title={name}>
          <bdi>{name}</bdi>
        </Link>
      ),
      width: 'rest',
      phone: 'title',
    },
    { key: 'state', header: words.state, cell: (row) => <State row={row} />, width: 'fit' },
    { key: 'progress', header: words.progress, cell: (row) => <ProgressCell row={row} />, width: 'fit', phone: 'line' },
    {
      key: 'reached',
      header: words.reached,
      metric: 'reached',
      cell: (row) => <Figure row={row} of="reached" />,
      width: 'fit',
      align: 'end',
    },
    {
      key: 'clicked',
      header: words.clicked,
      metric: 'clicked',
      cell: (row) => <Figure row={row} of="clickers" />,
      width: 'fit',
      align: 'end',
    },
    {
      key: 'rate',
      header: words.clickRate,
      metric: 'click_rate',
      cell: ({ started_at: startedAt, figures }) => <Percent value={startedAt === null ? null : figures.click_rate} />,
      width: 'fit',
      align: 'end',
    },
    {
      key: 'conversions',
      header: words.conversions,
      metric: 'attributed',
      cell: (row) => <Figure row={row} of="conversions" />,
      width: 'fit',
      align: 'end',
    },
    { key: 'when', header: words.when, cell: (row) => <Time at={timeOf(row)} />, width: 'fit', align: 'end', phone: 'plain' },
  ]
}

const timeOf = ({ started_at: startedAt, starts_at: startsAt, created_at: createdAt }: CampaignListRow) =>
  startedAt ?? startsAt ?? createdAt

/** Why it is paused stands beside the state, since that is what somebody has to do something about. */
function State({ row: { state, pause_reason: reason } }: { row: CampaignListRow }) {
  const words = useWords(campaignWords)
  return (
    <>
      <CampaignBadge state={state} />
      {reason !== null && reason !== 'manual' && <span className="soft small"> {words.pauseReasons[reason]}</span>}
    </>
  )
}

/** Of a campaign that has not begun there is nothing to count. */
function Figure({ row: { started_at: startedAt, figures }, of }: { row: CampaignListRow; of: 'reached' | 'clickers' | 'conversions' }) {
  return <NumberText value={startedAt === null ? null : figures[of]} />
}

/** The rows as they are shown, as a file. */
export function CampaignsCsv({ rows }: { rows: readonly CampaignListRow[] }) {
  const words = useWords(campaignWords)
  const format = useFormat()
  if (rows.length === 0) return null
  const head = ['id', 'name', 'state', 'time', 'planned', 'sent', 'failed', 'reached', 'clicked', 'click_rate', 'conversions']
  const cells = () =>
    rows.map((row) => {
      const { planned, sent, failed, reached, clickers, click_rate: rate, conversions } = row.figures
      return [row.id, row.name, row.state, timeOf(row), planned, sent, failed, reached, clickers, rate, conversions]
    })
  return <CsvButton name={words.title} what={words.loaded(rows.length, format.number(rows.length))} rows={() => [head, ...cells()]} />
}
