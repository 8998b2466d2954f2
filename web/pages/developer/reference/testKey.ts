import { useMutation } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { KeyMade } from '../keys/queries.ts'
import { send } from '../../../api.ts'
import { useSession } from '../../../session.ts'

/** What stands in snippets as long as no key has been made. */
export const KEY_PLACEHOLDER = 'YOUR_API_KEY'

/** Kept in memory until the window is closed or loaded anew, and nowhere else. */
let current: string | undefined
const listeners = new Set<() => void>()

/** The test key that was made here. */
export const useTestKey = (): string | undefined =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => current,
  )

/** Makes a key for the snippets: it may what the reader may, except making others, and what it sends goes to the simulator. */
export function useMakeTestKey({ name }: { name: string }) {
  const { scopes } = useSession()
  return useMutation({
    mutationFn: () => send<KeyMade>('POST', '/v1/keys', { name, mode: 'test', scopes: scopes.filter((scope) => scope !== 'keys:manage') }),
    onSuccess: ({ key }) => {
      current = key
      for (const changed of listeners) changed()
    },
  })
}
