import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, type ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { ZoneContext } from './i18n/format.ts'
import { LanguageContext } from './i18n/words.ts'
import { NotFoundPage } from './pages/NotFound.tsx'
import type { PageProps } from './route.ts'
import { pages, presentSections } from './routes.ts'
import { SectionsContext } from './sections.ts'
import type { Session } from '../src/contract/session.ts'
import { languageOf, SessionContext, sessionQuery } from './session.ts'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import { ErrorNote } from './ui/ErrorNote.tsx'
import { Frame } from './ui/frame/Frame.tsx'
import { SignedOutDialog } from './ui/frame/SignedOutDialog.tsx'
import { PageSkeleton } from './ui/Skeleton.tsx'
import { ToastProvider } from './ui/Toast.tsx'

/** Everything: who is signed in, in which language, the frame, and the page of the address. */
export function App() {
  const session = useQuery(sessionQuery)
  if (session.data === undefined)
    return (
      <LanguageContext value={languageOf(undefined)}>
        {session.isError && <ErrorNote error={session.error} retry={() => void session.refetch()} />}
        <SignedOutDialog />
      </LanguageContext>
    )
  return (
    <Settings session={session.data}>
      <Frame>
        <ErrorBoundary>
          <Suspense fallback={<PageSkeleton />}>
            <Pages />
          </Suspense>
        </ErrorBoundary>
      </Frame>
      <SignedOutDialog />
    </Settings>
  )
}

const Pages = () => (
  <Switch>
    {pages.map(({ path, Page }) => (
      <Route key={path} path={path}>
        {(params) => <Page params={decoded(params)} />}
      </Route>
    ))}
    <Route>
      <NotFoundPage />
    </Route>
  </Switch>
)

/** The router leaves what has a meaning in addresses as it is, such as the %2B of a number. */
const decoded = (params: PageProps['params']): PageProps['params'] =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value === undefined ? undefined : decode(value)]))

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function Settings({ session, children }: { session: Session; children: ReactNode }) {
  const language = languageOf(session)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <SessionContext value={session}>
      <LanguageContext value={language}>
        <ZoneContext value={session.account.time_zone}>
          <SectionsContext value={presentSections}>
            <ToastProvider>{children}</ToastProvider>
          </SectionsContext>
        </ZoneContext>
      </LanguageContext>
    </SessionContext>
  )
}
