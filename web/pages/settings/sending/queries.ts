import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { keyList } from '../../../../src/contract/keys.ts'
import type { spendLimit, spendLimitBody, spendLimits } from '../../../../src/contract/spendLimits.ts'
import { get, send } from '../../../api.ts'
import { keyOf } from '../../../queryClient.ts'

export type Limit = z.infer<typeof spendLimit>
type LimitChange = z.infer<typeof spendLimitBody>

export const limitsQuery = queryOptions({
  queryKey: keyOf('account', 'limits'),
  queryFn: ({ signal }) => get<z.infer<typeof spendLimits>>('/v1/spend-limits', { signal }),
})

export const keysQuery = queryOptions({
  queryKey: keyOf('keys', 'names'),
  queryFn: ({ signal }) => get<z.infer<typeof keyList>>('/v1/keys', { signal }),
})

export type SaveLimit = ReturnType<typeof useSaveLimit>

/** Sets a limit, or takes it away; the answer holds all of them. */
export function useSaveLimit() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: LimitChange) => send<z.infer<typeof spendLimits>>('PUT', '/v1/spend-limits', body),
    onSuccess: (saved) => client.setQueryData(limitsQuery.queryKey, saved),
  })
}
