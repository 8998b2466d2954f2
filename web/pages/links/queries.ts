import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { LinkDetail, linkPage, LinkReport, LinkState } from '../../../src/contract/links.ts'
import { get, send, type Query } from '../../api.ts'
import { keyOf, type Resource } from '../../queryClient.ts'
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

const path = (id: string, rest = '') => `/v1/links/${encodeURIComponent(id)}${rest}`

/** One link, and what happened at it: read anew with each message that is clicked, unlike the list, which may be long. */
export const linkQuery = (id: string) =>
  queryOptions({ queryKey: keyOf('stats', 'link', id), queryFn: ({ signal }) => get<LinkDetail>(path(id), { signal }) })
export const linkReportQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('stats', 'link', id, 'report'),
    queryFn: ({ signal }) => get<LinkReport>(path(id, '/report'), { signal }),
  })

export const linkStates = ['active', 'expired', 'taken_down'] as const satisfies readonly LinkState[]
export const isLinkState = (word: string): word is LinkState => linkStates.some((state) => state === word)

const shown = ['links', 'messages', 'stats'] as const satisfies readonly Resource[]

export type LinkChange = { destination: string } | { expires_at: string | null } | 'takedown' | 'restore'

/** Changes a link for all who have it, then reads again what shows it. */
export function useChangeLink(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: LinkChange) =>
      typeof change === 'string' ? send('POST', path(id, `/${change}`)) : send('PATCH', path(id), change),
    onSuccess: () => Promise.all(shown.map((resource) => client.invalidateQueries({ queryKey: [resource] }))),
  })
}
