import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError, retryDelayMs, shouldRetry } from './api.ts'

/** What is kept of answers that no screen shows any more. */
const KEPT_MS = 5 * 60_000

/** Answers of the API, kept while they are of use. `onSignedOut` is told when the session has ended. */
export function createQueryClient({ onSignedOut }: { onSignedOut: () => void }): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.code === 'unauthenticated') onSignedOut()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // What changed is told by the live stream, so an answer is good until then; it is asked for again after half a minute in any case.
      queries: { staleTime: 30_000, gcTime: KEPT_MS, retry: shouldRetry, retryDelay: retryDelayMs, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

/** What an answer is about: the first member of every query key, so that the live stream can name what changed. */
export type Resource =
  | 'session'
  | 'onboarding'
  | 'account'
  | 'messages'
  | 'campaigns'
  | 'links'
  | 'stats'
  | 'contacts'
  | 'groups'
  | 'segments'
  | 'imports'
  | 'suppressions'
  | 'inbound'
  | 'conversions'
  | 'keys'
  | 'webhooks'
  | 'events'
  | 'notices'
  | 'carriers'
  | 'domains'
  | 'team'
  | 'phones'

/** A query key: what it is about, then what tells one answer from another. */
export const keyOf = (resource: Resource, ...rest: readonly unknown[]): readonly [Resource, ...unknown[]] => [resource, ...rest]
