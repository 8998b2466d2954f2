import './webhooks.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import { useMay } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Time } from '../../../ui/Time.tsx'
import { useNewForm } from '../../../useNewForm.ts'
import { DeveloperHeader } from '../DeveloperHeader.tsx'
import { EndpointBadge } from './EndpointBadge.tsx'
import { EndpointForm } from './EndpointForm.tsx'
import { HealthStrip } from './HealthStrip.tsx'
import { Notices } from './Notices.tsx'
import { endpointsQuery, healthQuery, type Endpoint } from './queries.ts'
import { webhookWords } from './words.ts'

/** Where the account wants to be told of events, and how each of these places does. */
export default function WebhooksPage() {
  const words = useWords(webhookWords)
  const query = useQuery(endpointsQuery)
  const form = useNewForm()
  const [, go] = useLocation()
  const mayWrite = useMay('webhooks:write')
  const add = mayWrite ? (
    <Button kind="main" onClick={form.open}>
      {words.add}
    </Button>
  ) : undefined
  return (
    <>
      <DeveloperHeader title={words.title} actions={query.data?.endpoints.length === 0 ? undefined : add} />
      <Notices />
      <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ endpoints }) =>
          endpoints.length === 0 ? <EmptyState action={add}>{words.empty}</EmptyState> : <EndpointTable endpoints={endpoints} />
        }
      </QueryView>
      {mayWrite && form.isOpen && <EndpointForm onClose={form.close} onSaved={({ id }) => (form.close(), go(paths.webhook(id)))} />}
    </>
  )
}

function EndpointTable({ endpoints }: { endpoints: readonly Endpoint[] }) {
  const words = useWords(webhookWords)
  const columns = useColumns()
  return (
    <DataTable label={words.title} columns={columns} rows={endpoints} rowKey={({ id }) => id} rowHref={({ id }) => paths.webhook(id)} />
  )
}

function useColumns(): readonly Column<Endpoint>[] {
  const words = useWords(webhookWords)
  const { data } = useQuery(healthQuery)
  const healthOf = (id: string) => data?.endpoints.find((one) => one.id === id)
  return [
    { key: 'address', header: words.address, cell: (endpoint) => <Address of={endpoint} />, width: 'rest', phone: 'title' },
    { key: 'events', header: words.events, cell: (endpoint) => <Events of={endpoint} />, width: 'fit' },
    { key: 'state', header: words.state, cell: (endpoint) => <EndpointBadge endpoint={endpoint} />, width: 'fit' },
    {
      key: 'health',
      header: words.health,
      cell: ({ id }) => <HealthStrip latest={healthOf(id)?.latest ?? []} />,
      width: 'fit',
      phone: 'line',
    },
    {
      key: 'last',
      header: words.last,
      cell: ({ id }) => <LastAttempt at={healthOf(id)?.last_attempt_at} />,
      width: 'fit',
      align: 'end',
      phone: 'hide',
    },
  ]
}

function Address({ of: { id, url, description } }: { of: Endpoint }) {
  return (
    <>
      <Link href={paths.webhook(id)} title={url}>
        {url}
      </Link>
      {description !== '' && (
        <bdi className="soft webhook-about" title={description}>
          {description}
        </bdi>
      )}
    </>
  )
}

function Events({ of: { types } }: { of: Endpoint }) {
  const words = useWords(webhookWords)
  const format = useFormat()
  const [only] = types
  if (only === undefined) return words.allEvents
  return <span title={types.join(', ')}>{types.length === 1 ? only : words.types(format.number(types.length))}</span>
}

const LastAttempt = ({ at }: { at: string | null | undefined }) =>
  at === null || at === undefined ? <span className="soft">–</span> : <Time at={at} />
