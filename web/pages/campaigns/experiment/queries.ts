import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { decisionPage, Experiment } from '../../../../src/contract/experiments.ts'
import { get, send } from '../../../api.ts'
import { keyOf } from '../../../queryClient.ts'
import { nextCursor } from '../../../ui/LoadMore.tsx'

/** No event tells of a look at the figures. */
const LOOK_MS = 10_000
const DECISIONS = 20
/** More are not kept in a browser; the command line replays any of them. */
const MAX_PAGES = 20

const path = (id: string, rest = '') => `/v1/campaigns/${encodeURIComponent(id)}/experiment${rest}`

export const experimentQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('campaigns', id, 'experiment'),
    queryFn: ({ signal }) => get<Experiment>(path(id), { signal }),
    refetchInterval: ({ state: { data } }) => (data?.phase === 'ended' ? false : LOOK_MS),
  })

export const decisionsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: keyOf('campaigns', id, 'decisions'),
    queryFn: ({ signal, pageParam }) =>
      get<z.infer<typeof decisionPage>>(path(id, '/decisions'), { query: { limit: DECISIONS, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last, pages) => (pages.length < MAX_PAGES ? nextCursor(last) : undefined),
  })

/** What a person decides: a variant for the rest, or none. */
export type Order = { kind: 'decide'; variantId: string } | { kind: 'stop' }

/** Carries out what a person decides, and shows the experiment as it is then. */
export function useSteer(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (order: Order) =>
      order.kind === 'stop'
        ? send<Experiment>('POST', path(id, '/stop'))
        : send<Experiment>('POST', path(id, '/decide'), { variant_id: order.variantId }),
    onSuccess: (after) => client.setQueryData(experimentQuery(id).queryKey, after),
    // Whoever was quicker is shown too.
    onSettled: () => void client.invalidateQueries({ queryKey: keyOf('campaigns', id) }),
  })
}
