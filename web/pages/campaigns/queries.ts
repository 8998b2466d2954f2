import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { recipientPage } from '../../../src/contract/campaignRecipients.ts'
import type { CampaignComparison, CampaignReport } from '../../../src/contract/campaignReport.ts'
import type { Campaign, CampaignState, campaignPage } from '../../../src/contract/campaigns.ts'
import { get, type Query } from '../../api.ts'
import { askEvery } from '../../live.ts'
import { keyOf } from '../../queryClient.ts'
import { nextCursor } from '../../ui/LoadMore.tsx'
import type { ListFilter } from './filters.ts'

/** The stream tells of what goes out and of the schedule, but not that the pace of a campaign changes where nothing is sent. */
const runningAgain = () => askEvery({ live: 10_000, otherwise: 3_000 })
/** Nor does it tell of drafts that others write. */
const waitingAgain = () => askEvery({ live: 30_000, otherwise: 10_000 })
const ROWS = 25
const RECIPIENTS = 50
/** Somebody who reads this far down reads the past: reading all pages anew would cost as many requests, each time that something changes. */
const LIVE_PAGES = 2
/** More are not kept in a browser; a search or a filter finds what is further down. */
const MAX_PAGES = 40
const isLive = (pages: number | undefined) => (pages ?? 0) <= LIVE_PAGES
/** A page without anybody in it is followed by the next; so many at once, then the reader is asked. */
const EMPTY_PAGES = 10

type CampaignPage = z.infer<typeof campaignPage>
type RecipientPage = z.infer<typeof recipientPage>

const isOver = (state: CampaignState | undefined) => state === 'done' || state === 'cancelled'

const path = (id: string, rest = '') => `/v1/campaigns/${encodeURIComponent(id)}${rest}`

export const campaignsQuery = ({ q, state }: ListFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf('campaigns', 'list', q, state),
    queryFn: ({ signal, pageParam }) =>
      get<CampaignPage>('/v1/campaigns', { query: { search: q, state, limit: ROWS, cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (last, pages) => (pages.length < MAX_PAGES ? nextCursor(last) : undefined),
    enabled: ({ state: { data } }) => isLive(data?.pages.length),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ campaigns }) => campaigns.some((one) => one.state === 'running')) === true ? runningAgain() : waitingAgain(),
  })

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('campaigns', id),
    queryFn: ({ signal }) => get<Campaign>(path(id), { signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? runningAgain() : isOver(data?.state) ? false : waitingAgain()),
  })

/** `narrowing` names a link, a device, a country or a variant. */
export const reportQuery = (id: string, narrowing: Query) =>
  queryOptions({
    queryKey: keyOf('campaigns', id, 'report', narrowing),
    queryFn: ({ signal }) => get<CampaignReport>(path(id, '/report'), { query: narrowing, signal }),
    placeholderData: keepPreviousData,
  })

export const comparisonQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('campaigns', id, 'comparison'),
    queryFn: ({ signal }) => get<CampaignComparison>(path(id, '/comparison'), { signal }),
  })

export const recipientsQuery = (id: string, filter: Query) =>
  infiniteQueryOptions({
    queryKey: keyOf('campaigns', id, 'recipients', filter),
    queryFn: ({ signal, pageParam }) => readRecipients(id, { filter, cursor: pageParam, signal }),
    initialPageParam: '',
    getNextPageParam: (last, pages) => (pages.length < MAX_PAGES ? nextCursor(last) : undefined),
    enabled: ({ state: { data } }) => isLive(data?.pages.length),
    placeholderData: keepPreviousData,
  })

/** Where few of many fit, a page may hold nobody although others follow. */
async function readRecipients(
  id: string,
  { filter, cursor, signal }: { filter: Query; cursor: string; signal: AbortSignal },
): Promise<RecipientPage> {
  const recipients: RecipientPage['recipients'] = []
  let next: string | null = cursor
  for (let pages = 0; pages < EMPTY_PAGES && next !== null && recipients.length === 0; pages++) {
    const page: RecipientPage = await get(path(id, '/recipients'), { query: { ...filter, limit: RECIPIENTS, cursor: next }, signal })
    recipients.push(...page.recipients)
    next = page.next_cursor
  }
  return { recipients, next_cursor: next }
}
