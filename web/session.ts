import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { Scope } from '../src/contract/scopes.ts'
import type { Session } from '../src/contract/session.ts'
import { get, send } from './api.ts'
import { isLanguage, type Language } from './i18n/words.ts'
import { serverPaths } from './paths.ts'
import { keyOf } from './queryClient.ts'

export const sessionQuery = queryOptions({
  queryKey: keyOf('session'),
  queryFn: ({ signal }) => get<Session>('/v1/session', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const SessionContext = createContext<Session | undefined>(undefined)

/** Who sits before the screen, for which account; there is one everywhere inside the frame. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === undefined) throw new Error('useSession is used outside of the frame')
  return session
}

/** Whether the role of the reader allows something. The server decides; the screen only leaves out what would be refused. */
export const useMay = (scope: Scope): boolean => useSession().scopes.includes(scope)

/** The language that a user chose, else that of the browser. */
export function languageOf(session: Session | undefined): Language {
  const browsers = navigator.language.slice(0, 2)
  return session?.user.language ?? (isLanguage(browsers) ? browsers : 'en')
}

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
    mutationFn: () => send('DELETE', '/v1/session'),
    onSuccess: () => window.location.assign(serverPaths.signIn('/')),
  })
}
