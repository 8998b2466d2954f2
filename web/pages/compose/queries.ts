import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { account } from '../../../src/contract/account.ts'
import type { audience as audienceSchema, CountAnswer, FrequencyCap, segmentPage } from '../../../src/contract/audiences.ts'
import type { Campaign } from '../../../src/contract/campaigns.ts'
import type { fieldNameList, groupPage } from '../../../src/contract/contacts.ts'
import type { domainList } from '../../../src/contract/links.ts'
import type { messagePage, PreviewResponse } from '../../../src/contract/messages.ts'
import type { AudienceSample, CheckedNumbers } from '../../../src/contract/recipients.ts'
import { get, send } from '../../api.ts'
import { keyOf } from '../../queryClient.ts'
import type { previewOf } from './requests.ts'

export const accountQuery = queryOptions({
  queryKey: keyOf('account', 'settings'),
  queryFn: ({ signal }) => get<z.infer<typeof account>>('/v1/account', { signal }),
})

export const domainsQuery = queryOptions({
  queryKey: keyOf('domains', 'usable'),
  queryFn: ({ signal }) => get<z.infer<typeof domainList>>('/v1/short-domains', { signal }),
})

/** Senders that were used lately, the last first. */
export const sendersQuery = queryOptions({
  queryKey: keyOf('messages', 'senders'),
  queryFn: async ({ signal }) => {
    const { messages } = await get<z.infer<typeof messagePage>>('/v1/messages', { query: { limit: 50 }, signal })
    return [...new Set(messages.map(({ from }) => from))].slice(0, 10)
  },
})

/** Groups that a list can show; who has more finds them by their first letters only among these. */
const PAGES = 5

export const groupsQuery = queryOptions({
  queryKey: keyOf('groups', 'names'),
  queryFn: async ({ signal }) => {
    const found: { id: string; name: string }[] = []
    let cursor: string | undefined
    for (let page = 0; page < PAGES; page++) {
      const answer = await get<z.infer<typeof groupPage>>('/v1/groups', { query: { limit: 200, cursor }, signal })
      found.push(...answer.groups)
      if (answer.next_cursor === null) break
      cursor = answer.next_cursor
    }
    return found
  },
})

export const segmentsQuery = queryOptions({
  queryKey: keyOf('segments', 'names'),
  queryFn: async ({ signal }) => {
    const found: { id: string; name: string }[] = []
    let cursor: string | undefined
    for (let page = 0; page < PAGES; page++) {
      const answer = await get<z.infer<typeof segmentPage>>('/v1/segments', { query: { limit: 50, cursor }, signal })
      found.push(...answer.segments)
      if (answer.next_cursor === null) break
      cursor = answer.next_cursor
    }
    return found
  },
})

export const fieldNamesQuery = queryOptions({
  queryKey: keyOf('contacts', 'fields'),
  queryFn: ({ signal }) => get<z.infer<typeof fieldNameList>>('/v1/contacts/fields', { signal }),
})

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf('campaigns', id),
    queryFn: ({ signal }) => get<Campaign>(`/v1/campaigns/${encodeURIComponent(id)}`, { signal }),
  })

/** What decides who gets it: of a text only its merge fields, so that a letter more asks nothing anew. */
export type Asked = { fieldsText: string | undefined; from: string | undefined }

export const numbersQuery = ({ numbers, fieldsText, from }: Asked & { numbers: readonly string[] }) =>
  queryOptions({
    queryKey: keyOf('contacts', 'numbers', numbers, fieldsText, from),
    queryFn: ({ signal }) => send<CheckedNumbers>('POST', '/v1/messages/recipients', { to: numbers, text: fieldsText, from }, { signal }),
    enabled: numbers.length > 0,
  })

type AskedAudience = Asked & { audience: z.infer<typeof audienceSchema>; cap: FrequencyCap | undefined }
const bodyOf = ({ audience, fieldsText, from, cap }: AskedAudience) => ({ audience, text: fieldsText, from, frequency_cap: cap })
/** Contacts that are shown for each reason. */
const SHOWN = 3

export const countQuery = (asked: AskedAudience) =>
  queryOptions({
    queryKey: keyOf('contacts', 'count', asked),
    queryFn: ({ signal }) => send<CountAnswer>('POST', '/v1/audiences/count', bodyOf(asked), { query: { sample: SHOWN }, signal }),
    enabled: asked.audience.include.length > 0,
  })

export const sampleQuery = (asked: AskedAudience) =>
  queryOptions({
    queryKey: keyOf('contacts', 'sample', asked),
    queryFn: ({ signal }) => send<AudienceSample>('POST', '/v1/audiences/sample', bodyOf(asked), { signal }),
    enabled: asked.audience.include.length > 0,
  })

/** What the server says of a text; it knows which destinations are private, and other accounts' short domains. */
export const previewQuery = (body: ReturnType<typeof previewOf> | undefined) =>
  queryOptions({
    queryKey: keyOf('messages', 'preview', body),
    queryFn: ({ signal }) => send<PreviewResponse>('POST', '/v1/messages/preview', body, { signal }),
    enabled: body !== undefined,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
