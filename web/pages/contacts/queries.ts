import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { CountAnswer, segment, segmentPage, SegmentRule } from '../../../src/contract/audiences.ts'
import type { campaignPage } from '../../../src/contract/campaigns.ts'
import type { contactImport, importPage } from '../../../src/contract/contactImports.ts'
import type { contactDetail, contactPage, fieldNameList, groupPage } from '../../../src/contract/contacts.ts'
import type { conversionPage } from '../../../src/contract/conversions.ts'
import type { messagePage } from '../../../src/contract/messages.ts'
import type { inboundPage, optOutPage, suppressionPage } from '../../../src/contract/suppressions.ts'
import { get, send, type Query } from '../../api.ts'
import { askEvery } from '../../live.ts'
import { keyOf, type Resource } from '../../queryClient.ts'
import { nextCursor } from '../../ui/LoadMore.tsx'

export type ContactDetail = z.infer<typeof contactDetail>
export type ListedContact = z.infer<typeof contactPage>['contacts'][number]
export type Group = z.infer<typeof groupPage>['groups'][number]
export type ContactImport = z.infer<typeof contactImport>

const PAGE = 50
/** The server makes no more of an account. */
const MAX_GROUPS = 1_000
const MAX_PAGE = 200

/** Pages of a list, one after the other. */
function pagesOf<Page extends { next_cursor: string | null }>(resource: Resource, path: string, query: Query = {}) {
  return infiniteQueryOptions({
    queryKey: keyOf(resource, 'pages', path, query),
    queryFn: ({ signal, pageParam }) => get<Page>(path, { query: { limit: PAGE, ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: nextCursor,
    placeholderData: keepPreviousData,
  })
}

export const contactsQuery = (filters: Query) => pagesOf<z.infer<typeof contactPage>>('contacts', '/v1/contacts', filters)

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('contacts', 'one', id),
    queryFn: ({ signal }) => get<ContactDetail>(contactPath(id), { signal }),
  })
export const contactPath = (id: string): string => `/v1/contacts/${encodeURIComponent(id)}`

export const messagesOf = (id: string) => pagesOf<z.infer<typeof messagePage>>('messages', `${contactPath(id)}/messages`, { limit: 20 })
export const repliesOf = (id: string) => pagesOf<z.infer<typeof inboundPage>>('inbound', `${contactPath(id)}/inbound`, { limit: 20 })
export const conversionsOf = (id: string) =>
  pagesOf<z.infer<typeof conversionPage>>('conversions', `${contactPath(id)}/conversions`, { limit: 20 })

export const fieldNamesQuery = queryOptions({
  queryKey: keyOf('contacts', 'fields'),
  queryFn: ({ signal }) => get<z.infer<typeof fieldNameList>>('/v1/contacts/fields', { signal }),
})

/** All groups by name, for fields that choose one. */
export const groupNamesQuery = queryOptions({
  queryKey: keyOf('groups', 'all'),
  queryFn: async ({ signal }) => {
    const groups: Group[] = []
    for (let cursor: string | undefined; ;) {
      const page = await get<z.infer<typeof groupPage>>('/v1/groups', { query: { limit: MAX_PAGE, cursor }, signal })
      groups.push(...page.groups)
      cursor = nextCursor(page)
      if (cursor === undefined || groups.length >= MAX_GROUPS) return groups
    }
  },
})

export const groupsQuery = pagesOf<z.infer<typeof groupPage>>('groups', '/v1/groups', { members: true })

export const importsQuery = pagesOf<z.infer<typeof importPage>>('imports', '/v1/contacts/imports')
/** The stream tells how far an import is. */
export const importAgain = () => askEvery({ live: false, otherwise: 2_000 })
export const isUnderWay = ({ state }: ContactImport): boolean => state === 'uploading' || state === 'queued' || state === 'running'

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('imports', 'one', id),
    queryFn: ({ signal }) => get<ContactImport>(`/v1/contacts/imports/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) => data !== undefined && isUnderWay(data) && importAgain(),
  })

export const suppressionsQuery = (filters: Query) => pagesOf<z.infer<typeof suppressionPage>>('suppressions', '/v1/suppressions', filters)
export const optOutsQuery = (filters: Query) => pagesOf<z.infer<typeof optOutPage>>('suppressions', '/v1/opt-outs', filters)
export const repliesQuery = (filters: Query) => pagesOf<z.infer<typeof inboundPage>>('inbound', '/v1/inbound', filters)

const PENDING_SHOWN = 100
/** How many opt-outs wait for somebody to look at them; 100 stands for more. */
export const pendingOptOutsQuery = queryOptions({
  queryKey: keyOf('suppressions', 'pending'),
  queryFn: ({ signal }) => get<z.infer<typeof optOutPage>>('/v1/opt-outs', { query: { review: 'pending', limit: PENDING_SHOWN }, signal }),
  select: (page) => ({ count: page.opt_outs.length, isMore: page.next_cursor !== null }),
})

export type Segment = z.infer<typeof segment>
export const segmentsQuery = pagesOf<z.infer<typeof segmentPage>>('segments', '/v1/segments')
export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('segments', 'one', id),
    queryFn: ({ signal }) => get<Segment>(`/v1/segments/${encodeURIComponent(id)}`, { signal }),
  })

/** The newest campaigns, for fields that choose one. */
export const campaignNamesQuery = queryOptions({
  queryKey: keyOf('campaigns', 'names'),
  queryFn: ({ signal }) => get<z.infer<typeof campaignPage>>('/v1/campaigns', { query: { limit: MAX_PAGE }, signal }),
})

/** How many contacts a rule finds, and who of them would get nothing. */
export const countQuery = (rule: SegmentRule) =>
  queryOptions({
    queryKey: keyOf('contacts', 'count', rule),
    queryFn: ({ signal }) => send<CountAnswer>('POST', '/v1/audiences/count', { audience: { include: [rule] } }, { signal }),
    placeholderData: keepPreviousData,
  })
