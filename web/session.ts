import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Scope } from '../src/contract/scopes.ts'
import { get, send } from './api.ts'
import type { Language } from './i18n/words.ts'
import { keyOf } from './queryClient.ts'

export type Role = 'owner' | 'marketer' | 'developer' | 'viewer'
/** Who sits before the screen, for which account, and what they may do. */
export type Session = {
  user: { id: string; email: string; role: Role; language: Language }
  account: { id: string; name: string; time_zone: string; currency: string | null }
  base_url: string
  link_url: string
  scopes: readonly Scope[]
}

export const sessionQuery = queryOptions({
  queryKey: keyOf('session'),
  queryFn: ({ signal }) => get<Session>('/v1/session', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const SessionContext = createContext<Session | undefined>(undefined)

/** The session of everything inside the frame. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('useSession is used outside of the frame')
  return session
}

/** Whether the role of the reader allows something; the server decides, the screen only leaves out what would be refused. */
export const useMay = (scope: Scope): boolean => useSession().scopes.includes(scope)

/** Changes the language of the screens; it is kept with the user, so every browser of theirs follows. */
export function useChangeLanguage() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (language: Language) => send<Session>('PATCH', '/v1/session', { language }),
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  })
}

/** Ends the session on the server, then shows the page to sign in. */
export function useSignOut() {
  return useMutation({
    mutationFn: () => send<void>('DELETE', '/v1/session'),
    onSuccess: () => window.location.assign('/sign-in'),
  })
}
