import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { apiKey, createKey, keyList, keyMade } from '../../../../src/contract/keys.ts'
import { get, send } from '../../../api.ts'
import { keyOf } from '../../../queryClient.ts'

export type ApiKey = z.infer<typeof apiKey>
export type KeyMade = z.infer<typeof keyMade>
export type NewKey = z.infer<typeof createKey>

export const keysQuery = queryOptions({
  queryKey: keyOf('keys'),
  queryFn: ({ signal }) => get<z.infer<typeof keyList>>('/v1/keys', { signal }),
})

/** Makes a key. Its secret stands in the answer and nowhere else. */
export function useMakeKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (key: NewKey) => send<KeyMade>('POST', '/v1/keys', key),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf('keys') }),
  })
}

export function useRevokeKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => send<ApiKey>('POST', `/v1/keys/${encodeURIComponent(id)}/revoke`),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf('keys') }),
  })
}
