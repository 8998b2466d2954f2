import './Dialog.css'
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { useWords } from '../i18n/words.ts'
import { IconButton } from './Button.tsx'
import { uiWords } from './words.ts'

/**
 * The browser's own dialog: keeps the focus inside, closes by Escape, gives the focus back.
 * `sheet` slides in from the right and takes the whole height, for what is long.
 */
export function Dialog({
  title,
  kind = 'box',
  onClose,
  footer,
  children,
}: {
  title: string
  kind?: 'box' | 'sheet'
  onClose: () => void
  /** Buttons, the one that does it last. */
  footer?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  const words = useWords(uiWords)
  const dialog = useRef<HTMLDialogElement>(null)
  const isLeaving = useRef(false)
  const beganOutside = useRef(false)
  useLayoutEffect(() => {
    const element = dialog.current
    isLeaving.current = false
    if (element?.open === false) element.showModal()
    return () => {
      // Closed before it is taken away: only then does the browser give the focus back.
      isLeaving.current = true
      element?.close()
    }
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- for the backdrop; the keyboard has Escape
    <dialog
      ref={dialog}
      className={`dialog ${kind}`}
      aria-labelledby={id}
      onClose={() => !isLeaving.current && onClose()}
      // The backdrop is part of the dialog: a press on it closes, but not one that began inside a field and ended there.
      onPointerDown={(event) => (beganOutside.current = isOutside(event, dialog.current))}
      onClick={(event) => beganOutside.current && isOutside(event, dialog.current) && onClose()}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={words.close} onClick={onClose} />
      </header>
      <div className="dialog-body">{children}</div>
      {footer !== undefined && <footer>{footer}</footer>}
    </dialog>
  )
}

function isOutside(
  { clientX, clientY, target }: { clientX: number; clientY: number; target: EventTarget },
  dialog: HTMLElement | null,
): boolean {
  if (dialog === null || target !== dialog) return false
  const { left, right, top, bottom } = dialog.getBoundingClientRect()
  return clientX < left || clientX > right || clientY < top || clientY > bottom
}
