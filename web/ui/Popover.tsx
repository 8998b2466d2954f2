import './Popover.css'
import { createContext, useCallback, useContext, useId, useRef, useState, type ReactNode } from 'react'
import type { ButtonKind } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'
import type { Side } from './place.ts'
import { usePlaced } from './usePlaced.ts'

type PopoverProps = {
  /** The name of what opens, and of the button unless that shows words of its own. */
  label: string
  /** What the button shows; the label unless told. */
  button?: ReactNode
  icon?: IconName
  kind?: ButtonKind
  side?: Side
  /** Ends where the button ends, instead of beginning where it begins. */
  end?: boolean
  className?: string
  children: ReactNode
}

const CloseContext = createContext<() => void>(() => undefined)

/** Closes the popover that this stands in, and gives the focus back to its button. */
export const useClosePopover = (): (() => void) => useContext(CloseContext)

/** A button and what it opens beside itself: the browser's popover, which closes by Escape and by a click elsewhere and gives the focus back. */
export function Popover({ label, button, icon, kind = 'quiet', side = 'below', end = false, className = '', children }: PopoverProps) {
  const id = useId()
  const anchor = useRef<HTMLButtonElement>(null)
  const floating = useRef<HTMLDivElement>(null)
  const [isOpen, setOpen] = useState(false)
  usePlaced({ anchor, floating }, { isOpen, side, end })
  const close = useCallback(() => {
    floating.current?.hidePopover()
    anchor.current?.focus()
  }, [])
  return (
    <>
      <button
        ref={anchor}
        type="button"
        className={`button ${kind} ${className}`}
        popoverTarget={id}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
      >
        {icon !== undefined && <Icon name={icon} />}
        {button ?? label}
      </button>
      <div
        ref={floating}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="popover"
        // Before it is shown, so that the next Tab finds what is in it.
        onBeforeToggle={(event) => event.newState === 'open' && setOpen(true)}
        // After it is gone, so that the browser finds the focus inside and gives it back.
        onToggle={(event) => event.newState === 'closed' && setOpen(false)}
      >
        {isOpen && <CloseContext value={close}>{children}</CloseContext>}
      </div>
    </>
  )
}
