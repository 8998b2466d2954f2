import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Conversion } from '../../../src/contract/conversions.ts'
import type { MessageSummary } from '../../../src/contract/messages.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { MessageBadge } from '../../ui/Badge.tsx'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Money, Nothing, NumberText } from '../../ui/Figure.tsx'
import { LoadMore } from '../../ui/LoadMore.tsx'
import { QueryView } from '../../ui/QueryView.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { Time } from '../../ui/Time.tsx'
import { Part } from './Part.tsx'
import { contactWords } from './contactWords.ts'
import { conversionsOf, messagesOf, repliesOf } from './queries.ts'
import { ReplyTable } from './ReplyTable.tsx'

/** What a contact got, wrote and did, each newest first. What never happened has no heading, but for messages. */
export function ContactHistory({ id }: { id: string }) {
  const reads = useMay('messages:read')
  const readsConversions = useMay('conversions:read')
  return (
    <div className="contact-history">
      {reads && <Messages id={id} />}
      {reads && <Replies id={id} />}
      {readsConversions && <Conversions id={id} />}
    </div>
  )
}

function Messages({ id }: { id: string }) {
  const words = useWords(contactWords)
  const query = useInfiniteQuery(messagesOf(id))
  const columns = useMessageColumns()
  return (
    <Part title={words.messages}>
      <QueryView query={query} skeleton={<SkeletonRows rows={4} />}>
        {({ pages }) => {
          const messages = pages.flatMap((page) => page.messages)
          if (messages.length === 0) return <p className="soft">{words.noMessages}</p>
          return (
            <>
              <DataTable
                label={words.messages}
                columns={columns}
                rows={messages}
                rowKey={(message) => message.id}
                rowHref={(message) => paths.message(message.id)}
              />
              <LoadMore query={query} />
            </>
          )
        }}
      </QueryView>
    </Part>
  )
}

function useMessageColumns(): readonly Column<MessageSummary>[] {
  const words = useWords(contactWords)
  const count = (message: MessageSummary, of: 'views' | 'clicks') =>
    message.tracking === 'aggregate' ? (
      <span className="soft" title={words.inTotals}>
        –
      </span>
    ) : (
      <NumberText value={message[of]} />
    )
  return [
    {
      key: 'time',
      header: words.time,
      cell: ({ id, created_at: at }) => (
        <Link href={paths.message(id)}>
          <Time at={at} />
        </Link>
      ),
      width: 'fit',
      phone: 'title',
    },
    { key: 'text', header: words.text, cell: ({ text }) => <bdi title={text}>{text}</bdi>, width: 'rest', phone: 'line' },
    { key: 'state', header: words.state, cell: ({ state }) => <MessageBadge state={state} />, width: 'fit' },
    { key: 'views', header: words.views, cell: (message) => count(message, 'views'), align: 'end', width: 'fit' },
    { key: 'clicks', header: words.clicks, cell: (message) => count(message, 'clicks'), align: 'end', width: 'fit' },
    {
      key: 'conversions',
      header: words.conversions,
      cell: (message) => <NumberText value={message.conversions} />,
      align: 'end',
      width: 'fit',
    },
  ]
}

function Replies({ id }: { id: string }) {
  const words = useWords(contactWords)
  const query = useInfiniteQuery(repliesOf(id))
  const replies = query.data?.pages.flatMap((page) => page.inbound) ?? []
  if (replies.length === 0 && query.error === null) return null
  return (
    <Part title={words.replies}>
      <QueryView query={query} skeleton={null}>
        {() => <ReplyTable replies={replies} isOfOne />}
      </QueryView>
      <LoadMore query={query} />
    </Part>
  )
}

function Conversions({ id }: { id: string }) {
  const words = useWords(contactWords)
  const query = useInfiniteQuery(conversionsOf(id))
  const conversions = query.data?.pages.flatMap((page) => page.conversions) ?? []
  const columns = useConversionColumns()
  if (conversions.length === 0 && query.error === null) return null
  return (
    <Part title={words.conversions}>
      <QueryView query={query} skeleton={null}>
        {() => <DataTable label={words.conversions} columns={columns} rows={conversions} rowKey={(one) => one.id} />}
      </QueryView>
      <LoadMore query={query} />
    </Part>
  )
}

function useConversionColumns(): readonly Column<Conversion>[] {
  const words = useWords(contactWords)
  return [
    { key: 'time', header: words.time, cell: ({ at }) => <Time at={at} />, width: 'fit', phone: 'title' },
    { key: 'name', header: words.name, cell: ({ name }) => name, width: 'fit' },
    {
      key: 'order',
      header: words.order,
      cell: ({ order_id: order }) => (order === null ? <Nothing /> : <bdi title={order}>{order}</bdi>),
      width: 'rest',
    },
    {
      key: 'state',
      header: words.attribution,
      cell: ({ state, detail, message_id: message }) => (
        <span title={detail}>
          {message === null ? words.states[state] : <Link href={paths.message(message)}>{words.states[state]}</Link>}
        </span>
      ),
      width: 'rest',
    },
    { key: 'value', header: words.worth, cell: ({ value }) => <Money value={value} />, align: 'end', width: 'fit' },
  ]
}
