import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Select } from '../../../ui/Field.tsx'
import { LoadMore } from '../../../ui/LoadMore.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useUrlState } from '../../../useUrlState.ts'
import { Answer, DeliveryBadge } from './DeliveryBadge.tsx'
import { DeliverySheet } from './DeliverySheet.tsx'
import { deliveryWords } from './deliveryWords.ts'
import { deliveriesQuery, type Delivery, type DeliveryFilter, type Endpoint } from './queries.ts'
import { ReplayDialog, ReplayProgress } from './ReplayDialog.tsx'
import { webhookWords } from './words.ts'
import { took } from './took.ts'

const filters = ['all', 'delivered', 'waiting', 'failed'] as const
const noFilters = { show: 'all', delivery: '' }

/** What became of each event at the webhook. Filter and open delivery stand in the address, so that both can be sent to somebody. */
export function Deliveries({ endpoint: { id } }: { endpoint: Endpoint }) {
  const page = useWords(webhookWords)
  const words = useWords(deliveryWords)
  const mayWrite = useMay('webhooks:write')
  const { values, change } = useUrlState(noFilters)
  const filter: DeliveryFilter = filters.find((one) => one === values.show) ?? 'all'
  const query = useInfiniteQuery(deliveriesQuery(id, filter))
  const [isReplaying, setReplaying] = useState(false)
  const [replayId, setReplayId] = useState<string>()
  return (
    <section className="section webhook-deliveries" aria-labelledby="webhook-deliveries">
      <header>
        <h2 id="webhook-deliveries">{page.deliveries}</h2>
        <div className="webhook-tools">
          <Select
            label={<span className="unseen">{words.filter}</span>}
            options={filters.map((value) => ({ value, label: words.filters[value] }))}
            value={filter}
            onChange={(show) => change({ show })}
          />
          {mayWrite && <Button onClick={() => setReplaying(true)}>{words.replay}</Button>}
        </div>
      </header>
      {replayId !== undefined && <ReplayProgress endpointId={id} id={replayId} />}
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ pages }) => (
          <DeliveryTable
            rows={pages.flatMap(({ deliveries }) => deliveries)}
            filter={filter}
            showAll={() => change({ show: 'all' })}
            onOpen={(delivery) => change({ delivery })}
          />
        )}
      </QueryView>
      <LoadMore query={query} />
      {values.delivery !== '' && <DeliverySheet endpointId={id} id={values.delivery} onClose={() => change({ delivery: '' })} />}
      {isReplaying && (
        <ReplayDialog
          id={id}
          onClose={() => setReplaying(false)}
          onOrdered={(replay) => {
            setReplayId(replay.id)
            setReplaying(false)
          }}
        />
      )}
    </section>
  )
}

type TableProps = { rows: readonly Delivery[]; filter: DeliveryFilter; showAll: () => void; onOpen: (id: string) => void }

function DeliveryTable({ rows, filter, showAll, onOpen }: TableProps) {
  const page = useWords(webhookWords)
  const words = useWords(deliveryWords)
  const columns = useColumns(onOpen)
  if (rows.length === 0)
    return filter === 'all' ? (
      <EmptyState>{words.none}</EmptyState>
    ) : (
      <EmptyState action={<Button onClick={showAll}>{words.showAll}</Button>}>{words.noneOfState}</EmptyState>
    )
  return <DataTable label={page.deliveries} columns={columns} rows={rows} rowKey={({ id }) => id} onRow={({ id }) => onOpen(id)} />
}

function useColumns(onOpen: (id: string) => void): readonly Column<Delivery>[] {
  const words = useWords(deliveryWords)
  const format = useFormat()
  return [
    {
      key: 'event',
      header: words.event,
      cell: ({ id, type }) => (
        <button type="button" className="webhook-open mono" onClick={() => onOpen(id)}>
          {type}
        </button>
      ),
      width: 'rest',
      phone: 'title',
    },
    { key: 'state', header: words.state, cell: (delivery) => <DeliveryBadge delivery={delivery} />, width: 'fit' },
    { key: 'status', header: words.status, cell: (delivery) => <Answer delivery={delivery} />, width: 'fit' },
    { key: 'attempts', header: words.attempts, cell: ({ attempts }) => format.number(attempts), width: 'fit', align: 'end' },
    { key: 'took', header: words.took, cell: ({ ms }) => took(format, ms), width: 'fit', align: 'end', phone: 'hide' },
    { key: 'when', header: words.when, cell: ({ attempted_at: at }) => <Time at={at} />, width: 'fit', align: 'end' },
  ]
}
