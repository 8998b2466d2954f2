import { ApiError } from '../api.ts'
import { useLanguage, useWords } from '../i18n/words.ts'
import { serverPaths } from '../paths.ts'
import { Button } from './Button.tsx'
import { errorWords } from './errorWords.ts'
import { Note } from './Note.tsx'
import { sayProblem, type Said } from './problems.ts'
import { ServerSays } from './RefusalText.tsx'
import { uiWords } from './words.ts'

/** A failure: what happened, what it means, what to do, and a way to try again. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const words = useWords(uiWords)
  const own = useWords(errorWords)
  const language = useLanguage()
  const said = error instanceof ApiError ? sayProblem(error, language) : undefined
  // Neither the answer of a server that is newer than this page, nor a fault of the page itself.
  const otherwise = error instanceof ApiError ? error.message : own.brokenTodo
  return (
    <Note kind="error" title={said?.happened ?? own.refused}>
      <Meaning said={said} otherwise={otherwise} />
      {error instanceof ApiError && error.code === 'internal' && error.requestId !== undefined && (
        <p className="small soft mono">{words.requestId(error.requestId)}</p>
      )}
      <Ways error={error} retry={retry} />
    </Note>
  )
}

function Meaning({ said, otherwise }: { said: Said | undefined; otherwise: string }) {
  if (said === undefined) return <p>{otherwise}</p>
  const { todo, detail } = said
  return (
    <>
      {todo === undefined ? <p>{detail}</p> : <p>{todo}</p>}
      {todo !== undefined && detail !== undefined && (
        <p className="small">
          <ServerSays detail={detail} />
        </p>
      )}
    </>
  )
}

function Ways({ error, retry }: { error: unknown; retry: (() => void) | undefined }) {
  const words = useWords(uiWords)
  if (error instanceof ApiError && error.code === 'unauthenticated')
    return (
      <div className="note-actions">
        <a className="button quiet" href={serverPaths.signIn(window.location.pathname + window.location.search)}>
          {words.signIn}
        </a>
      </div>
    )
  if (retry === undefined) return null
  return (
    <div className="note-actions">
      <Button onClick={retry}>{words.retry}</Button>
    </div>
  )
}
