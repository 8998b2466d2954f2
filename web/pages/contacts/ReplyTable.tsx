import { Link } from 'wouter'
import type { InboundView } from '../../../src/contract/suppressions.ts'
import { useWords } from '../../i18n/words.ts'
import { paths } from '../../paths.ts'
import { useSession } from '../../session.ts'
import { DataTable, type Column } from '../../ui/DataTable.tsx'
import { Nothing } from '../../ui/Figure.tsx'
import { Time } from '../../ui/Time.tsx'
import { replyWords } from './replyWords.ts'

/** What people wrote. `isOfOne`: all by one person, who need not be named. */
export function ReplyTable({ replies, isOfOne = false }: { replies: readonly InboundView[]; isOfOne?: boolean }) {
  const words = useWords(replyWords)
  const columns = useColumns(isOfOne)
  return <DataTable label={words.title} columns={columns} rows={replies} rowKey={({ id }) => id} />
}

function useColumns(isOfOne: boolean): readonly Column<InboundView>[] {
  const words = useWords(replyWords)
  const isShown = useSession().numbers === 'shown'
  const from: Column<InboundView> = {
    key: 'from',
    header: words.from,
    cell: ({ phone }) => (isShown ? <Link href={paths.contact(phone)}>{phone}</Link> : phone),
    width: 'fit',
    phone: 'title',
  }
  return [
    { key: 'time', header: words.time, cell: ({ received_at: at }) => <Time at={at} />, width: 'fit', phone: isOfOne ? 'title' : 'plain' },
    ...(isOfOne ? [] : [from]),
    { key: 'text', header: words.text, cell: ({ text }) => <bdi title={text}>{text}</bdi>, width: 'rest', phone: 'line' },
    { key: 'kind', header: words.kind, cell: (reply) => <Kind reply={reply} />, width: 'fit' },
    { key: 'handled', header: words.handled, cell: ({ handled }) => words.handledAs[handled], width: 'fit', phone: 'hide' },
    {
      key: 'answers',
      header: words.answers,
      cell: ({ message_id: id }) => (id === null ? <Nothing /> : <Link href={paths.message(id)}>{words.theMessage}</Link>),
      width: 'fit',
    },
  ]
}

function Kind({ reply: { kind, sure } }: { reply: InboundView }) {
  const words = useWords(replyWords)
  if (sure) return <>{words.kinds[kind]}</>
  return (
    <>
      {words.kinds[kind]} (<Link href={paths.optOuts()}>{words.unsure}</Link>)
    </>
  )
}
