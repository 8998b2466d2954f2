import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Conversation, phoneReply, simulatedPhones } from '../../../../src/contract/simulator.ts'
import { ApiError, get, send } from '../../../api.ts'
import { askEvery } from '../../../live.ts'
import { keyOf } from '../../../queryClient.ts'

export type PhoneList = z.infer<typeof simulatedPhones>
export type PhoneMessage = Conversation['messages'][number]
export type PhoneReply = z.infer<typeof phoneReply>
export type LinkRecord = NonNullable<PhoneMessage['record']>['links'][number]

const base = '/v1/simulator/phones'
/** A phone fetches the card of a link by itself after a moment, which the stream tells of, but not of hits that are counted in totals only. */
const again = () => askEvery({ live: 15_000, otherwise: 3_000 })

/** Under "messages", so that whatever happens to a message brings the phones up to date. */
export const phonesQuery = queryOptions({
  queryKey: keyOf('messages', 'phones'),
  queryFn: ({ signal }) => get<PhoneList>(base, { signal }),
  refetchInterval: again,
})

/** A phone that has received nothing is no phone for the API; on the screen it is an empty one, which may get something soon. */
const emptyOf =
  (phone: string) =>
  (error: unknown): Conversation => {
    if (error instanceof ApiError && error.code === 'not_found') return { phone, messages: [], replies: [], answerable: [] }
    throw error
  }

export const conversationQuery = (phone: string) =>
  queryOptions({
    queryKey: keyOf('messages', 'phones', phone),
    queryFn: ({ signal }) => get<Conversation>(`${base}/${encodeURIComponent(phone)}`, { signal }).catch(emptyOf(phone)),
    refetchInterval: again,
  })

/** Writes back as the person with the phone would. */
export function useReply(phone: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reply: { to: string; text: string }) => send<PhoneReply>('POST', `${base}/${encodeURIComponent(phone)}/replies`, reply),
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf('messages') }),
  })
}
