import { useQuery } from '@tanstack/react-query'
import { Suspense, useEffect, type ReactNode } from 'react'
import { Route, Switch } from 'wouter'
import { ZoneContext } from './i18n/format.ts'
import { isLanguage, LanguageContext, type Language } from './i18n/words.ts'
import { NotFoundPage } from './pages/NotFound.tsx'
import { pages } from './routes.ts'
import { SessionContext, sessionQuery, type Session } from './session.ts'
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
      <LanguageContext value={documentLanguage()}>
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
        {(params) => <Page params={params} />}
      </Route>
    ))}
    <Route>
      <NotFoundPage />
    </Route>
  </Switch>
)

function Settings({ session, children }: { session: Session; children: ReactNode }) {
  const { language } = session.user
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <SessionContext value={session}>
      <LanguageContext value={language}>
        <ZoneContext value={session.account.time_zone}>
          <ToastProvider>{children}</ToastProvider>
        </ZoneContext>
      </LanguageContext>
    </SessionContext>
  )
}

/** Until the session is known: what the server wrote into the page. */
function documentLanguage(): Language {
  const { lang } = document.documentElement
  return isLanguage(lang) ? lang : 'en'
}
