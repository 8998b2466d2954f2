import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { campaignPage, campaignSummary } from '../../../src/contract/campaigns.ts'
import type { conversionPage } from '../../../src/contract/conversions.ts'
import type { hitPage, MessageDetail, messagePage } from '../../../src/contract/messages.ts'
import type { inboundPage, optOutPage } from '../../../src/contract/suppressions.ts'
import { get, type Query } from '../../api.ts'
import { keyOf } from '../../queryClient.ts'
import { nextCursor } from '../../ui/LoadMore.tsx'

const PAGE = 100
/** Somebody who reads this far down reads the past: what is new would move the rows under their eyes, and cost as many requests as there are pages. */
const LIVE_PAGES = 2
/** More rows than these are not kept in a browser; the list then goes on from the last time. */
export const MAX_PAGES = 50

/** Messages that match, newest first. Read anew as they change while only the first pages are there. */
export const messageList = (query: Query) =>
  infiniteQueryOptions({
    queryKey: keyOf('messages', 'list', query),
    queryFn: ({ signal, pageParam }) =>
      get<z.infer<typeof messagePage>>('/v1/messages', { query: { ...query, limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last, pages) => (pages.length < MAX_PAGES ? nextCursor(last) : undefined),
    enabled: ({ state: { data } }) => data === undefined || isLive(data.pages.length),
  })
export const isLive = (pages: number): boolean => pages <= LIVE_PAGES

export const messageQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('messages', 'one', id),
    queryFn: ({ signal }) => get<MessageDetail>(`/v1/messages/${encodeURIComponent(id)}`, { signal }),
  })

/** Every request to the links of a message, oldest first. */
export const hitList = (id: string) =>
  infiniteQueryOptions({
    queryKey: keyOf('messages', 'hits', id),
    queryFn: ({ signal, pageParam }) =>
      get<z.infer<typeof hitPage>>(`/v1/messages/${encodeURIComponent(id)}/hits`, { query: { limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last, pages) => (pages.length < MAX_PAGES ? nextCursor(last) : undefined),
  })

export const conversionsOf = (id: string) =>
  queryOptions({
    queryKey: keyOf('conversions', 'of message', id),
    queryFn: ({ signal }) =>
      get<z.infer<typeof conversionPage>>('/v1/conversions', { query: { message_id: id, state: 'attributed', limit: PAGE }, signal }),
  })

/** What answers a message, newest first; a person writes a handful. */
export const repliesTo = ({ id, test }: Pick<MessageDetail, 'id' | 'test'>) =>
  queryOptions({
    queryKey: keyOf('inbound', 'of message', id),
    queryFn: ({ signal }) => get<z.infer<typeof inboundPage>>('/v1/inbound', { query: { message_id: id, test, limit: PAGE }, signal }),
  })

/** Who opted out by a message: each person once until they come back. */
export const optOutsBy = (id: string) =>
  queryOptions({
    queryKey: keyOf('suppressions', 'of message', id),
    queryFn: ({ signal }) => get<z.infer<typeof optOutPage>>('/v1/opt-outs', { query: { message_id: id, limit: PAGE }, signal }),
  })

type CampaignSummary = z.infer<typeof campaignSummary>

/** All campaigns, newest first. */
export const campaignList = infiniteQueryOptions({
  queryKey: keyOf('campaigns', 'logbook'),
  queryFn: ({ signal, pageParam }) =>
    get<z.infer<typeof campaignPage>>('/v1/campaigns', { query: { limit: PAGE, cursor: pageParam }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (last, pages) => (pages.length < MAX_PAGES ? nextCursor(last) : undefined),
})

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('campaigns', 'name', id),
    queryFn: ({ signal }) => get<CampaignSummary>(`/v1/campaigns/${encodeURIComponent(id)}`, { signal }),
  })

export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('campaigns', 'report', id),
    queryFn: ({ signal }) => get<CampaignReport>(`/v1/campaigns/${encodeURIComponent(id)}/report`, { signal }),
  })
