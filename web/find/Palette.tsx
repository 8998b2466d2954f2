import './Palette.css'
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import { useFormat } from '../i18n/format.ts'
import { useWords } from '../i18n/words.ts'
import { useSession } from '../session.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Icon } from '../ui/Icon.tsx'
import { nextIndex } from '../ui/nextIndex.ts'
import { uiWords } from '../ui/words.ts'
import { matching, type Offer, type OfferGroup } from './offers.ts'
import { PaletteList } from './PaletteList.tsx'
import { useActions, usePages } from './usePages.ts'
import { useFound } from './useFound.ts'
import { findWords } from './words.ts'

const MAX_TYPED = 100

/** Goes to any page, begins what can be done, and finds campaigns, contacts and messages, by the keyboard alone. */
export function Palette({ onClose }: { onClose: () => void }) {
  const words = useWords(findWords)
  const id = useId()
  const [, go] = useLocation()
  const [typed, setTyped] = useState('')
  const { groups, isSearching, failed } = useGroups(typed)
  const offers = groups.flatMap((group) => group.offers)
  const take = ({ to }: Offer) => {
    onClose()
    go(to)
  }
  const { marked, mark, onKey } = useMarked(offers, take)
  return (
    <Dialog title={words.title} onClose={onClose}>
      <div className="palette">
        <PaletteField
          {...{ id, typed, marked, onKey, isOpen: offers.length > 0 }}
          onType={(text) => {
            setTyped(text)
            mark(undefined)
          }}
        />
        <div className="palette-body">
          {failed !== undefined && <ErrorNote error={failed.error} retry={() => void failed.refetch()} />}
          <PaletteList {...{ id, groups, marked, onTake: take }} />
          <PaletteState {...{ typed, isSearching, count: offers.length }} />
        </div>
        <PaletteKeys />
      </div>
    </Dialog>
  )
}

/** Before anything is typed: the sections and what can be done. Then everything that fits. */
function useGroups(typed: string) {
  const words = useWords(findWords)
  const { sections, within } = usePages()
  const actions = useActions()
  const found = useFound(typed)
  const isEmpty = typed.trim() === ''
  const groups: OfferGroup[] = [
    { key: 'go', name: words.groups.go, offers: isEmpty ? sections : matching([...sections, ...within], typed.trim()) },
    { key: 'do', name: words.groups.do, offers: isEmpty ? actions : matching(actions, typed.trim()) },
    ...(isEmpty ? [] : found.groups),
  ]
  return { ...found, isSearching: !isEmpty && found.isSearching, groups: groups.filter(({ offers }) => offers.length > 0) }
}

/** The line that Enter takes: the first, until an arrow marks another, which stays marked while more is found around it. */
function useMarked(offers: readonly Offer[], take: (offer: Offer) => void) {
  const [key, mark] = useState<string>()
  const at = Math.max(
    0,
    offers.findIndex((offer) => offer.key === key),
  )
  const marked = offers[at]
  const onKey = (event: KeyboardEvent) => {
    const next = event.key.startsWith('Arrow') ? nextIndex(event.key, { at, count: offers.length }) : undefined
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (marked !== undefined) take(marked)
    } else if (next !== undefined && offers.length > 0) {
      event.preventDefault()
      mark(offers[next]?.key)
    }
  }
  return { marked: marked?.key, mark, onKey }
}

type FieldProps = {
  id: string
  typed: string
  marked: string | undefined
  isOpen: boolean
  onType: (text: string) => void
  onKey: (event: KeyboardEvent) => void
}

function PaletteField({ id, typed, marked, isOpen, onType, onKey }: FieldProps) {
  const words = useWords(findWords)
  const isMasked = useSession().numbers === 'masked'
  const input = useRef<HTMLInputElement>(null)
  // After the dialog has opened, which puts the focus on its first button.
  useEffect(() => input.current?.focus(), [])
  return (
    <input
      ref={input}
      className="input"
      type="text"
      role="combobox"
      aria-label={words.field}
      aria-expanded={isOpen}
      aria-controls={isOpen ? `${id}-list` : undefined}
      aria-autocomplete="list"
      aria-activedescendant={marked === undefined ? undefined : `${id}-${marked}`}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={MAX_TYPED}
      placeholder={isMasked ? words.placeholderMasked : words.placeholder}
      value={typed}
      onChange={(event) => onType(event.target.value)}
      onKeyDown={onKey}
    />
  )
}

/** Says to everybody that nothing fits, and to those who do not see the list how many lines it has. */
function PaletteState({ typed, isSearching, count }: { typed: string; isSearching: boolean; count: number }) {
  const words = useWords(findWords)
  const { results } = useWords(uiWords)
  const format = useFormat()
  const isMasked = useSession().numbers === 'masked'
  const isNothing = !isSearching && count === 0 && typed.trim() !== ''
  return (
    <p role="status" className={count > 0 ? 'unseen' : 'soft palette-state'}>
      {isSearching ? words.searching : isNothing ? (isMasked ? words.noMatchMasked : words.noMatch) : results(format.number(count))}
    </p>
  )
}

/** For those who see: a combobox says how it is used. */
function PaletteKeys() {
  const { keys } = useWords(findWords)
  return (
    <p className="palette-keys small soft" aria-hidden="true">
      <span>
        <Kbd sign="up" /> <Kbd sign="down" /> {keys.mark}
      </span>
      <span>
        <kbd>Enter</kbd> {keys.open}
      </span>
      <span>
        <kbd>Esc</kbd> {keys.close}
      </span>
    </p>
  )
}

const Kbd = ({ sign }: { sign: 'up' | 'down' }) => (
  <kbd>
    <Icon name={sign} size={12} />
  </kbd>
)
