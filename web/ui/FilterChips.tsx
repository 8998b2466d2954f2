import './FilterChips.css'
import { useEffect } from 'react'
import { useWords } from '../i18n/words.ts'
import { Icon } from './Icon.tsx'
import { uiWords } from './words.ts'

export type Chip = { key: string; name: string; value: string; onRemove: () => void }

/** The filters that are on, each with a way to take it off. Escape takes off all, unless something else is open that Escape closes. */
export function FilterChips({ chips, onClear }: { chips: readonly Chip[]; onClear: () => void }) {
  const words = useWords(uiWords)
  useEscape(chips.length > 0, onClear)
  if (chips.length === 0) return null
  return (
    <div className="filter-chips">
      {chips.map(({ key, name, value, onRemove }) => (
        <button key={key} type="button" className="filter-chip" onClick={onRemove} aria-label={words.removeFilter(`${name}: ${value}`)}>
          <span className="soft">{name}</span> <bdi>{value}</bdi>
          <Icon name="close" size={12} />
        </button>
      ))}
      <button type="button" className="filter-clear" onClick={onClear}>
        {words.clearFilters}
      </button>
    </div>
  )
}

function useEscape(isOn: boolean, run: () => void): void {
  useEffect(() => {
    if (!isOn) return undefined
    const onKey = (event: KeyboardEvent) => {
      const isTaken = event.defaultPrevented || document.querySelector('dialog[open], [popover]:popover-open') !== null
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      if (event.key === 'Escape' && !isTaken && !isTyping) run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOn, run])
}
