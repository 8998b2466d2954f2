import { Link } from 'wouter'
import type { Recipient } from '../../../src/contract/campaignRecipients.ts'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useSections } from '../../sections.ts'
import { MessageBadge } from '../../ui/Badge.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Nothing, NumberText } from '../../ui/Figure.tsx'
import { Time } from '../../ui/Time.tsx'
import { reportWords } from './reportWords.ts'

type TableProps = { rows: readonly Recipient[]; campaign: Campaign; withBots: boolean; isStale: boolean }

/** Recipients; each leads to the whole story of its message. */
export function RecipientTable({ rows, campaign, withBots, isStale }: TableProps) {
  const words = useWords(reportWords)
  const columns = useColumns({ campaign, withBots })
  const hasLogbook = useSections().has('logbook')
  const hasVariants = campaign.variants.length > 1
  return (
    <div className={hasVariants ? 'recipients with-variants' : 'recipients'} aria-busy={isStale}>
      <DataTable
        label={words.recipients}
        columns={columns}
        rows={rows}
        rowKey={({ message_id: id }) => id}
        {...(hasLogbook ? { rowHref: ({ message_id: id }: Recipient) => paths.message(id) } : {})}
        virtual={{ phoneRow: hasVariants ? 136 : 112 }}
      />
    </div>
  )
}

function useColumns({ campaign, withBots }: { campaign: Campaign; withBots: boolean }): readonly Column<Recipient>[] {
  const words = useWords(reportWords)
  const count = (of: 'views' | 'clicks' | 'conversions' | 'bots') => (row: Recipient) => <Count row={row} of={of} />
  const end = { align: 'end', width: 'fit' } as const
  const variantOf = (id: string | null) => campaign.variants.find((variant) => variant.id === id)?.name ?? '–'
  return [
    { key: 'to', header: words.to, cell: (row) => <To row={row} />, width: 'fit', phone: 'title' },
    { key: 'state', header: words.state, cell: (row) => <State row={row} />, width: 'rest' },
    ...(campaign.variants.length > 1
      ? [
          {
            key: 'variant',
            header: words.variant,
            cell: ({ variant_id: id }: Recipient) => <bdi>{variantOf(id)}</bdi>,
            width: 'fit' as const,
            align: 'end' as const,
          },
        ]
      : []),
    { key: 'views', header: words.views, metric: 'views', cell: count('views'), ...end },
    { key: 'clicks', header: words.clicks, metric: 'total_clicks', cell: count('clicks'), ...end },
    { key: 'conversions', header: words.conversions, metric: 'attributed', cell: count('conversions'), ...end },
    ...(withBots ? [{ key: 'bots', header: words.bots, metric: 'bots' as const, cell: count('bots'), ...end }] : []),
    { key: 'first', header: words.firstClick, metric: 'first_click_at', cell: ({ first_click_at: at }) => <When at={at} />, ...end },
    { key: 'sent', header: words.when, cell: ({ submitted_at: at }) => <When at={at} />, ...end },
  ]
}

function To({ row: { message_id: id, phone } }: { row: Recipient }) {
  const hasLogbook = useSections().has('logbook')
  return hasLogbook ? <Link href={paths.message(id)}>{phone}</Link> : <span>{phone}</span>
}

const State = ({ row: { state, failure } }: { row: Recipient }) => (
  <>
    <MessageBadge state={state} />
    {failure !== null && (
      <span className="soft small" title={failure}>
        {' '}
        {failure.replaceAll('_', ' ')}
      </span>
    )}
  </>
)

const When = ({ at }: { at: string | null }) => (at === null ? <Nothing /> : <Time at={at} />)

/** Where nobody can tell, a 0 would be wrong. */
function Count({ row, of }: { row: Recipient; of: 'views' | 'clicks' | 'conversions' | 'bots' }) {
  const words = useWords(reportWords)
  if (row.counted) return <NumberText value={row[of]} />
  return (
    <span className="soft" title={words.notTold}>
      –
    </span>
  )
}
