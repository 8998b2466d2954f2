import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { changeSevenSettings, sevenSettingsView, sevenSigningKeyView } from '../../../../src/contract/sevenSettings.ts'
import { get, send } from '../../../api.ts'
import { keyOf } from '../../../queryClient.ts'

export type SevenSettings = z.infer<typeof sevenSettingsView>
type SigningKey = z.infer<typeof sevenSigningKeyView>

export const sevenQuery = queryOptions({
  queryKey: keyOf('account', 'seven'),
  queryFn: ({ signal }) => get<SevenSettings>('/v1/seven', { signal }),
})

export const saveSeven = (changes: z.infer<typeof changeSevenSettings>) => send<SevenSettings>('PATCH', '/v1/seven', changes)
export const showSigningKey = () => get<SigningKey>('/v1/seven/signing-key')
export const rotateSigningKey = () => send<SigningKey>('POST', '/v1/seven/signing-key/rotate')
