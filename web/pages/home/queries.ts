import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { campaignPage } from '../../../src/contract/campaigns.ts'
import type { messagePage } from '../../../src/contract/messages.ts'
import type { onboarding } from '../../../src/contract/onboarding.ts'
import { get } from '../../api.ts'
import { keyOf } from '../../queryClient.ts'

const CAMPAIGNS = 5
const MESSAGES = 12

export const onboardingQuery = queryOptions({
  queryKey: keyOf('onboarding'),
  queryFn: ({ signal }) => get<z.infer<typeof onboarding>>('/v1/onboarding', { signal }),
})

export const lastCampaigns = queryOptions({
  queryKey: keyOf('campaigns', 'last'),
  queryFn: ({ signal }) => get<z.infer<typeof campaignPage>>('/v1/campaigns', { query: { limit: CAMPAIGNS }, signal }),
})

/** Those of campaigns would fill the list with what waits while one goes out; the campaigns stand above it. */
export const lastMessages = queryOptions({
  queryKey: keyOf('messages', 'last'),
  queryFn: ({ signal }) => get<z.infer<typeof messagePage>>('/v1/messages', { query: { campaign: false, limit: MESSAGES }, signal }),
})
