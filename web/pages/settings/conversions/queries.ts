import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { conversionPage, ConversionDetail } from '../../../../src/contract/conversions.ts'
import type { conversionSettings, snippet } from '../../../../src/contract/conversionSettings.ts'
import { get } from '../../../api.ts'
import { keyOf } from '../../../queryClient.ts'

const RECENT = 10

export type ConversionSettings = z.infer<typeof conversionSettings>

export const conversionSettingsQuery = queryOptions({
  queryKey: keyOf('account', 'conversions'),
  queryFn: ({ signal }) => get<ConversionSettings>('/v1/conversions/settings', { signal }),
})

export const snippetQuery = (query: { consent: 'none' | 'wait'; strip: boolean; domain: string | null }) =>
  queryOptions({
    queryKey: keyOf('account', 'snippet', query),
    queryFn: ({ signal }) =>
      get<z.infer<typeof snippet>>('/v1/conversions/snippet', { query: { ...query, domain: query.domain ?? undefined }, signal }),
  })

export const conversionQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('conversions', id),
    queryFn: ({ signal }) => get<ConversionDetail>(`/v1/conversions/${encodeURIComponent(id)}`, { signal }),
  })

export const recentQuery = queryOptions({
  queryKey: keyOf('conversions', 'recent'),
  queryFn: ({ signal }) => get<z.infer<typeof conversionPage>>('/v1/conversions', { query: { limit: RECENT }, signal }),
})
