import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorNote } from './ErrorNote.tsx'

/**
 * An answer in all its states: the skeleton of the real layout while it is on its way, an error with a way to try again, the data.
 * When a later reading fails, what is known stays in sight below the error.
 */
export function QueryView<T>({
  query,
  skeleton,
  children,
}: {
  query: UseQueryResult<T>
  skeleton: ReactNode
  children: (data: T) => ReactNode
}) {
  const { data, error, refetch } = query
  return (
    <>
      {error !== null && <ErrorNote error={error} retry={() => void refetch()} />}
      {data !== undefined ? children(data) : error === null && skeleton}
    </>
  )
}
