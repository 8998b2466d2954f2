import './Popover.css'
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { usePlaced } from './usePlaced.ts'

const OPENS_AFTER_MS = 250
/** Long enough to move from the anchor into the card. */
const CLOSES_AFTER_MS = 200

/**
 * Something that shows a card while the mouse rests on it or the keyboard is on it. Escape closes it, and the mouse may move into it.
 * The anchor takes the focus itself: what it shows must be short text or a sign with a name, no link and no button. A card that is cut off
 * comes next in the order of the keyboard, which then scrolls it.
 * @param label names the anchor where what it shows is no text
 */
export function HoverCard({ card, label, children }: { card: ReactNode; label?: string; children: ReactNode }) {
  const id = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const floating = useRef<HTMLDivElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [isOpen, setOpen] = useState(false)
  usePlaced({ anchor, floating }, { isOpen, reachable: true })
  useEffect(() => {
    const box = floating.current
    if (box === null) return undefined
    if (isOpen) box.showPopover()
    else box.hidePopover()
    if (!isOpen) return undefined
    return closeOnEscape(() => {
      if (box.contains(document.activeElement)) anchor.current?.focus()
      // The focus of the anchor has asked to open it again.
      clearTimeout(timer.current)
      setOpen(false)
    })
  }, [isOpen])
  useEffect(() => () => clearTimeout(timer.current), [])
  const soon = (open: boolean, ms: number) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setOpen(open), ms)
  }
  const hold = () => soon(true, OPENS_AFTER_MS)
  const release = () => soon(false, CLOSES_AFTER_MS)
  return (
    <span className="hover-anchor" onPointerEnter={hold} onPointerLeave={release}>
      <span
        ref={anchor}
        tabIndex={0}
        role="button"
        className="hover-target"
        aria-expanded={isOpen}
        aria-describedby={isOpen ? id : undefined}
        aria-label={label}
        onFocus={() => soon(true, 0)}
        onBlur={release}
        // A finger has no hover: a tap opens it, another one closes it.
        onClick={() => soon(!isOpen, 0)}
        onKeyDown={(event) => (event.key === 'Enter' || event.key === ' ') && (event.preventDefault(), soon(!isOpen, 0))}
      >
        {children}
      </span>
      <div ref={floating} id={id} popover="manual" className="popover hover-card" onFocus={() => soon(true, 0)} onBlur={release}>
        {isOpen && card}
      </div>
    </span>
  )
}

/** Escape has to work wherever the focus is, since the mouse alone may have opened it. */
function closeOnEscape(close: () => void): () => void {
  const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close()
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
