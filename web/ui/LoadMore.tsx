import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useWords } from '../i18n/words.ts'
import { Button } from './Button.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { uiWords } from './words.ts'

type Paged = { next_cursor: string | null }

/** For `useInfiniteQuery` over a list of the API: where the next page begins, undefined after the last. */
export const nextCursor = ({ next_cursor: next }: Paged): string | undefined => next ?? undefined

/** Below a list that goes on: a button for the next page, and what went wrong with it. */
export function LoadMore<Page extends Paged>({ query }: { query: UseInfiniteQueryResult<InfiniteData<Page>> }) {
  const words = useWords(uiWords)
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, error, fetchNextPage } = query
  if (isFetchNextPageError) return <ErrorNote error={error} retry={() => void fetchNextPage()} />
  if (!hasNextPage) return null
  return (
    <div className="table-more">
      <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {words.loadMore}
      </Button>
      <p className="print-only soft">{words.goesOn}</p>
    </div>
  )
}
