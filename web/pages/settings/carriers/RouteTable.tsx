import type { z } from 'zod'
import type { carrierView, routeView } from '../../../../src/contract/carriers.ts'
import { useWords } from '../../../i18n/words.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { carrierWords } from './words.ts'

type Route = z.infer<typeof routeView>
type Carrier = z.infer<typeof carrierView>

/** The routes in the order in which they are tried. */
export function RouteTable({ routes, carriers }: { routes: readonly Route[]; carriers: readonly Carrier[] }) {
  const words = useWords(carrierWords)
  const columns = useColumns(carriers)
  return (
    <DataTable
      label={words.routes}
      columns={columns}
      rows={routes}
      rowKey={({ prefix, sender_pattern: sender, priority }) => `${prefix} ${sender} ${priority}`}
    />
  )
}

function useColumns(carriers: readonly Carrier[]): readonly Column<Route>[] {
  const words = useWords(carrierWords)
  const nameOf = (id: string | null) => carriers.find((carrier) => carrier.id === id)?.name ?? '–'
  return [
    {
      ...{ key: 'numbers', header: words.numbers, phone: 'title' },
      cell: ({ prefix }) => (prefix === '' ? words.every : <code>{`+${prefix} …`}</code>),
    },
    {
      key: 'sender',
      header: words.sender,
      cell: ({ sender_pattern: sender }) => (sender === '*' ? words.anySender : sender),
      width: 'rest',
    },
    { key: 'carrier', header: words.carrier, cell: (route) => nameOf(route.carrier_id) },
    { key: 'fallback', header: words.fallback, cell: (route) => nameOf(route.fallback_carrier_id) },
  ]
}
