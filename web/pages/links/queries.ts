import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { linkPage, LinkState } from '../../../src/contract/links.ts'
import { get, send, type Query } from '../../api.ts'
import { keyOf } from '../../queryClient.ts'
import { nextCursor } from '../../ui/LoadMore.tsx'

const PAGE = 50
/** More than so many pages are not kept in a browser; a search finds the rest. */
const MAX_PAGES = 40

/** Links with their figures, newest first. */
export const linkList = (query: Query) =>
  infiniteQueryOptions({
    queryKey: keyOf('links', 'list', query),
    queryFn: ({ signal, pageParam }) =>
      get<z.infer<typeof linkPage>>('/v1/links', { query: { ...query, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last, pages) => (pages.length < MAX_PAGES ? nextCursor(last) : undefined),
  })

export const linkStates = ['active', 'expired', 'taken_down'] as const satisfies readonly LinkState[]
export const isLinkState = (word: string): word is LinkState => linkStates.some((state) => state === word)

export type LinkChange = { destination: string } | { expires_at: string | null } | 'takedown' | 'restore'

/** Changes a link for all who have it, then reads the list again. */
export function useChangeLink(id: string) {
  const client = useQueryClient()
  const address = `/v1/links/${encodeURIComponent(id)}`
  return useMutation({
    mutationFn: (change: LinkChange) =>
      typeof change === 'string' ? send('POST', `${address}/${change}`) : send('PATCH', address, change),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['links'] }), client.invalidateQueries({ queryKey: ['messages'] })]),
  })
}
