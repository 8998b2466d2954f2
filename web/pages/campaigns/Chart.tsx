import { useEffect, useEffectEvent, useId, useRef, type ReactNode, type RefObject } from 'react'
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
  const section = useRef<HTMLElement>(null)
  useKey(section, { isOn: !isEmpty, key: 't', run: () => onTable(!isTable) })
  return (
    <section ref={section} className="section chart" aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {title} {!isEmpty && <span className="chart-about">{about}</span>}
        </h2>
        {!isEmpty && (
          <span className="chart-actions">
            <Button kind="bare" aria-keyshortcuts="T" onClick={() => onTable(!isTable)}>
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

/** A letter that does something while the keyboard is inside of an element; elsewhere it stays free, as WCAG 2.1.4 asks. */
function useKey(inside: RefObject<HTMLElement | null>, { isOn, key, run }: { isOn: boolean; key: string; run: () => void }): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    if (!isOn || event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    const element = inside.current
    const onKey = (event: KeyboardEvent) => act(event)
    element?.addEventListener('keydown', onKey)
    return () => element?.removeEventListener('keydown', onKey)
  }, [inside])
}
