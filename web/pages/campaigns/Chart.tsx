import { useId, type KeyboardEvent, type ReactNode } from 'react'
import { useWords } from '../../i18n/words.ts'
import { Button } from '../../ui/Button.tsx'
import { reportWords } from './reportWords.ts'

type ChartProps = {
  title: string
  /** What an hour is, and in which zone. */
  about: string
  isEmpty: boolean
  isTable: boolean
  onTable: (isTable: boolean) => void
  table: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** A chart, and the same numbers as a table: by the button, or by T while the keyboard is in it. */
export function Chart({ title, about, isEmpty, isTable, onTable, table, actions, children }: ChartProps) {
  const words = useWords(reportWords)
  const id = useId()
  const onKey = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 't' || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    onTable(!isTable)
  }
  return (
    <section className="section chart" aria-labelledby={id} onKeyDown={isEmpty ? undefined : onKey}>
      <header>
        <h2 id={id}>
          {title} <span className="chart-about">{about}</span>
        </h2>
        {!isEmpty && (
          <span className="chart-actions">
            <Button kind="bare" aria-pressed={isTable} aria-keyshortcuts="T" onClick={() => onTable(!isTable)}>
              {isTable ? words.asChart : words.asTable}
            </Button>
            {actions}
          </span>
        )}
      </header>
      {isEmpty ? <p className="soft">{words.noHits}</p> : isTable ? table : children}
    </section>
  )
}
