import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import type { carrierTest, carrierView } from '../../../../src/contract/carriers.ts'
import { send } from '../../../api.ts'
import { useWords } from '../../../i18n/words.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { NumberText } from '../../../ui/Figure.tsx'
import { Note } from '../../../ui/Note.tsx'
import { uiWords } from '../../../ui/words.ts'
import { carrierWords } from './words.ts'

type Carrier = z.infer<typeof carrierView>

const looks = {
  sends: { tone: 'delivered', shape: 'tick' },
  paused: { tone: 'unsure', shape: 'pause' },
  takes_nothing: { tone: 'failed', shape: 'cross' },
} as const

/** The carriers with their states, and below them what a test found. */
export function CarrierTable({ carriers, mayTest }: { carriers: readonly Carrier[]; mayTest: boolean }) {
  const words = useWords(carrierWords)
  const columns = useColumns()
  const test = useTest()
  const button = useTestColumn(test)
  return (
    <>
      <DataTable label={words.title} columns={mayTest ? [...columns, button] : columns} rows={carriers} rowKey={({ id }) => id} />
      <div role="status" className="settings-result">
        {test.error !== null && <ErrorNote error={test.error} />}
        {test.data !== undefined && (
          <Note
            kind={test.data.works ? 'good' : 'warning'}
            title={test.data.works ? words.works(test.variables.name) : words.fails(test.variables.name)}
          >
            <p>{test.data.sentence}</p>
          </Note>
        )}
      </div>
    </>
  )
}

const useTest = () => useMutation({ mutationFn: ({ id }: Carrier) => send<z.infer<typeof carrierTest>>('POST', `/v1/carriers/${id}/test`) })

function useTestColumn(test: ReturnType<typeof useTest>): Column<Carrier> {
  const words = useWords(carrierWords)
  const ui = useWords(uiWords)
  return {
    ...{ key: 'test', header: ui.actions, width: 'fit', align: 'end', phone: 'line' },
    cell: (carrier) => (
      <Button
        kind="bare"
        busy={test.isPending && test.variables.id === carrier.id}
        aria-label={words.testWho(carrier.name)}
        onClick={() => test.mutate(carrier)}
      >
        {words.test}
      </Button>
    ),
  }
}

function useColumns(): readonly Column<Carrier>[] {
  const words = useWords(carrierWords)
  return [
    {
      ...{ key: 'name', header: words.name, width: 'rest', phone: 'title' },
      cell: ({ name, trouble }) => <span title={trouble ?? name}>{name}</span>,
    },
    { key: 'kind', header: words.kind, cell: ({ kind }) => kind, width: 'fit' },
    { key: 'state', header: words.state, cell: ({ state }) => <Badge {...looks[state]}>{words.states[state]}</Badge>, width: 'fit' },
    {
      ...{ key: 'rate', header: words.rate, width: 'fit', align: 'end' },
      cell: ({ messages_per_second: rate }) => <NumberText value={rate} />,
    },
  ]
}
