import { Component, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { ApiError } from '../api.ts'
import { useWords } from '../i18n/words.ts'
import { Button } from './Button.tsx'
import { ErrorNote } from './ErrorNote.tsx'
import { errorWords } from './errorWords.ts'
import { Note } from './Note.tsx'
import { uiWords } from './words.ts'

type State = { error: unknown; place: string }

/** Keeps the frame standing when a page fails; going elsewhere begins anew. */
export function ErrorBoundary({ children }: { children: ReactNode }) {
  const [place] = useLocation()
  return <Boundary place={place}>{children}</Boundary>
}

class Boundary extends Component<{ place: string; children: ReactNode }, State> {
  override state: State = { error: undefined, place: this.props.place }

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error }
  }

  static getDerivedStateFromProps({ place }: { place: string }, state: State): Partial<State> | null {
    return place === state.place ? null : { error: undefined, place }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === undefined) return this.props.children
    if (error instanceof ApiError) return <ErrorNote error={error} retry={() => this.setState({ error: undefined })} />
    return <Broken error={error} />
  }
}

/** Browsers call a part of the app that is not there any more by different names, all of them with these words. */
const isOutdated = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|Importing a module script failed|preload CSS/i.test(error.message)

function Broken({ error }: { error: unknown }) {
  const words = useWords(errorWords)
  const ui = useWords(uiWords)
  const outdated = isOutdated(error)
  return (
    <Note kind="error" title={outdated ? words.newVersion : words.broken}>
      <p>{outdated ? words.newVersionTodo : words.brokenTodo}</p>
      <div className="note-actions">
        <Button onClick={() => window.location.reload()}>{ui.reload}</Button>
      </div>
    </Note>
  )
}
