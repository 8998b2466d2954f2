import { ApiError } from '../api.ts'
import { useLanguage, useWords } from '../i18n/words.ts'
import { serverPaths } from '../paths.ts'
import { Button } from './Button.tsx'
import { errorWords, sentenceOf } from './errorWords.ts'
import { Note } from './Note.tsx'
import { uiWords } from './words.ts'

/** A failure: what happened, what it means, what to do, and a way to try again. */
export function ErrorNote({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const words = useWords(uiWords)
  const own = useWords(errorWords)
  const language = useLanguage()
  const known = error instanceof ApiError ? sentenceOf(error.code, language) : undefined
  const detail = error instanceof ApiError ? error.message : undefined
  return (
    <Note kind="error" title={known?.happened ?? own.refused}>
      <p>{known?.todo ?? detail ?? own.brokenTodo}</p>
      {error instanceof ApiError && error.code === 'internal' && error.requestId !== undefined && (
        <p className="small soft mono">{words.requestId(error.requestId)}</p>
      )}
      <Ways error={error} retry={retry} />
    </Note>
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
