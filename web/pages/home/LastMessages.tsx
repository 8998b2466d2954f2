import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { MessageSummary } from '../../../src/contract/messages.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { MessageBadge, TestBadge } from '../../ui/Badge.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { NumberText } from '../../ui/Figure.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { lastCampaigns, lastMessages } from './queries.ts'
import { homeWords } from './words.ts'

/** The newest messages that are of no campaign, and what became of them. */
export function LastMessages() {
  const words = useWords(homeWords)
  const query = useQuery(lastMessages)
  const columns = useColumns()
  return (
    <section className="section" aria-labelledby="last-messages">
      <header>
        <h2 id="last-messages">{words.messages}</h2>
        <Link href={paths.logbook()}>{words.allMessages}</Link>
      </header>
      <QueryView query={query} skeleton={<SkeletonRows />}>
        {({ messages }) =>
          messages.length === 0 ? (
            <Empty />
          ) : (
            <DataTable
              label={words.messages}
              columns={columns}
              rows={messages}
              rowKey={({ id }) => id}
              rowHref={({ id }) => paths.message(id)}
            />
          )
        }
      </QueryView>
    </section>
  )
}

function Empty() {
  const words = useWords(homeWords)
  const { data } = useQuery(lastCampaigns)
  if (data !== undefined && data.campaigns.length > 0) return <p className="soft">{words.noSingle}</p>
  const action = (
    <ButtonLink to={paths.compose()} kind="main">
      {words.compose}
    </ButtonLink>
  )
  return <EmptyState action={action}>{words.noMessages}</EmptyState>
}

function useColumns(): readonly Column<MessageSummary>[] {
  const words = useWords(homeWords)
  return [
    { key: 'when', header: words.when, cell: (message) => <When message={message} />, width: 'fit', phone: 'plain' },
    { key: 'to', header: words.to, cell: ({ id, phone }) => <To id={id} phone={phone} />, width: 'fit', phone: 'title' },
    { key: 'from', header: words.from, cell: ({ from }) => from, width: 'fit', phone: 'hide' },
    { key: 'text', header: words.text, cell: ({ text }) => <bdi title={text}>{text}</bdi>, width: 'rest', phone: 'line' },
    {
      key: 'state',
      header: words.state,
      cell: ({ state, test }) => (
        <>
          <MessageBadge state={state} /> {test && <TestBadge />}
        </>
      ),
      width: 'fit',
    },
    { key: 'views', header: words.views, cell: (message) => <Count message={message} of="views" />, align: 'end', width: 'fit' },
    { key: 'clicks', header: words.clicks, cell: (message) => <Count message={message} of="clicks" />, align: 'end', width: 'fit' },
  ]
}

const To = ({ id, phone }: { id: string; phone: string }) => <Link href={paths.message(id)}>{phone}</Link>

function When({ message: { state, created_at: createdAt, send_at: sendAt } }: { message: MessageSummary }) {
  const words = useWords(homeWords)
  const waits = state === 'queued' && sendAt > createdAt
  return (
    <>
      {waits && `${words.due} `}
      <Time at={waits ? sendAt : createdAt} />
    </>
  )
}

/** Messages in aggregate mode count in totals only, so a 0 would be wrong. */
function Count({ message, of }: { message: MessageSummary; of: 'views' | 'clicks' }) {
  const words = useWords(homeWords)
  if (message.tracking !== 'aggregate') return <NumberText value={message[of]} />
  return (
    <span className="soft" title={words.inTotalsMeaning}>
      –
    </span>
  )
}
