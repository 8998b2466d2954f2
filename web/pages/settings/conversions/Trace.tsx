import type { Explained } from '../../../../src/contract/conversions.ts'
import { useWords } from '../../../i18n/words.ts'
import { useFormat } from '../../../i18n/format.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { Note } from '../../../ui/Note.tsx'
import { Time } from '../../../ui/Time.tsx'
import { conversionWords } from './words.ts'

type Entry = Explained['trace'][number]

type TraceProps = {
  explained: Pick<Explained, 'reason' | 'detail' | 'message_id' | 'model' | 'window_days' | 'trace'>
  isGood: boolean
  title: string
}

/** What a conversion follows from, and everything that was considered. */
export function Trace({ explained, isGood, title }: TraceProps) {
  const words = useWords(conversionWords)
  const format = useFormat()
  const { message_id: messageId, model, window_days: days, trace } = explained
  const columns = useColumns()
  return (
    <>
      <Note kind={isGood ? 'good' : 'warning'} title={title}>
        <p>
          <Reason of={explained.reason} otherwise={explained.detail} /> {messageId !== null && words.message(messageId)}
        </p>
        {model !== null && days !== null && <p className="soft">{words.rule(words.models[model], format.number(days))}</p>}
      </Note>
      {trace.length > 0 && <DataTable label={words.trace} columns={columns} rows={trace} rowKey={(entry) => JSON.stringify(entry)} />}
    </>
  )
}

function useColumns(): readonly Column<Entry>[] {
  const words = useWords(conversionWords)
  return [
    {
      ...{ key: 'found', header: words.found, width: 'rest', phone: 'title' },
      cell: ({ finding, detail }) => <Reason of={finding} otherwise={detail} />,
    },
    {
      ...{ key: 'message', header: words.of, width: 'fit' },
      cell: ({ click_id: clickId, message_id: messageId }) => (
        <span title={clickId ?? undefined}>{messageId === null ? '–' : words.message(messageId)}</span>
      ),
    },
    { key: 'hit', header: words.hit, cell: ({ hit_at: at }) => (at === null ? '–' : <Time at={at} />), width: 'fit', align: 'end' },
  ]
}

/** A reason in the reader's language; one that this page does not know yet, in the server's words. */
export function Reason({ of, otherwise }: { of: string; otherwise: string }) {
  const words: Readonly<Record<string, string>> = useWords(conversionWords).reasons
  return <>{words[of] ?? otherwise}</>
}
