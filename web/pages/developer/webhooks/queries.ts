import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { noticePage } from '../../../../src/contract/notices.ts'
import type {
  deliveryDetail,
  deliveryPage,
  endpoint,
  endpointList,
  endpointSecret,
  endpointsHealth,
  endpointStats,
  replay,
  testOutcome,
} from '../../../../src/contract/webhooks.ts'
import { get, send } from '../../../api.ts'
import { askEvery } from '../../../live.ts'
import { keyOf } from '../../../queryClient.ts'
import { nextCursor } from '../../../ui/LoadMore.tsx'

export type Endpoint = z.infer<typeof endpoint>
export type EndpointStats = z.infer<typeof endpointStats>
export type EndpointHealth = z.infer<typeof endpointsHealth>['endpoints'][number]
export type DeliveryPage = z.infer<typeof deliveryPage>
export type Delivery = DeliveryPage['deliveries'][number]
export type DeliveryDetail = z.infer<typeof deliveryDetail>
export type TestOutcome = z.infer<typeof testOutcome>
export type Secret = z.infer<typeof endpointSecret>
export type Replay = z.infer<typeof replay>
export type DeliveryFilter = 'all' | 'delivered' | 'waiting' | 'failed'

/** Without the stream of changes, what shows deliveries asks again, as long as somebody looks. */
const again = () => askEvery({ live: false, otherwise: 3_000 })
/** What waits also changes when events come that are not sent yet, of which the stream does not tell. */
const statsAgain = () => askEvery({ live: 15_000, otherwise: 9_000 })
const REPLAY_MS = 1_000
const PAGE = 30
const base = '/v1/webhooks/endpoints'
export const endpointPath = (id: string, rest = '') => `${base}/${encodeURIComponent(id)}${rest}`

const isFirstPage = (pages: number | undefined) => (pages ?? 0) <= 1

export const endpointsQuery = queryOptions({
  queryKey: keyOf('webhooks', 'list'),
  queryFn: ({ signal }) => get<z.infer<typeof endpointList>>(base, { signal }),
})

export const healthQuery = queryOptions({
  queryKey: keyOf('webhooks', 'health'),
  queryFn: ({ signal }) => get<z.infer<typeof endpointsHealth>>('/v1/webhooks/health', { signal }),
  refetchInterval: again,
})

export const endpointQuery = (id: string) =>
  queryOptions({ queryKey: keyOf('webhooks', 'one', id), queryFn: ({ signal }) => get<Endpoint>(endpointPath(id), { signal }) })

export const statsQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('webhooks', 'stats', id),
    queryFn: ({ signal }) => get<EndpointStats>(endpointPath(id, '/stats'), { signal }),
    refetchInterval: statsAgain,
  })

/** While only the first page is shown it keeps itself up to date; further down nothing should move. */
export const deliveriesQuery = (id: string, filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf('webhooks', 'deliveries', id, filter),
    queryFn: ({ signal, pageParam }) =>
      get<DeliveryPage>(endpointPath(id, '/deliveries'), {
        query: { state: filter === 'all' ? undefined : filter, cursor: pageParam, limit: PAGE },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    enabled: ({ state: { data } }) => isFirstPage(data?.pages.length),
    refetchInterval: ({ state: { data } }) => isFirstPage(data?.pages.length) && again(),
  })

export const deliveryQuery = (endpointId: string, id: string) =>
  queryOptions({
    queryKey: keyOf('webhooks', 'delivery', endpointId, id),
    queryFn: ({ signal }) => get<DeliveryDetail>(endpointPath(endpointId, `/deliveries/${encodeURIComponent(id)}`), { signal }),
    refetchInterval: again,
  })

export const replayQuery = (endpointId: string, id: string) =>
  queryOptions({
    queryKey: keyOf('webhooks', 'replay', endpointId, id),
    queryFn: ({ signal }) => get<Replay>(endpointPath(endpointId, `/replays/${encodeURIComponent(id)}`), { signal }),
    refetchInterval: (query) => (query.state.data?.finished === true ? false : REPLAY_MS),
  })

export type Notice = z.infer<typeof noticePage>['notices'][number]

/** The first page is enough: whoever reads a notice marks it, and the next comes up. */
export const noticesQuery = queryOptions({
  queryKey: keyOf('notices', 'unread'),
  queryFn: ({ signal }) => get<z.infer<typeof noticePage>>('/v1/notices', { query: { unread: true, limit: 20 }, signal }),
})

/** Something that is done to webhooks; all that is shown of them is read again. */
export function useWebhookAction<Input, Output>(run: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn: run, onSettled: () => client.invalidateQueries({ queryKey: keyOf('webhooks') }) })
}

export function useReadNotice() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => send('POST', `/v1/notices/${encodeURIComponent(id)}/read`),
    onSettled: () => client.invalidateQueries({ queryKey: keyOf('notices') }),
  })
}
