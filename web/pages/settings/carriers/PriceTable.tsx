import type { z } from 'zod'
import type { carrierList } from '../../../../src/contract/carriers.ts'
import { useFormat } from '../../../i18n/format.ts'
import { useWords } from '../../../i18n/words.ts'
import { DataTable, type Column } from '../../../ui/DataTable.tsx'
import { Price } from '../../../ui/Figure.tsx'
import { carrierWords } from './words.ts'

type Price = z.infer<typeof carrierList>['prices'][number]

/** What a part costs, by country. */
export function PriceTable({ prices }: { prices: readonly Price[] }) {
  const words = useWords(carrierWords)
  const columns = useColumns()
  return <DataTable label={words.prices} columns={columns} rows={prices} rowKey={({ country }) => country} />
}

function useColumns(): readonly Column<Price>[] {
  const words = useWords(carrierWords)
  const names = new Intl.DisplayNames([useFormat().locale], { type: 'region' })
  return [
    { key: 'country', header: words.country, cell: ({ country }) => names.of(country) ?? country, width: 'rest', phone: 'title' },
    {
      ...{ key: 'price', header: words.price, width: 'fit', align: 'end' },
      cell: ({ price, currency }) => <Price value={{ amount: price, currency }} />,
    },
  ]
}
