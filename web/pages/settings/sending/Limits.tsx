import { useQuery } from '@tanstack/react-query'
import { useWords } from '../../../i18n/words.ts'
import { useMay, useSession } from '../../../session.ts'
import { Button } from '../../../ui/Button.tsx'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { ErrorNote } from '../../../ui/ErrorNote.tsx'
import { Money } from '../../../ui/Figure.tsx'
import { Note } from '../../../ui/Note.tsx'
import { QueryView } from '../../../ui/QueryView.tsx'
import { SkeletonRows } from '../../../ui/Skeleton.tsx'
import { uiWords } from '../../../ui/words.ts'
import { LimitForm } from './LimitForm.tsx'
import { keysQuery, limitsQuery, useSaveLimit, type Limit } from './queries.ts'
import { sendingWords } from './words.ts'

/** What may be spent, and what was. Names of keys are for those who may see keys; others see their ids. */
export function Limits() {
  const words = useWords(sendingWords)
  const query = useQuery(limitsQuery)
  const mayChange = useMay('account:write')
  const { data: keys } = useQuery({ ...keysQuery, enabled: useMay('keys:manage') })
  const { currency } = useSession().account
  const save = useSaveLimit()
  const names = new Map(keys?.keys.map(({ id, name }) => [id, name]))
  const whoOf = (id: string | null) => (id === null ? words.account : (names.get(id) ?? words.key(id)))
  const columns = useColumns({
    whoOf,
    remove: mayChange ? ({ key_id, period }) => save.mutate({ key_id, period, limit: null }) : undefined,
  })
  return (
    <>
      <QueryView query={query} skeleton={<SkeletonRows rows={2} />}>
        {({ limits }) =>
          limits.length === 0 ? (
            <p className="soft">{words.none}</p>
          ) : (
            <DataTable label={words.limits} columns={columns} rows={limits} rowKey={({ key_id, period }) => `${key_id} ${period}`} />
          )
        }
      </QueryView>
      {save.variables?.limit === null && save.error !== null && <ErrorNote error={save.error} />}
      {mayChange && currency === null && <Note>{words.noCurrency}</Note>}
      {mayChange && currency !== null && <LimitForm currency={currency} keys={keys?.keys ?? []} save={save} />}
    </>
  )
}

type Given = { whoOf: (id: string | null) => string; remove: ((limit: Limit) => void) | undefined }

function useColumns({ whoOf, remove }: Given): readonly Column<Limit>[] {
  const words = useWords(sendingWords)
  const ui = useWords(uiWords)
  const money = (amount: string, currency: string | null) => (currency === null ? null : { amount, currency })
  const columns: Column<Limit>[] = [
    { key: 'who', header: words.who, cell: ({ key_id: id }) => <span title={whoOf(id)}>{whoOf(id)}</span>, width: 'rest', phone: 'title' },
    { key: 'period', header: words.period, cell: ({ period }) => words.periods[period], width: 'fit' },
    {
      key: 'limit',
      header: words.limit,
      cell: ({ limit, currency }) => <Money value={money(limit, currency)} />,
      width: 'fit',
      align: 'end',
    },
    {
      key: 'spent',
      header: words.spent,
      cell: ({ spent, currency }) => <Money value={money(spent, currency)} />,
      width: 'fit',
      align: 'end',
    },
  ]
  if (remove === undefined) return columns
  const button: Column<Limit> = {
    ...{ key: 'remove', header: ui.actions, width: 'fit', align: 'end', phone: 'line' },
    cell: (limit) => (
      <Button kind="bare" aria-label={words.removeWho(whoOf(limit.key_id), words.periods[limit.period])} onClick={() => remove(limit)}>
        {words.remove}
      </Button>
    ),
  }
  return [...columns, button]
}
