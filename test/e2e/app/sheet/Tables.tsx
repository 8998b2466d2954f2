import { QueryClient, QueryClientProvider, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { ApiError } from '../../../../web/api.ts'
import { DataTable, type Column, type Sort } from '../../../../web/ui/DataTable.tsx'
import { LoadMore, nextCursor } from '../../../../web/ui/LoadMore.tsx'
import { SkeletonRows } from '../../../../web/ui/Skeleton.tsx'

type Row = { id: number; name: string; clicks: number }
const many: readonly Row[] = Array.from({ length: 5_000 }, (_, at) => ({
  id: at + 1,
  name: `Message number ${at + 1}`,
  clicks: (at * 7) % 100,
}))
const columns: readonly Column<Row>[] = [
  { key: 'id', header: 'No.', cell: ({ id }) => id, width: 'fit', phone: 'hide' },
  {
    key: 'name',
    header: 'Name',
    cell: ({ id, name }) => <Link href={`/tables/${id}`}>{name}</Link>,
    width: 'rest',
    phone: 'title',
    sortable: true,
  },
  { key: 'clicks', header: 'Clicks', cell: ({ clicks }) => clicks, align: 'end', width: 'fit', sortable: true },
]

export function Tables() {
  const [sort, setSort] = useState<Sort>({ by: 'clicks', down: true })
  const [chosen, setChosen] = useState<number>()
  const few = many.slice(0, 6).toSorted((a, b) => (sort.by === 'name' ? a.id - b.id : a.clicks - b.clicks) * (sort.down ? -1 : 1))
  return (
    <>
      <DataTable
        label="Few"
        columns={columns}
        rows={few}
        rowKey={({ id }) => String(id)}
        sort={sort}
        onSort={setSort}
        onRow={({ id }) => setChosen(id)}
        isChosen={({ id }) => id === chosen}
      />
      <p>Chosen: {chosen ?? 'none'}</p>
      {window.location.search === '?loading' && <SkeletonRows rows={3} />}
      {window.location.search === '?pages' && (
        <QueryClientProvider client={client}>
          <PageByPage />
        </QueryClientProvider>
      )}
      <DataTable
        label="Many"
        columns={columns}
        rows={many}
        rowKey={({ id }) => String(id)}
        rowHref={({ id }) => `/tables/${id}`}
        virtual={{ phoneRow: 64 }}
      />
    </>
  )
}

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
let failures = 0

/** Three pages, of which the last fails once. */
function PageByPage() {
  const query = useInfiniteQuery({
    queryKey: ['pages'],
    queryFn: async ({ pageParam }) => {
      if (pageParam === '3' && failures++ === 0) throw new ApiError('offline', 'no server')
      return { name: `page ${pageParam}`, next_cursor: pageParam === '3' ? null : String(Number(pageParam) + 1) }
    },
    initialPageParam: '1',
    getNextPageParam: nextCursor,
  })
  return (
    <>
      <ul>
        {query.data?.pages.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}
