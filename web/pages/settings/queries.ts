import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import type { account, changeAccount } from '../../../src/contract/account.ts'
import type { retention } from '../../../src/contract/retention.ts'
import { get, send } from '../../api.ts'
import { useWords } from '../../i18n/words.ts'
import { keyOf } from '../../queryClient.ts'
import { useToast } from '../../ui/Toast.tsx'
import { settingsWords } from './words.ts'

export type Account = z.infer<typeof account>
export type AccountChange = z.infer<typeof changeAccount>

export const accountQuery = queryOptions({
  queryKey: keyOf('account'),
  queryFn: ({ signal }) => get<Account>('/v1/account', { signal }),
})

export const retentionQuery = queryOptions({
  queryKey: keyOf('account', 'retention'),
  queryFn: ({ signal }) => get<z.infer<typeof retention>>('/v1/retention', { signal }),
})

/** Saves settings of the account; the frame shows some of them, so who is signed in is read again. */
export function useSaveAccount({ changes, onSaved }: { changes: () => AccountChange; onSaved: () => void }) {
  const client = useQueryClient()
  const toast = useToast()
  const words = useWords(settingsWords)
  return useMutation({
    mutationFn: () => send<Account>('PATCH', '/v1/account', changes()),
    onSuccess: (saved) => {
      client.setQueryData(accountQuery.queryKey, saved)
      onSaved()
      toast(words.saved)
      return client.invalidateQueries({ queryKey: keyOf('session') })
    },
  })
}

/** An empty field says that there is none. */
export const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())
