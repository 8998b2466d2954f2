import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { z } from 'zod'
import type { campaignSummary } from '../../../src/contract/campaigns.ts'
import type { MessageSummary } from '../../../src/contract/messages.ts'
import { useZone } from '../../i18n/format.ts'
import { queryOf, type Filters } from './filters.ts'
import { campaignList, messageList } from './queries.ts'

type Campaign = z.infer<typeof campaignSummary>
/** A row of the logbook: a message, or all messages of a campaign together. */
export type Entry =
  { kind: 'message'; id: string; message: MessageSummary } | { kind: 'campaign'; id: string; campaign: Campaign; at: string }

/** What the logbook shows for some filters, newest first. */
export function useEntries(filters: Filters) {
  const zone = useZone()
  const folds = filters.rows === 'campaigns'
  const asked = useMemo(() => queryOf(filters, zone), [filters, zone])
  const query = useInfiniteQuery(messageList(folds ? { ...asked, campaign: false } : asked))
  const messages = useMemo(() => query.data?.pages.flatMap((page) => page.messages), [query.data])
  // Below the last message that is here, others may come before the next campaign.
  const floor = query.hasNextPage ? messages?.at(-1)?.created_at : undefined
  const campaigns = useStartedCampaigns({ isOn: folds, floor })
  const entries = useMemo(() => {
    const singles = messages?.map((message) => ({ kind: 'message' as const, id: message.id, message }))
    if (singles === undefined || !folds) return singles
    const whole = campaigns.entries.filter(({ at }) => isWithin(at, { floor, after: asked.created_after, before: asked.created_before }))
    return [...singles, ...whole].toSorted((one, other) => (timeOf(one) < timeOf(other) ? 1 : -1))
  }, [messages, campaigns.entries, folds, floor, asked])
  return { query, entries, isReady: !folds || campaigns.isReady }
}

const timeOf = (entry: Entry): string => (entry.kind === 'message' ? entry.message.created_at : entry.at)

type Bounds = { floor: string | undefined; after: unknown; before: unknown }
const isWithin = (at: string, { floor, after, before }: Bounds): boolean =>
  (floor === undefined || at >= floor) && (typeof after !== 'string' || at >= after) && (typeof before !== 'string' || at < before)

/** Campaigns that have begun, as far back as the messages beside them go. */
function useStartedCampaigns({ isOn, floor }: { isOn: boolean; floor: string | undefined }) {
  const { data, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery({ ...campaignList, enabled: isOn })
  const campaigns = useMemo(() => data?.pages.flatMap((page) => page.campaigns) ?? [], [data])
  const oldest = campaigns.at(-1)?.created_at
  const needsMore = isOn && hasNextPage && !isFetching && oldest !== undefined && (floor === undefined || oldest > floor)
  useEffect(() => {
    if (needsMore) void fetchNextPage()
  }, [needsMore, fetchNextPage])
  const entries = useMemo(
    () =>
      campaigns.flatMap((campaign) =>
        campaign.started_at === null ? [] : [{ kind: 'campaign' as const, id: `c${campaign.id}`, campaign, at: campaign.started_at }],
      ),
    [campaigns],
  )
  return { entries, isReady: data !== undefined }
}
