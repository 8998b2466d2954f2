import './webhooks.css'
import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../../i18n/words.ts'
import { paths } from '../../../paths.ts'
import type { PageProps } from '../../../route.ts'
import { Note } from '../../../ui/Note.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { Deliveries } from './Deliveries.tsx'
import { EndpointActions } from './EndpointActions.tsx'
import { EndpointBadge } from './EndpointBadge.tsx'
import { EndpointSettings } from './EndpointSettings.tsx'
import { EndpointFigures } from './EndpointFigures.tsx'
import { endpointQuery, type Endpoint } from './queries.ts'
import { webhookWords } from './words.ts'

/** One webhook: how it is set, how it does, and what became of each event. */
export default function WebhookPage({ params: { id = '' } }: PageProps) {
  const words = useWords(webhookWords)
  const query = useQuery(endpointQuery(id))
  const parent = { to: paths.webhooks(), name: words.title }
  if (query.data === undefined)
    return (
      <>
        <PageHeader title={words.title} parent={parent} />
        <QueryView query={query} skeleton={<SkeletonRows />}>
          {() => null}
        </QueryView>
      </>
    )
  const endpoint = query.data
  return (
    <>
      <PageHeader
        title={endpoint.description === '' ? endpoint.url : endpoint.description}
        parent={parent}
        beside={<EndpointBadge endpoint={endpoint} />}
        actions={<EndpointActions endpoint={endpoint} />}
      />
      {endpoint.state !== 'active' && <WhyNot endpoint={endpoint} />}
      <div className="webhook">
        <div>
          <EndpointSettings endpoint={endpoint} />
          <EndpointFigures id={endpoint.id} />
        </div>
        <Deliveries endpoint={endpoint} />
      </div>
    </>
  )
}

function WhyNot({ endpoint: { state, state_reason: reason } }: { endpoint: Endpoint }) {
  const words = useWords(webhookWords)
  return (
    <Note kind="warning">
      <p>
        {reason !== null && words.reasons[reason]} {words.states[state].meaning}
      </p>
    </Note>
  )
}
